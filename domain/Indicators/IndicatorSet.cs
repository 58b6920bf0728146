using System.Collections.Immutable;

namespace Countersign.Domain.Indicators;

/// <summary>The indicators that one timeframe of one instrument needs: each specification once, however many rules name it.</summary>
public sealed class IndicatorSet
{
    private readonly Indicator[] indicators;
    private readonly Dictionary<IndicatorSpec, int> positions;
    private BarInput latest;
    private bool hasLatest;

    public IndicatorSet(IEnumerable<IndicatorSpec> specs)
        : this(specs.Distinct().Select(IndicatorCatalogue.Create))
    {
    }

    private IndicatorSet(IEnumerable<IIndicator> made)
    {
        indicators = [.. made.Cast<Indicator>()];
        positions = indicators.Select((indicator, position) => (indicator.Spec, position)).ToDictionary(pair => pair.Spec, pair => pair.position);
    }

    /// <summary>Bars after which every output of every indicator has a value.</summary>
    public int WarmUpBars => indicators.Length == 0 ? 1 : indicators.Max(indicator => indicator.WarmUpBars);

    public IReadOnlyList<IIndicator> Indicators => indicators;

    /// <summary>The indicators that a list of series needs.</summary>
    public static IndicatorSet For(IEnumerable<SeriesReference> series) =>
        new(series.OfType<SeriesReference.OfIndicator>().Select(reference => reference.Spec));

    /// <summary>Continues from a captured state.</summary>
    /// <exception cref="ArgumentException">A state is not one of this version.</exception>
    public static IndicatorSet Restore(IndicatorSetState state) =>
        new(state.Indicators.Select(IndicatorCatalogue.Restore)) { latest = state.Latest ?? default, hasLatest = state.Latest is not null };

    /// <summary>Continues those of <paramref name="specs"/> that the captured state holds readably; the others start cold.</summary>
    public static IndicatorSet RestoreOrStart(IndicatorSetState state, IEnumerable<IndicatorSpec> specs)
    {
        var kept = state.Indicators.DistinctBy(each => each.Spec).ToDictionary(each => each.Spec, StringComparer.Ordinal);
        return new(specs.Distinct().Select(spec => kept.TryGetValue(spec.Text, out var captured) ? RestoreOrStart(captured, spec) : IndicatorCatalogue.Create(spec)))
        {
            latest = state.Latest ?? default,
            hasLatest = state.Latest is not null,
        };
    }

    private static IIndicator RestoreOrStart(IndicatorState captured, IndicatorSpec spec)
    {
        try
        {
            return IndicatorCatalogue.Restore(captured);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or OverflowException)
        {
            return IndicatorCatalogue.Create(spec);
        }
    }

    public void Update(in BarInput bar)
    {
        latest = bar;
        hasLatest = true;
        foreach (var indicator in indicators)
        {
            indicator.Update(in bar);
        }
    }

    /// <summary>Where to read a series on every bar without looking it up again.</summary>
    /// <exception cref="KeyNotFoundException">The set was made without that indicator.</exception>
    public SeriesHandle Resolve(SeriesReference series) => series switch
    {
        SeriesReference.OfBar ofBar => new SeriesHandle(-1, (int)ofBar.Field),
        SeriesReference.OfIndicator ofIndicator => new SeriesHandle(positions[ofIndicator.Spec], ofIndicator.Output),
        _ => throw new ArgumentOutOfRangeException(nameof(series)),
    };

    /// <summary>The current value; NaN before the series is warm.</summary>
    public double this[SeriesHandle handle] => handle.Indicator < 0 ? FieldValue((BarField)handle.Output) : indicators[handle.Indicator][handle.Output];

    /// <summary>The current value, or null before the series is warm.</summary>
    public double? Value(SeriesReference series)
    {
        var value = this[Resolve(series)];
        return double.IsNaN(value) ? null : value;
    }

    public IndicatorSetState Capture() => new(hasLatest ? latest : null, [.. indicators.Select(indicator => indicator.Capture())]);

    private double FieldValue(BarField field) => !hasLatest
        ? double.NaN
        : field switch
        {
            BarField.Open => latest.Open,
            BarField.High => latest.High,
            BarField.Low => latest.Low,
            BarField.Close => latest.Close,
            BarField.Volume => latest.Volume,
            _ => throw new ArgumentOutOfRangeException(nameof(field)),
        };
}

/// <summary>The state of an <see cref="IndicatorSet"/>.</summary>
/// <param name="Latest">The last bar, or null before the first.</param>
public sealed record IndicatorSetState(BarInput? Latest, ImmutableArray<IndicatorState> Indicators);

/// <summary>A resolved series of one <see cref="IndicatorSet"/>; it means nothing in another set.</summary>
public readonly record struct SeriesHandle(int Indicator, int Output);
