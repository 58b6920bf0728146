using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit;

/// <summary>A stream's end.</summary>
internal readonly record struct StreamHead(long Id, long Version, byte[] Hash);

/// <summary>The end of a chain over many streams: how many events, and the fold of their hashes.</summary>
internal readonly record struct ChainHead(long Count, byte[] Hash)
{
    public static ChainHead Origin { get; } = new(0, EventHash.Origin);

    public ChainHead With(byte[] eventHash) => new(Count + 1, EventHash.Fold(Hash, eventHash));
}

/// <summary>What the database knows about a batch's streams, tenants and commands, read under the writer's lock.</summary>
internal sealed class BatchFacts
{
    public Dictionary<JournalStream, StreamHead> Heads { get; } = [];

    public HashSet<(JournalStream Stream, string Command)> KnownCommands { get; } = [];

    public Dictionary<TenantId, ChainHead> Tenants { get; } = [];

    /// <summary>Those of the tenants for which nothing is written any more, but for the record of that.</summary>
    public HashSet<TenantId> Erased { get; } = [];

    public ChainHead Journal { get; set; } = ChainHead.Origin;

    public long LastStreamId { get; set; }
}

/// <summary>What a transaction writes. Conflicts and duplicates are decided before anything is written, so they cost the others nothing.</summary>
internal sealed class BatchPlan
{
    public List<EventRow> Events { get; } = [];

    public Dictionary<JournalStream, StreamHead> NewStreams { get; } = [];

    public Dictionary<JournalStream, StreamHead> ChangedStreams { get; } = [];

    public Dictionary<TenantId, ChainHead> Tenants { get; } = [];

    public ChainHead Journal { get; set; }

    public long LastStreamId { get; set; }

    /// <summary>In the order of the appends; read-model rows and settings alike.</summary>
    public List<RowChange> Rows { get; } = [];

    /// <summary>The works whose row count has to be answered, by their index in <see cref="Rows"/>.</summary>
    public List<(int Row, RowWork Work)> CountedRows { get; } = [];

    public bool IsEmpty => Events.Count == 0 && Rows.Count == 0;
}

/// <summary>Decides each work of a batch in turn, as if each had its own transaction.</summary>
internal static class BatchPlanner
{
    /// <param name="facts">What the database holds; it is advanced by what the batch adds.</param>
    /// <param name="works">The batch, in order of arrival.</param>
    /// <param name="recordedAt">UTC ticks.</param>
    public static BatchPlan Plan(BatchFacts facts, ReadOnlySpan<JournalWork> works, long recordedAt)
    {
        var plan = new BatchPlan { LastStreamId = facts.LastStreamId, Journal = facts.Journal };
        foreach (var work in works)
        {
            switch (work)
            {
                case AppendWork append:
                    append.Result = Decide(facts, plan, append, recordedAt);
                    break;
                case RowWork row:
                    plan.CountedRows.Add((plan.Rows.Count, row));
                    plan.Rows.Add(row.Change);
                    break;
                default:
                    throw new InvalidOperationException($"The writer does not know {work.GetType().Name}.");
            }
        }

        return plan;
    }

    private static AppendWork.Answer Decide(BatchFacts facts, BatchPlan plan, AppendWork work, long recordedAt)
    {
        var append = work.Append;
        var stream = append.Stream;
        if (facts.Erased.Contains(stream.Tenant) && stream.Name != TenantErasing.Record(stream.Tenant))
        {
            return new AppendWork.Answer(AppendWork.AnswerKind.Erased, 0);
        }

        var known = facts.Heads.TryGetValue(stream, out var head);
        if (!facts.KnownCommands.Add((stream, append.Command.Value)))
        {
            return new AppendWork.Answer(AppendWork.AnswerKind.DuplicateCommand, head.Version);
        }

        if (head.Version != append.ExpectedVersion)
        {
            facts.KnownCommands.Remove((stream, append.Command.Value));
            return new AppendWork.Answer(AppendWork.AnswerKind.VersionConflict, head.Version);
        }

        if (!known)
        {
            head = new StreamHead(++plan.LastStreamId, 0, EventHash.Origin);
            plan.NewStreams.Add(stream, head);
        }

        head = Chain(facts, plan, work, head, recordedAt);
        facts.Heads[stream] = head;
        (plan.NewStreams.ContainsKey(stream) ? plan.NewStreams : plan.ChangedStreams)[stream] = head;
        plan.Rows.AddRange(work.Rows);
        return new AppendWork.Answer(AppendWork.AnswerKind.Appended, head.Version);
    }

    private static StreamHead Chain(BatchFacts facts, BatchPlan plan, AppendWork work, StreamHead head, long recordedAt)
    {
        var (tenant, name) = work.Append.Stream;
        var chain = facts.Tenants.GetValueOrDefault(tenant, ChainHead.Origin);
        foreach (var stored in work.Events)
        {
            var row = new EventRow(
                plan.Journal.Count + 1, head.Id, head.Version + 1, stored.Type, stored.Body, work.Append.Command.Value,
                head.Version == work.Append.ExpectedVersion, work.Append.Actor.Value, recordedAt, head.Hash, []);
            var hash = EventHash.Of(head.Hash, tenant.Value, name, row);
            plan.Events.Add(row with { Hash = hash });
            head = head with { Version = row.Version, Hash = hash };
            chain = chain.With(hash);
            plan.Journal = plan.Journal.With(hash);
        }

        facts.Tenants[tenant] = chain;
        plan.Tenants[tenant] = chain;
        return head;
    }
}
