using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class TrendGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "adx", "pdi", "adx(14).plus_di" },
        { "adx", "mdi", "adx(14).minus_di" },
        { "adx", "dx", "dx(14)" },
        { "adx", "adx", "adx(14)" },
        { "adx", "adxr", "adxr(14,14)" },
        { "aroon", "aroonUp", "aroon(25)" },
        { "aroon", "aroonDown", "aroon(25).down" },
        { "aroon", "oscillator", "aroon(25).oscillator" },
        { "vortex", "pvi", "vortex(14)" },
        { "vortex", "nvi", "vortex(14).minus" },
        { "psar", "sar", "psar(0.02,0.2)" },
        { "psar", "isReversal", "psar(0.02,0.2).reversed" },
        { "supertrend", "superTrend", "supertrend(10,3)" },
        { "supertrend", "upperBand", "supertrend(10,3).upper" },
        { "supertrend", "lowerBand", "supertrend(10,3).lower" },
        { "atr-stop", "atrStop", "atr_stop(21,3)" },
        { "atr-stop", "buyStop", "atr_stop(21,3).upper" },
        { "atr-stop", "sellStop", "atr_stop(21,3).lower" },
        { "atr-stop", "atr", "atr(21)" },
        { "vol-stop", "sar", "vol_stop(7,3)" },
        { "vol-stop", "isStop", "vol_stop(7,3).stopped" },
        { "vol-stop", "upperBand", "vol_stop(7,3).upper" },
        { "vol-stop", "lowerBand", "vol_stop(7,3).lower" },
        { "chexit", "chandelierExit", "chandelier(22,3)" },
        { "ichimoku", "tenkanSen", "ichimoku(9,26,52,26)" },
        { "ichimoku", "kijunSen", "ichimoku(9,26,52,26).base" },
        { "ichimoku", "senkouSpanA", "ichimoku(9,26,52,26).leading_a" },
        { "ichimoku", "senkouSpanB", "ichimoku(9,26,52,26).leading_b" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Trend_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);

    [Fact]
    public void Ichimoku_ItsLaggingSpan_IsSkendersDrawnWhereItIsKnown()
    {
        const int Offset = 26;
        var golden = GoldenSeries.Skender("ichimoku");
        double?[] drawnLater = [.. new double?[Offset], .. golden.Columns["chikouSpan"][..^Offset]];

        GoldenComparison.AssertSame("lagging", drawnLater, GoldenComparison.Compute("ichimoku(9,26,52,26).lagging", golden.Bars));
    }
}
