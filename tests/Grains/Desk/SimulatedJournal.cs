#if !ORLEANS
using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Embedded.Simulation;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit;

namespace Countersign.Tests.Grains.Desk;

/// <summary>What is on the simulated disk: it outlives the process. Events are kept as their stored JSON.</summary>
internal sealed class SimulatedDisk
{
    private readonly SortedDictionary<string, List<JournaledEvent>> streams = new(StringComparer.Ordinal);

    public Dictionary<JournalStream, JournaledSnapshot> Snapshots { get; } = [];

    public IReadOnlyList<JournaledEvent> Events(JournalStream stream) => streams.GetValueOrDefault(stream.ToString()) ?? [];

    /// <summary>Every stream, by name.</summary>
    public IEnumerable<(JournalStream Stream, IReadOnlyList<JournaledEvent> Events)> Streams() =>
        streams.Values.Select(events => (events[0].Stream, (IReadOnlyList<JournaledEvent>)events));

    /// <summary>Every idea as its events say, oldest first.</summary>
    public IEnumerable<TradeIdea> Ideas() => Streams().Where(s => s.Stream.Name.StartsWith("idea/", StringComparison.Ordinal))
        .Select(s => s.Events.Aggregate((TradeIdea?)null, (idea, e) => TradeIdeaDecider.Apply(idea, (TradeIdeaEvent)e.Event))!)
        .OrderBy(idea => idea.RaisedAt).ThenBy(idea => idea.Id.Value, StringComparer.Ordinal);

    public AppendResult Append(JournalAppend append, DateTimeOffset now)
    {
        var events = Events(append.Stream);
        var first = events.Where(e => e.Command == append.Command).ToImmutableArray();
        if (!first.IsEmpty)
        {
            return new AppendResult.DuplicateCommand(first);
        }

        if (events.Count != append.ExpectedVersion)
        {
            return new AppendResult.VersionConflict(events.Count);
        }

        var list = streams.GetValueOrDefault(append.Stream.ToString()) ?? [];
        streams[append.Stream.ToString()] = list;
        foreach (var e in append.Events)
        {
            var type = EventTypes.NameOf(e);
            var stored = EventTypes.Deserialize(type, EventTypes.Serialize(e));
            var link = new JournaledEvent(append.Stream, list.Count + 1, type, stored, append.Command, append.Actor, now, "");
            list.Add(link with { Hash = Link(list.Count == 0 ? null : list[^1].Hash, link) });
        }

        return new AppendResult.Appended(list.Count);
    }

    /// <summary>The first event of a stream that is not the one that was written; null where every link holds.</summary>
    public JournaledEvent? BrokenLink(JournalStream stream)
    {
        string? before = null;
        foreach (var e in Events(stream))
        {
            if (Link(before, e) != e.Hash)
            {
                return e;
            }

            before = e.Hash;
        }

        return null;
    }

    /// <summary>Writes over what is written, as no program may: for the proof that the chain shows it.</summary>
    public void Overwrite(JournalStream stream, long version, DomainEvent e)
    {
        var events = streams[stream.ToString()];
        events[(int)version - 1] = events[(int)version - 1] with { Event = e };
    }

    /// <summary>A link as the real journals make it.</summary>
    private static string Link(string? before, JournaledEvent e) => Convert.ToHexString(EventHash.Of(
        before is null ? EventHash.Origin : Convert.FromHexString(before), e.Stream.Tenant.Value, e.Stream.Name,
        new EventRow(0, 0, e.Version, e.Type, EventTypes.Serialize(e.Event), e.Command.Value, false, e.Actor.Value, e.RecordedAt.Ticks, [], [])));
}

/// <summary>The journal on the simulated disk: slow, sometimes failing before or after it wrote, sometimes the end of the process.</summary>
internal sealed class SimulatedJournal(SimulatedDisk disk, SimulatedFaults faults, TimeProvider time) : IJournal
{
    public ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken) =>
        RunAsync("append", () => disk.Append(append, time.GetUtcNow()));

    public ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(
        JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken) =>
        RunAsync("read", () => disk.Events(stream).Skip((int)afterVersion).Take(countMax).ToImmutableArray());

    public ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(
        JournalStream stream, CommandId command, CancellationToken cancellationToken) =>
        RunAsync("find", () => disk.Events(stream).Where(e => e.Command == command).ToImmutableArray());

    public ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken) =>
        RunAsync("read snapshot", () => disk.Snapshots.GetValueOrDefault(stream));

    public async ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken) =>
        await RunAsync("write snapshot", () => disk.Snapshots[stream] = snapshot);

    private async ValueTask<T> RunAsync<T>(string operation, Func<T> effect)
    {
        try
        {
            return await faults.Run(operation, () => Task.FromResult(effect()));
        }
        catch (IOException e)
        {
            throw new JournalUnavailableException(e.Message, e);
        }
    }
}

