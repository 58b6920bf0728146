using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;

namespace Countersign.Grains.Audit;

/// <summary>
/// What snapshots hold. A content says nothing of when it was taken, so that a calendar or a market that stood still is one snapshot.
/// </summary>
internal static class Snapshots
{
    public static SnapshotTaken Of<T>(TenantId owner, SnapshotKind kind, DateTimeOffset at, T content, bool forDecision)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, EventTypes.Json);
        return new SnapshotTaken(SnapshotId.Of(kind, json), owner, kind, at, json, forDecision);
    }

    public static MarketContent Market(IEnumerable<InstrumentView> views) => new(
        [.. views.Where(v => v.Quote is not null).OrderBy(v => v.Instrument.Symbol)
            .Select(v => new MarketLine(v.Instrument.Symbol, v.Quote!, v.Feed?.Name))]);

    // JSON has no NaN: what is not a number is left out.
    public static IndicatorContent Indicators(FeaturesView view) => new(
        view.Symbol, view.Timeframe, view.Bar,
        view.Values.Where(v => double.IsFinite(v.Value)).ToImmutableSortedDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal));
}

/// <param name="Lines">By symbol; those without a quote are left out.</param>
internal sealed record MarketContent(ImmutableArray<MarketLine> Lines);

/// <param name="Feed">Where the quote comes from, for people.</param>
internal sealed record MarketLine(Symbol Symbol, Quote Quote, string? Feed);

/// <param name="Bar">The last closed bar; null before the first.</param>
/// <param name="Values">By name; those that are not warm are left out.</param>
internal sealed record IndicatorContent(Symbol Symbol, Timeframe Timeframe, Bar? Bar, ImmutableSortedDictionary<string, double> Values);

/// <param name="Releases">By time.</param>
internal sealed record CalendarContent(ImmutableArray<EconomicRelease> Releases);

/// <param name="Items">Newest first.</param>
internal sealed record NewsContent(ImmutableArray<NewsItem> Items);

internal sealed record AccountContent(AccountRiskFacts Account, RiskExposure? Exposure);
