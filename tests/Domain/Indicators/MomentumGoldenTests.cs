using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class MomentumGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "rsi", "rsi", "rsi(14)" },
        { "macd", "macd", "macd(12,26,9)" },
        { "macd", "signal", "macd(12,26,9).signal" },
        { "macd", "histogram", "macd(12,26,9).histogram" },
        { "macd", "fastEma", "ema(12)" },
        { "macd", "slowEma", "ema(26)" },
        { "stoch", "oscillator", "stochastic(14,3,3)" },
        { "stoch", "k", "stochastic(14,3,3)" },
        { "stoch", "signal", "stochastic(14,3,3).d" },
        { "stoch", "d", "stochastic(14,3,3).d" },
        { "stoch", "percentJ", "stochastic(14,3,3).j" },
        { "stoch", "j", "stochastic(14,3,3).j" },
        { "cci", "cci", "cci(20)" },
        { "stoch-rsi", "stochRsi", "stoch_rsi(14,14,3,1)" },
        { "stoch-rsi", "signal", "stoch_rsi(14,14,3,1).signal" },
        { "smi", "smi", "smi(13,25,2,3)" },
        { "smi", "signal", "smi(13,25,2,3).signal" },
        { "stc", "stc", "stc(10,23,50)" },
        { "cmo", "cmo", "cmo(14)" },
        { "pmo", "pmo", "pmo(35,20,10)" },
        { "pmo", "signal", "pmo(35,20,10).signal" },
        { "roc", "roc", "roc(14)" },
        { "roc", "momentum", "momentum(14)" },
        { "roc-wb", "roc", "roc_bands(20,5,5)" },
        { "roc-wb", "rocEma", "roc_bands(20,5,5).average" },
        { "roc-wb", "upperBand", "roc_bands(20,5,5).upper" },
        { "roc-wb", "lowerBand", "roc_bands(20,5,5).lower" },
        { "tsi", "tsi", "tsi(25,13,7)" },
        { "tsi", "signal", "tsi(25,13,7).signal" },
        { "uo", "ultimate", "ultimate(7,14,28)" },
        { "willr", "williamsR", "williams_r(14)" },
        { "fisher", "fisher", "fisher(10)" },
        { "fisher", "trigger", "fisher(10).trigger" },
        { "awesome", "oscillator", "awesome(5,34)" },
        { "awesome", "normalized", "awesome(5,34).percent" },
        { "bop", "bop", "bop(14)" },
        { "crsi", "connorsRsi", "crsi(3,2,100)" },
        { "crsi", "rsi", "crsi(3,2,100).rsi" },
        { "crsi", "streak", "crsi(3,2,100).streak" },
        { "elder-ray", "bullPower", "elder_ray(13)" },
        { "elder-ray", "bearPower", "elder_ray(13).bear" },
        { "elder-ray", "ema", "elder_ray(13).ema" },
    };

    /// <summary>As above from a bar on: Skender ranks one return less at first, and gives no first two values of the streak's RSI.</summary>
    public static TheoryData<string, string, string, int> SkenderFieldsFromABar { get; } = new()
    {
        { "crsi", "percentRank", "crsi(3,2,100).percent_rank", 101 },
        { "crsi", "rsiStreak", "crsi(3,2,100).rsi_streak", 4 },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Oscillator_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);

    [Theory]
    [MemberData(nameof(SkenderFieldsFromABar))]
    public void Oscillator_OnSkendersDays_EqualsSkenderFromABarOn(string file, string field, string series, int from) =>
        GoldenComparison.AssertEqualsSkender(file, field, series, from);
}
