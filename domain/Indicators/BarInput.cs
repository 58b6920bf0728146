namespace Countersign.Domain.Indicators;

/// <summary>What an indicator sees of one closed bar: prices of one side in the quote currency, as statistics (<c>double</c>).</summary>
/// <remarks>Every field is finite. Bars become inputs at one seam, <c>Bar.ToInput</c>, and decimals are always finite.</remarks>
/// <param name="Volume">Traded size, or the number of ticks where the venue reports no size. Not negative.</param>
/// <param name="Day">Number of the trading day that the bar belongs to; anchored indicators start anew when it changes.</param>
/// <param name="Benchmark">
/// Close of the benchmark's bar of the same period, for indicators that compare two markets; 0 where there is none, and those indicators then
/// have no value.
/// </param>
public readonly record struct BarInput(
    double Open, double High, double Low, double Close, double Volume, int Day = 0, double Benchmark = 0.0)
{
    /// <summary>(high + low + close) / 3.</summary>
    public double Typical => (High + Low + Close) / 3.0;
}
