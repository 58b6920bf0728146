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
/// Takes what surrounds a decision before it is made. They are on disk before the decision is, so that none ever refers to a snapshot that is
/// not there. What cannot be had now, such as an instrument whose silo just died, is left out: it must not keep anybody from deciding.
/// </summary>
internal sealed class DecisionCapture(IGrainFactory grains, ISnapshotStore store, TenantId tenant)
{
    private const int NewsMax = 20;
    private static readonly TimeSpan NewsAge = TimeSpan.FromHours(24);
    private static readonly TimeSpan CalendarBefore = TimeSpan.FromHours(1);
    private static readonly TimeSpan CalendarAfter = TimeSpan.FromHours(8);

    /// <param name="proposal">What is decided about.</param>
    /// <param name="risk">What the gate knows; null where it is not asked.</param>
    /// <param name="now">By the desk's clock.</param>
    /// <param name="cancellationToken">Stops the capture.</param>
    public async Task<DecisionSnapshots> TakeAsync(
        TradeProposal proposal, RiskFacts? risk, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var instrument = grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(proposal.Symbol));
        var market = await TryAsync(() => instrument.GetAsync(cancellationToken));
        var indicators = await TryAsync<FeaturesView>(
            async () => await instrument.GetFeaturesAsync(proposal.Snapshot.Frame.Timeframe, cancellationToken));
        var calendar = await TryAsync(() => CalendarAsync(now, cancellationToken));
        var news = await TryAsync(() => NewsAsync(proposal.Symbol, now, cancellationToken));

        // Handed over together, they share one transaction of the store.
        var kept = await Task.WhenAll(
            KeepAsync(TenantId.Platform, SnapshotKind.Market, market is null ? null : Snapshots.Market([market])),
            KeepAsync(TenantId.Platform, SnapshotKind.Indicators, indicators is null ? null : Snapshots.Indicators(indicators)),
            KeepAsync(TenantId.Platform, SnapshotKind.Calendar, calendar),
            KeepAsync(tenant, SnapshotKind.News, news),
            KeepAsync(tenant, SnapshotKind.Account, risk is null ? null : new AccountContent(risk.Account, risk.Exposure)));
        return new DecisionSnapshots(kept[0], kept[1], kept[2], kept[3], kept[4]);

        async Task<SnapshotId?> KeepAsync<T>(TenantId owner, SnapshotKind kind, T? content) where T : class => content is null
            ? null
            : await store.KeepAsync(Snapshots.Of(owner, kind, now, content, forDecision: true), cancellationToken);
    }

    private async Task<CalendarContent?> CalendarAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var around = await grains.GetGrain<ICalendarGrain>(GrainKeys.Calendar).AroundAsync(now, cancellationToken);
        return new CalendarContent([.. around.Where(r => r.Time >= now - CalendarBefore && r.Time < now + CalendarAfter)]);
    }

    private async Task<NewsContent?> NewsAsync(Symbol symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var filter = new NewsFilter(From: now - NewsAge, To: now);
        var page = await grains.GetGrain<ITenantNewsGrain>(GrainKeys.News(tenant)).ListAsync(
            filter, new PageRequest(PageRequest.LimitMax, null), cancellationToken);
        return new NewsContent([.. page.Items.Where(i => i.Symbols.IsEmpty || i.Symbols.Contains(symbol)).Take(NewsMax)]);
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
