using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Audit;

/// <summary>Every process of a desk asks for the snapshots; this one grain takes each once a period.</summary>
internal sealed class SnapshotScheduleGrain(ISnapshotStore store, IMarketClock clock, TimeProvider time) : Grain, ISnapshotScheduleGrain
{
    private static readonly TimeSpan ForgetPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan CalendarBefore = TimeSpan.FromHours(1);
    private static readonly TimeSpan CalendarAfter = TimeSpan.FromHours(24);

    private readonly Dictionary<SnapshotKind, DateTimeOffset> taken = [];
    private DateTimeOffset? forgotten;

    public async Task<SnapshotId?> TakeAsync(SnapshotKind kind, CancellationToken cancellationToken)
    {
        var period = kind switch
        {
            SnapshotKind.Market => SnapshotPeriods.Market,
            SnapshotKind.Calendar => SnapshotPeriods.Calendar,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is taken at decisions only."),
        };
        var now = time.GetUtcNow();
        if (taken.TryGetValue(kind, out var last) && now - last < period / 2)
        {
            return null;
        }

        taken[kind] = now;
        await ForgetAsync(now, cancellationToken);
        return kind == SnapshotKind.Market ? await TakeMarketAsync(cancellationToken) : await TakeCalendarAsync(cancellationToken);
    }

    private async Task<SnapshotId?> TakeMarketAsync(CancellationToken cancellationToken)
    {
        var content = Snapshots.Market(await GrainFactory.GetGrain<IMarketsGrain>(GrainKeys.Markets).ListAsync(cancellationToken));
        return content.Lines.IsEmpty ? null : await KeepAsync(SnapshotKind.Market, content, cancellationToken);
    }

    private async Task<SnapshotId?> TakeCalendarAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var around = await GrainFactory.GetGrain<ICalendarGrain>(GrainKeys.Calendar).AroundAsync(now, cancellationToken);
        var content = new CalendarContent([.. around.Where(r => r.Time >= now - CalendarBefore && r.Time < now + CalendarAfter)]);
        return await KeepAsync(SnapshotKind.Calendar, content, cancellationToken);
    }

    private async Task<SnapshotId> KeepAsync<T>(SnapshotKind kind, T content, CancellationToken cancellationToken)
    {
        var taken = Snapshots.Of(TenantId.Platform, kind, clock.Now, content, forDecision: false);
        await store.KeepAsync(taken, cancellationToken);
        return taken.Id;
    }

    private async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (forgotten is null || now - forgotten >= ForgetPeriod)
        {
            forgotten = now;
            await store.ForgetAsync(clock.Now - SnapshotPeriods.KeptFor, cancellationToken);
        }
    }
}
