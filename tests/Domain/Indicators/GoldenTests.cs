using Countersign.Domain.Indicators;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class GoldenTests
{
    private const double Agreement = 1e-9;

    /// <summary>Output, Skender file and field: each agrees from the first value, and is null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "sma(20)", "sma", "sma" },
        { "ema(20)", "ema", "ema" },
        { "rsi(14)", "rsi", "rsi" },
        { "macd(12,26,9)", "macd", "macd" },
        { "macd(12,26,9).signal", "macd", "signal" },
        { "macd(12,26,9).histogram", "macd", "histogram" },
        { "bollinger(20,2)", "bb", "sma" },
        { "bollinger(20,2).upper", "bb", "upperBand" },
        { "bollinger(20,2).lower", "bb", "lowerBand" },
        { "bollinger(20,2).width", "bb", "width" },
        { "bollinger(20,2).percent_b", "bb", "percentB" },
        { "atr(14)", "atr", "atr" },
        { "adx(14)", "adx", "adx" },
        { "adx(14).plus_di", "adx", "pdi" },
        { "adx(14).minus_di", "adx", "mdi" },
        { "stochastic(14,3,3)", "stoch", "k" },
        { "stochastic(14,3,3).d", "stoch", "d" },
        { "cci(20)", "cci", "cci" },
        { "vwap(0)", "vwap", "vwap" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Indicator_OnSkendersDays_EqualsSkenderFromTheFirstValue(string series, string file, string field)
    {
        var golden = GoldenSeries.Skender(file);
        var expected = golden.Columns[field];
        var actual = Compute(series, golden.Bars);

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].HasValue == actual[i].HasValue, $"{series} bar {i}: expected {expected[i]}, got {actual[i]}");
            AssertClose(series, i, expected[i], actual[i]);
        }

        Assert.InRange(expected.Count(value => value.HasValue), 400, 502);
    }

    private static double?[] Compute(string text, BarInput[] bars)
    {
        Assert.True(IndicatorCatalogue.TryParse(text, out var series, out var refusal), refusal?.Message);
        var set = IndicatorSet.For([series]);
        return [.. bars.Select(bar =>
        {
            set.Update(in bar);
            return set.Value(series);
        })];
    }

    private static void AssertClose(string series, int bar, double? expected, double? actual)
    {
        if (expected is not { } wanted)
        {
            return;
        }

        Assert.True(actual.HasValue, $"{series} bar {bar}: expected {wanted}, got null");
        // The TA-Lib files carry 12 significant digits, so large values are compared relatively.
        Assert.True(
            Math.Abs(wanted - actual.Value) <= Agreement * Math.Max(1.0, Math.Abs(wanted)),
            $"{series} bar {bar}: expected {wanted:R}, got {actual.Value:R}, off by {Math.Abs(wanted - actual.Value):E2}");
    }
}
