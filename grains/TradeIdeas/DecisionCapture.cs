using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Grains.TradeIdeas;

/// <summary>
/// Takes what surrounds a decision before it is made. It is handed to the disk before the decision is and gets there no later, so that none
/// ever refers to a snapshot that is not there, and the decision does not wait for it. What cannot be had now, such as an instrument whose silo just died, is left out: it must not keep anybody from deciding.
/// </summary>
internal sealed class DecisionCapture(IGrainFactory grains, ISnapshotStore store, TenantId tenant)
{
    private const int NewsMax = 20;
    private static readonly TimeSpan CalendarBefore = TimeSpan.FromHours(1);
    private static readonly TimeSpan CalendarAfter = TimeSpan.FromHours(8);

    /// <param name="proposal">What is decided about.</param>
    /// <param name="risk">What the gate knows; null where it is not asked.</param>
    /// <param name="now">By the desk's clock.</param>
    /// <param name="cancellationToken">Stops the capture.</param>
    public async Task<CapturedSurroundings> TakeAsync(
        TradeProposal proposal, RiskFacts? risk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var instrument = grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(proposal.Symbol));
        var market = await TryAsync(() => instrument.GetAsync(cancellationToken));
        var indicators = await TryAsync<FeaturesView>(
            async () => await instrument.GetFeaturesAsync(proposal.Snapshot.Frame.Timeframe, cancellationToken));
        var calendar = await TryAsync(() => CalendarAsync(now, cancellationToken));
        var news = await TryAsync(() => NewsAsync(proposal.Symbol, now, cancellationToken));

        SnapshotTaken?[] taken =
        [
            Of(TenantId.Platform, SnapshotKind.Market, market is null ? null : Snapshots.Market([market])),
            Of(TenantId.Platform, SnapshotKind.Indicators, indicators is null ? null : Snapshots.Indicators(indicators)),
            Of(TenantId.Platform, SnapshotKind.Calendar, calendar),
            Of(tenant, SnapshotKind.News, news),
            Of(tenant, SnapshotKind.Account, risk is null ? null : new AccountContent(risk.Account, risk.Exposure)),
        ];
        return new CapturedSurroundings(
            new DecisionSnapshots(taken[0]?.Id, taken[1]?.Id, taken[2]?.Id, taken[3]?.Id, taken[4]?.Id),
            Task.WhenAll(taken.OfType<SnapshotTaken>().Select(t => store.KeepAsync(t, cancellationToken))));

        SnapshotTaken? Of<T>(TenantId owner, SnapshotKind kind, T? content) where T : class =>
            content is null ? null : Snapshots.Of(owner, kind, now, content, forDecision: true);
    }

    private async Task<CalendarContent?> CalendarAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var around = await grains.GetGrain<ICalendarGrain>(GrainKeys.Calendar).AroundAsync(now, cancellationToken);
        return new CalendarContent([.. around.Where(r => r.Time >= now - CalendarBefore && r.Time < now + CalendarAfter)]);
    }

    private async Task<NewsContent?> NewsAsync(Symbol symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var items = await grains.GetGrain<ITenantNewsGrain>(GrainKeys.News(tenant)).RecentAsync(now, cancellationToken);
        return new NewsContent([.. items.Where(i => i.Symbols.IsEmpty || i.Symbols.Contains(symbol)).Take(NewsMax)]);
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T?>> take) where T : class
    {
        try
        {
            return await take();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or JournalUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>What surrounded a decision, on its way to the disk.</summary>
/// <param name="Kept">Done once it is there; await it after the decision was recorded.</param>
internal sealed record CapturedSurroundings(DecisionSnapshots Snapshots, Task Kept);
