using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class AverageGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "alligator", "jaw", "alligator" },
        { "alligator", "teeth", "alligator.teeth" },
        { "alligator", "lips", "alligator.lips" },
        { "alma", "alma", "alma(9,0.85,6)" },
        { "dema", "dema", "dema(14)" },
        { "dynamic", "dynamic", "dynamic(14,0.6)" },
        { "ema", "ema", "ema(20)" },
        { "epma", "epma", "epma(10)" },
        { "gator", "upper", "gator" },
        { "gator", "lower", "gator.lower" },
        { "gator", "upperIsExpanding", "gator.upper_expands" },
        { "gator", "lowerIsExpanding", "gator.lower_expands" },
        { "hma", "hma", "hma(14)" },
        { "htl", "trendline", "ht_trendline" },
        { "htl", "dcPeriods", "ht_trendline.cycle" },
        { "htl", "smoothPrice", "ht_trendline.smooth_price" },
        { "kama", "kama", "kama(10,2,30)" },
        { "kama", "er", "kama(10,2,30).efficiency" },
        { "ma-env", "centerline", "ma_envelope(20,2.5)" },
        { "ma-env", "upperEnvelope", "ma_envelope(20,2.5).upper" },
        { "ma-env", "lowerEnvelope", "ma_envelope(20,2.5).lower" },
        { "mama", "mama", "mama(0.5,0.05)" },
        { "mama", "fama", "mama(0.5,0.05).fama" },
        { "sma", "sma", "sma(20)" },
        { "smma", "smma", "smma(20)" },
        { "t3", "t3", "t3(5,0.7)" },
        { "tema", "tema", "tema(20)" },
        { "trix", "trix", "trix(14)" },
        { "trix", "ema3", "trix(14).average" },
        { "vwma", "vwma", "vwma(14)" },
        { "wma", "wma", "wma(14)" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Average_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);
}
