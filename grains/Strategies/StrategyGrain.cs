using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Grains.Strategies;

internal sealed class StrategyGrain(IJournal journal, IReadModels reads, IMarketClock clock) : Grain, IStrategyGrain
{
    private readonly Dictionary<Symbol, SymbolFollower> followers = [];
    private readonly HashSet<Symbol> heard = [];
    private EventSourced<Strategy, StrategyEvent> strategy = null!;
    private TenantId tenant;
    private StrategyId id;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = StrategyId.Parse(GrainKeys.LocalPart(key));
        strategy = new(journal, new JournalStream(tenant, $"strategy/{id}"), "strategy.v2", StrategyDecider.Apply);
        await strategy.LoadAsync(cancellationToken);
        await FollowAsync();
    }

    public Task<Reply<Strategy>> CreateAsync(CreateStrategy command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => StrategyDecider.Decide(s, command with { Id = id }, clock.Now), cancellationToken);

    public Task<Reply<Strategy>> ReviseAsync(ReviseStrategy command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => StrategyDecider.Decide(s, command, clock.Now), cancellationToken);

    public async Task<Reply<Strategy>> ActivateAsync(ActivateStrategy command, CancellationToken cancellationToken)
    {
        var account = GrainFactory.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, command.Account));
        var known = strategy.State is not { } state
            || await account.GetRiskFactsAsync(state.Definition.Symbols[0], null, cancellationToken) is not null;
        return known
            ? await ChangeAsync(command, s => StrategyDecider.Decide(s, command, clock.Now), cancellationToken)
            : Reply.NotFound<Strategy>("account");
    }

    public async Task<Reply<Strategy>> PauseAsync(PauseStrategy command, CancellationToken cancellationToken)
    {
        await WithdrawAsync(StrategyDecider.Decide(strategy.State, command, clock.Now), exitsToo: false, "paused", cancellationToken);
        return await ChangeAsync(command, s => StrategyDecider.Decide(s, command, clock.Now), cancellationToken);
    }

    public async Task<Reply<Strategy>> RetireAsync(RetireStrategy command, CancellationToken cancellationToken)
    {
        await WithdrawAsync(StrategyDecider.Decide(strategy.State, command, clock.Now), exitsToo: true, "retired", cancellationToken);
        return await ChangeAsync(command, s => StrategyDecider.Decide(s, command, clock.Now), cancellationToken);
    }

    public Task<Reply<Strategy>> SetAutonomyAsync(SetStrategyAutonomy command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => StrategyDecider.Decide(s, command, clock.Now), cancellationToken);

    public Task<Reply<Strategy>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(strategy.State is { } state ? Reply.Done(state) : Reply.NotFound<Strategy>("strategy"));

    public Task<Page<StrategyVersionRow>> ListVersionsAsync(PageRequest page, CancellationToken cancellationToken) =>
        Versions.ListAsync(page, cancellationToken);

    public async Task<Reply<StrategyVersion>> GetVersionAsync(int number, CancellationToken cancellationToken) =>
        await Versions.FindAsync(number, cancellationToken) is { } version ? Reply.Done(version) : Reply.NotFound<StrategyVersion>("version");

    public async Task<Reply<StrategyComparison>> CompareAsync(int from, int to, CancellationToken cancellationToken) =>
        await Versions.FindAsync(from, cancellationToken) is { } older && await Versions.FindAsync(to, cancellationToken) is { } newer
            ? Reply.Done(new StrategyComparison(from, to, StrategyDiff.Of(older.Definition, newer.Definition)))
            : Reply.NotFound<StrategyComparison>("version");

    public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private StrategyVersions Versions => new(journal, new JournalStream(tenant, $"strategy/{id}"));

    /// <summary>
    /// Withdrawn before the event is written: after a crash between the two the strategy is as it was and may raise an idea again, while none
    /// of an ended strategy can be left over.
    /// </summary>
    private Task WithdrawAsync(Outcome<StrategyEvent> outcome, bool exitsToo, string what, CancellationToken cancellationToken) =>
        outcome is Outcome<StrategyEvent>.Accepted
            ? new WaitingIdeas(GrainFactory, reads, tenant, id).WithdrawAsync(exitsToo, $"The strategy was {what}.", cancellationToken)
            : Task.CompletedTask;

    private async Task<Reply<Strategy>> ChangeAsync(
        StrategyCommand command, Func<Strategy?, Outcome<StrategyEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await strategy.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        if (answer is not CommandAnswer<StrategyEvent>.Refused)
        {
            await FollowAsync();
            await this.NoticeAsync(tenant, new DeskNotice("strategy", id.Value));
        }

        return answer.ToReply(() => strategy.State!);
    }

    /// <summary>Follows exactly the symbols of an active strategy, and none of any other.</summary>
    private async Task FollowAsync()
    {
        var wanted = strategy.State is { Status: StrategyStatus.Active } active ? active.Definition.Symbols : [];
        foreach (var symbol in followers.Keys.Except(wanted).ToArray())
        {
            followers.Remove(symbol);
        }

        foreach (var symbol in wanted)
        {
            followers.TryGetValue(symbol, out var follower);
            if (follower?.TryAdopt(strategy.State!) != true)
            {
                followers[symbol] = new SymbolFollower(GrainFactory, reads, tenant, strategy.State!, symbol);
            }
        }

        await HearAsync([.. followers.Keys.Concat(followers.Values.Select(follower => follower.Partner).OfType<Symbol>())]);
    }

    /// <summary>Hears of exactly these symbols' bars: those of partners are wanted too.</summary>
    private async Task HearAsync(HashSet<Symbol> wanted)
    {
        foreach (var symbol in heard.Except(wanted).ToArray())
        {
            await SubscribeAsync(symbol, wanted: false);
            heard.Remove(symbol);
        }

        foreach (var symbol in wanted.Except(heard).ToArray())
        {
            await SubscribeAsync(symbol, wanted: true);
            heard.Add(symbol);
        }
    }

    /// <summary>One subscription a symbol, whatever an earlier life of this grain left behind.</summary>
    private async Task SubscribeAsync(Symbol symbol, bool wanted)
    {
        var stream = this.GetStreamProvider(DeskStreams.Provider)
            .GetStream<BarsClosed>(StreamId.Create(DeskStreams.Bars, GrainKeys.Instrument(symbol)));
        var handles = await stream.GetAllSubscriptionHandles();
        foreach (var extra in handles.Skip(wanted ? 1 : 0))
        {
            await extra.UnsubscribeAsync();
        }

        if (wanted)
        {
            await (handles.Count > 0 ? handles[0].ResumeAsync(OnBarsAsync) : stream.SubscribeAsync(OnBarsAsync));
        }
    }

    private async Task OnBarsAsync(BarsClosed message, StreamSequenceToken? token)
    {
        foreach (var other in followers.Values.Where(follower => follower.Partner == message.Quote.Symbol).ToArray())
        {
            await other.OnPartnerBarsAsync(message);
        }

        if (followers.TryGetValue(message.Quote.Symbol, out var follower))
        {
            await follower.OnBarsAsync(message);
        }
    }
}
