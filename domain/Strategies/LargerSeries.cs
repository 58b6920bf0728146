using System.Collections.Immutable;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// The features of one timeframe larger than the strategy's own. It joins the strategy's bars to larger ones, and a larger bar counts only once it
/// is complete: its period's end is not after the end of the bar at hand, or a bar of a later period has come. Takes bars in order and allocates
/// nothing a bar.
/// </summary>
internal sealed class LargerSeries
{
    private readonly Timeframe timeframe;
    private readonly ImmutableArray<FeatureSource> sources;
    private readonly IndicatorSet indicators;
    private readonly FxCalendar calendar = new();
    private LargerForming forming;
    private bool hasBegun;
    private DateTimeOffset until;

    /// <param name="timeframe">Larger than the strategy's own.</param>
    /// <param name="features">Those of the program; the ones on other timeframes are left alone.</param>
    /// <param name="restored">The indicators of a captured state; null starts cold.</param>
    public LargerSeries(Timeframe timeframe, ImmutableArray<FeaturePlan> features, IndicatorSet? restored = null)
    {
        this.timeframe = timeframe;
        indicators = restored ?? IndicatorSet.For(features.Where(feature => feature.On == timeframe).Select(feature => feature.Series));
        sources = FeatureSource.Of(features, timeframe, indicators);
    }

    public Timeframe Timeframe => timeframe;

    /// <summary>Larger bars after which every feature has a value.</summary>
    public int WarmUpBars => indicators.WarmUpBars;

    /// <summary>Takes a bar of a smaller timeframe, or one of its own. What lies before the end of an earlier bar is known already.</summary>
    public void Take(in BarInput bar, DateTimeOffset start, DateTimeOffset end)
    {
        if (forming.IsForming && start >= forming.End)
        {
            Close();
        }

        if (start < until)
        {
            return;
        }

        forming = forming.IsForming ? forming.With(in bar) : Begin(in bar, start);
        until = end;
        if (end >= forming.End)
        {
            Close();
        }
    }

    /// <summary>Writes the values that the last complete bar left; NaN before the features are warm.</summary>
    public void Read(Span<double> values)
    {
        foreach (var source in sources)
        {
            values[source.Feature] = indicators[source.Handle];
        }
    }

    public LargerSeriesState Capture() => new(timeframe, indicators.Capture(), forming, hasBegun, until);

    public static LargerSeries Restore(ImmutableArray<FeaturePlan> features, LargerSeriesState state) =>
        new(state.Timeframe, features, IndicatorSet.Restore(state.Indicators))
        {
            forming = state.Forming,
            hasBegun = state.HasBegun,
            until = state.Until,
        };

    // Whoever begins in the middle of a period has not seen its first prices: that one larger bar is left out.
    private LargerForming Begin(in BarInput bar, DateTimeOffset start)
    {
        var period = timeframe.PeriodAt(start, calendar.DayAt(start));
        var isWhole = hasBegun || start == period.Start;
        hasBegun = true;
        return new LargerForming(bar, period.End, isWhole);
    }

    private void Close()
    {
        if (forming.IsWhole)
        {
            var bar = forming.Bar;
            indicators.Update(in bar);
        }

        forming = default;
    }
}

/// <summary>A larger bar that has begun.</summary>
/// <param name="Bar">So far.</param>
/// <param name="End">End of its period; the default where none has begun.</param>
/// <param name="IsWhole">Its beginning was seen.</param>
public readonly record struct LargerForming(BarInput Bar, DateTimeOffset End, bool IsWhole)
{
    internal bool IsForming => End != default;

    internal LargerForming With(in BarInput bar) => this with
    {
        Bar = Bar with
        {
            High = Math.Max(Bar.High, bar.High),
            Low = Math.Min(Bar.Low, bar.Low),
            Close = bar.Close,
            Volume = Bar.Volume + bar.Volume,
            Benchmark = bar.Benchmark,
        },
    };
}

/// <summary>The state of the features of one larger timeframe.</summary>
/// <param name="HasBegun">A bar was taken.</param>
/// <param name="Until">End of the last bar taken.</param>
public sealed record LargerSeriesState(
    Timeframe Timeframe, IndicatorSetState Indicators, LargerForming Forming, bool HasBegun, DateTimeOffset Until);

/// <summary>Where a feature's value comes from: its number in the program, and its place in the indicators of its timeframe.</summary>
internal readonly record struct FeatureSource(int Feature, SeriesHandle Handle)
{
    /// <param name="on">Null for the strategy's own timeframe.</param>
    public static ImmutableArray<FeatureSource> Of(
        ImmutableArray<FeaturePlan> features, Timeframe? on, IndicatorSet indicators, bool ofPartner = false) =>
    [
        .. features.Select((feature, i) => (feature, i))
            .Where(each => each.feature.On == on && each.feature.OfPartner == ofPartner)
            .Select(each => new FeatureSource(each.i, indicators.Resolve(each.feature.Series))),
    ];
}