/// <summary>The lists that strategies read, made from the disk's events.</summary>
internal sealed class SimulatedLists(SimulatedDisk disk) : IReadModels
{
    public ValueTask<Page<TradeIdeaRow>> TradeIdeasAsync(
        TenantId tenant, TradeIdeaFilter filter, PageRequest page, CancellationToken cancellationToken) => new(new Page<TradeIdeaRow>(
        [
            .. disk.Ideas().Reverse()
                .Where(i => (filter.Status ?? i.Status) == i.Status && (filter.Strategy ?? i.Proposal.StrategyId) == i.Proposal.StrategyId
                    && (filter.Symbol ?? i.Proposal.Symbol) == i.Proposal.Symbol)
                .Take(page.Limit)
                .Select(i => new TradeIdeaRow(
                    tenant, i.Id, i.Proposal.StrategyId, i.Proposal.AccountId, i.Proposal.Symbol, i.Proposal.Side, i.Proposal.Quantity.Value,
                    i.Proposal.Confidence, i.Status, i.RaisedAt, i.ExpiresAt, i.OrderId)),
        ],
        null));

    public ValueTask<Page<AccountRow>> AccountsAsync(TenantId tenant, PageRequest page, CancellationToken cancellationToken) => new(new Page<AccountRow>(
        [
            .. disk.Streams().Where(s => s.Stream.Tenant == tenant).Select(s => s.Events[0].Event).OfType<AccountOpened>()
                .Select(e => new AccountRow(tenant, e.Id, e.Name, e.Currency, nameof(TradingState.Active), 0m)),
        ],
        null));

    public ValueTask<Page<StrategyRow>> StrategiesAsync(TenantId tenant, PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Page<OrderRow>> OrdersAsync(TenantId tenant, OrderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw Unused();

    public ValueTask<Page<ExecutionRow>> ExecutionsAsync(
        TenantId tenant, ExecutionFilter filter, PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Page<PositionRow>> PositionsAsync(
        TenantId tenant, PositionFilter filter, PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Page<TradeRow>> TradesAsync(TenantId tenant, TradeFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var skipped = page.Cursor is null ? 0 : int.Parse(page.Cursor, CultureInfo.InvariantCulture);
        TradeRow[] rows =
        [
            .. disk.Streams().Where(s => s.Stream.Tenant == tenant && s.Stream.Name == "account/" + filter.Account).SelectMany(s => s.Events)
                .Where(e => e.Event is OrderFilled { Trade: { } trade } filled && filled.Execution.Symbol == (filter.Symbol ?? filled.Execution.Symbol)
                    && trade.ClosedAt >= (filter.From ?? DateTimeOffset.MinValue) && trade.ClosedAt < (filter.To ?? DateTimeOffset.MaxValue))
                .Select(e => (e.Version, Filled: (OrderFilled)e.Event)).Reverse().Skip(skipped)
                .Select(e => new TradeRow(
                    tenant, filter.Account!.Value, e.Version, e.Filled.OrderId, e.Filled.Execution.Symbol, e.Filled.Trade!, e.Filled.Commission.Amount,
                    e.Filled.Slippage)),
        ];
        var next = rows.Length > page.Limit ? (skipped + page.Limit).ToString(CultureInfo.InvariantCulture) : null;
        return new(new Page<TradeRow>([.. rows.Take(page.Limit)], next));
    }

    public ValueTask<Page<LedgerRow>> LedgerAsync(TenantId tenant, LedgerFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw Unused();

    public ValueTask<Page<EquityRow>> EquityAsync(TenantId tenant, EquityFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw Unused();

    public ValueTask<Page<ControlRow>> ControlsAsync(
        TenantId tenant, ControlFilter filter, PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Page<DecisionRow>> DecisionsAsync(
        TenantId tenant, DecisionFilter filter, PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<JournaledEvent?> FindDecisionAsync(TenantId tenant, string decisionId, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<LoginRow?> FindLoginAsync(string login, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Page<TenantId>> TenantsAsync(PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<ImmutableArray<UnfinishedRow>> UnfinishedAsync(DateTimeOffset now, int countMax, CancellationToken cancellationToken) =>
        throw Unused();

    public ValueTask<ImmutableArray<StrategyRow>> ActiveStrategiesAsync(int countMax, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<Page<BacktestRow>> BacktestsAsync(
        TenantId tenant, BacktestFilter filter, PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public ValueTask<ImmutableArray<BacktestRow>> UnfinishedBacktestsAsync(
        TenantId? tenant, int countMax, CancellationToken cancellationToken) => new(
        [
            .. disk.Streams().Where(s => s.Stream.Name.StartsWith("backtest/", StringComparison.Ordinal) && (tenant ?? s.Stream.Tenant) == s.Stream.Tenant)
                .Select(s => (s.Stream.Tenant, Job: s.Events.Aggregate((BacktestJob?)null, (job, e) => BacktestDecider.Apply(job, (BacktestEvent)e.Event))!))
                .Where(s => !s.Job.IsEnded)
                .OrderBy(s => s.Job.RequestedAt).ThenBy(s => s.Job.Id.Value, StringComparer.Ordinal)
                .Take(countMax)
                .Select(s => new BacktestRow(
                    s.Tenant, s.Job.Id, s.Job.Strategy.Definition.Name, s.Job.Strategy.Id, s.Job.Strategy.Version, s.Job.Terms.Task.Kind, s.Job.Status,
                    s.Job.Terms.Priority, s.Job.Terms.Symbols, s.Job.Strategy.Definition.Timeframe.ToString(), s.Job.Terms.From, s.Job.Terms.To,
                    s.Job.RequestedAt, s.Job.StartedAt, s.Job.EndedAt, null, null)),
        ]);

    private static NotSupportedException Unused() => new("No grain of the simulation reads this list.");
}
#endif
