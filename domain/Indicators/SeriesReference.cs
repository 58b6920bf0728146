namespace Countersign.Domain.Indicators;

/// <summary>A series of numbers that a rule can name: a price of the bar, or an output of an indicator.</summary>
public abstract record SeriesReference
{
    private SeriesReference()
    {
    }

    /// <summary>Canonical form: what <see cref="IndicatorCatalogue.TryParse"/> reads back to an equal value.</summary>
    public abstract string Text { get; }

    /// <summary>Bars until the series can have its first value with every output warm.</summary>
    public abstract int WarmUpBars { get; }

    /// <summary>It compares two markets: where the bars tell of one only it has no value.</summary>
    public virtual bool NeedsBenchmark => false;

    public sealed override string ToString() => Text;

    /// <summary>A field of the bar itself: <c>open</c>, <c>high</c>, <c>low</c>, <c>close</c>, <c>volume</c>.</summary>
    public sealed record OfBar(BarField Field) : SeriesReference
    {
        public override string Text => Field.ToString().ToLowerInvariant();

        public override int WarmUpBars => 1;
    }

    /// <summary>An output of an indicator: <c>rsi(14)</c>, <c>macd(12,26,9).signal</c>.</summary>
    /// <param name="Output">Index of the output in the catalogue's definition; 0 is the default and is not written.</param>
    public sealed record OfIndicator(IndicatorSpec Spec, int Output) : SeriesReference
    {
        public override string Text => Output == 0 ? Spec.Text : $"{Spec.Text}.{IndicatorCatalogue.Define(Spec).Outputs[Output].Name}";

        public override int WarmUpBars => IndicatorCatalogue.Create(Spec).WarmUpBars;

        public override bool NeedsBenchmark => IndicatorCatalogue.Define(Spec).NeedsBenchmark;
    }
}

/// <summary>The fields of a bar that a rule can name.</summary>
public enum BarField
{
    Open,
    High,
    Low,
    Close,
    Volume,
}
