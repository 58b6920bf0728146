using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Markets;

internal sealed class CalendarGrain(ICalendarStore store, TimeProvider time) : Grain, ICalendarGrain
{
    private static readonly TimeSpan KeepMax = TimeSpan.FromSeconds(15);

    /// <summary>Beyond the reach of a window, so that the desk's clock may move on while the releases are kept.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(12);

    private ImmutableArray<EconomicRelease> around = [];
    private TimeRange covered;
    private DateTimeOffset readAt;

    public Task<Page<EconomicRelease>> ListAsync(CalendarQuery query, PageRequest page, CancellationToken cancellationToken) =>
        store.ReadPageAsync(query, page, cancellationToken);

    public async Task<CalendarChange> ImportAsync(CalendarWrite write, CancellationToken cancellationToken)
    {
        covered = default;
        return await store.WriteAsync(write, cancellationToken);
    }

    public async Task<ImmutableArray<EconomicRelease>> AroundAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!covered.Holds(at) || now - readAt > KeepMax)
        {
            var reach = Margin + CalendarBlackout.ReachMax;
            around = await store.ReadAsync(new CalendarQuery(at - reach, at + reach), cancellationToken);
            covered = new TimeRange(at - Margin, at + Margin);
            readAt = now;
        }

        return around;
    }
}
