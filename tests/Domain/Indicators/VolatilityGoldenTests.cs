using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class VolatilityGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "atr", "atr", "atr(14)" },
        { "atr", "tr", "tr()" },
        { "atr", "atrp", "natr(14)" },
        { "bb", "sma", "bollinger(20,2)" },
        { "bb", "upperBand", "bollinger(20,2).upper" },
        { "bb", "lowerBand", "bollinger(20,2).lower" },
        { "bb", "percentB", "bollinger(20,2).percent_b" },
        { "bb", "width", "bollinger(20,2).width" },
        { "bb", "zScore", "stdev(20).z_score" },
        { "chop", "chop", "chop(14)" },
        { "donchian", "centerline", "donchian(20)" },
        { "donchian", "upperBand", "donchian(20).upper" },
        { "donchian", "lowerBand", "donchian(20).lower" },
        { "donchian", "width", "donchian(20).width" },
        { "keltner", "centerline", "keltner(20,2,10)" },
        { "keltner", "upperBand", "keltner(20,2,10).upper" },
        { "keltner", "lowerBand", "keltner(20,2,10).lower" },
        { "keltner", "width", "keltner(20,2,10).width" },
        { "starc", "centerline", "starc(5,2,10)" },
        { "starc", "upperBand", "starc(5,2,10).upper" },
        { "starc", "lowerBand", "starc(5,2,10).lower" },
        { "tr", "tr", "tr()" },
        { "ulcer", "ulcerIndex", "ulcer(14)" },
        { "ulcer", "ui", "ulcer(14)" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Volatility_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);
}
