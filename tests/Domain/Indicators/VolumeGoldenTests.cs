using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class VolumeGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "adl", "adl", "adl()" },
        { "adl", "moneyFlowMultiplier", "adl().multiplier" },
        { "adl", "moneyFlowVolume", "adl().flow" },
        { "chaikin-osc", "adl", "adl()" },
        { "chaikin-osc", "moneyFlowMultiplier", "adl().multiplier" },
        { "chaikin-osc", "moneyFlowVolume", "adl().flow" },
        { "chaikin-osc", "oscillator", "chaikin_osc(3,10)" },
        { "chaikin-osc", "fastEma", "chaikin_osc(3,10).fast" },
        { "chaikin-osc", "slowEma", "chaikin_osc(3,10).slow" },
        { "cmf", "cmf", "cmf(20)" },
        { "cmf", "moneyFlowMultiplier", "adl().multiplier" },
        { "cmf", "moneyFlowVolume", "adl().flow" },
        { "force", "forceIndex", "force(2)" },
        { "kvo", "oscillator", "kvo(34,55,13)" },
        { "kvo", "signal", "kvo(34,55,13).signal" },
        { "mfi", "mfi", "mfi(14)" },
        { "obv", "obv", "obv()" },
        { "pvo", "pvo", "pvo(12,26,9)" },
        { "pvo", "signal", "pvo(12,26,9).signal" },
        { "pvo", "histogram", "pvo(12,26,9).histogram" },
        { "vwap", "vwap", "vwap(0)" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Volume_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);
}
