using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>Every column of the three files that TA-Lib computed.</summary>
public sealed class TaLibGoldenTests
{
    private static readonly string[] WithVolume = ["spy_d1_2018-2021.csv", "skender_default_502.csv"];
    private static readonly string[] Files = ["eurusd_oanda_h1_2018q4_bid.csv", .. WithVolume];
    private static readonly string[] Bars = ["open", "high", "low", "close", "volume"];

    private static readonly Match[] OfPrices =
    [
        new("SMA_20", "sma(20)"),
        new("EMA_20", "ema(20)"),
        new("WMA_20", "wma(20)"),
        new("DEMA_20", "dema(20)", From: 320),
        new("TEMA_20", "tema(20)", From: 350),
        new("KAMA_10", "kama(10,2,30)"),
        new("T3_5_0.7", "t3(5,0.7)", From: 200),
        new("RSI_14", "rsi(14)"),
        new("MACD_12_26_9", "macd(12,26,9)", From: 200),
        new("MACD_signal", "macd(12,26,9).signal", From: 200),
        new("MACD_hist", "macd(12,26,9).histogram", From: 200),
        new("BB_upper_20_2", "bollinger(20,2).upper"),
        new("BB_mid", "bollinger(20,2)"),
        new("BB_lower", "bollinger(20,2).lower"),
        new("TRANGE", "tr()"),
        new("ATR_14", "atr(14)"),
        new("NATR_14", "natr(14)"),
        new("ADX_14", "adx(14)", From: 320),
        new("PLUS_DI_14", "adx(14).plus_di", From: 280),
        new("MINUS_DI_14", "adx(14).minus_di", From: 280),
        new("STOCH_slowK_14_3_3", "stochastic(14,3,3)"),
        new("STOCH_slowD", "stochastic(14,3,3).d"),
        new("STOCHRSI_fastK_14_14_3", "stoch_rsi(14,14,3,1)"),
        new("STOCHRSI_fastD", "stoch_rsi(14,14,3,1).signal"),
        new("CCI_20", "cci(20)"),
        new("WILLR_14", "williams_r(14)"),
        new("SAR_0.02_0.2", "psar(0.02,0.2,1)", From: 50),
        new("AROON_down_25", "aroon(25,1).down"),
        new("AROON_up_25", "aroon(25,1)"),
        new("STDDEV_20", "stdev(20)"),
        new("ROC_10", "roc(10)"),
        new("MOM_10", "momentum(10)"),
        new("TRIX_15", "trix(15)", From: 350),
        new("ULTOSC_7_14_28", "ultimate(7,14,28)"),
        new("PPO_12_26_EMA", "ppo(12,26,9)", From: 200),

        // TA-Lib smooths Chande's rises and falls as Wilder does, which is the RSI on another scale.
        new("CMO_14", "rsi(14)", Scale: 2.0, Shift: -100.0),
        new("LINREG_SLOPE_14", "slope(14)"),
        new("HT_TRENDLINE", "ht_trendline(1)", From: 300),
        new("MAX_20", "max(20)"),
        new("MIN_20", "min(20)"),
    ];

    private static readonly Match[] OfVolumes =
    [
        new("MFI_14", "mfi(14)"),
        new("AD", "adl()"),
        new("ADOSC_3_10", "chaikin_osc(3,10)", From: 200),
    ];

    /// <summary>File, column, our series, and what turns it into TA-Lib's: the bar from which both agree, a factor and a summand.</summary>
    public static TheoryData<string, string, string, int, double, double> Columns { get; } =
    [
        .. from file in Files
           from match in WithVolume.Contains(file) ? [.. OfPrices, .. OfVolumes] : OfPrices
           select (file, match.Column, match.Series, match.From, match.Scale, match.Shift),
    ];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Column_OfTaLib_EqualsTheSeries(string file, string column, string series, int from, double scale, double shift) =>
        AssertEquals(file, column, series, from, scale, shift);

    /// <summary>TA-Lib's line begins with the first bar's volume, ours with nothing.</summary>
    [Theory]
    [InlineData("spy_d1_2018-2021.csv")]
    [InlineData("skender_default_502.csv")]
    public void OnBalanceVolume_WithTheFirstBarsVolume_EqualsTaLib(string file) =>
        AssertEquals(file, "OBV", "obv()", 0, 1.0, GoldenSeries.TaLib(file).Bars[0].Volume);

    [Fact]
    public void Columns_OfEveryFile_AreAllMatched()
    {
        foreach (var file in Files)
        {
            var matched = Columns.Where(row => row.Data.Item1 == file).Select(row => row.Data.Item2).Concat(WithVolume.Contains(file) ? ["OBV"] : []);
            Assert.Equal(GoldenSeries.TaLib(file).Columns.Keys.Except(Bars).Order(StringComparer.Ordinal), matched.Order(StringComparer.Ordinal));
        }
    }

    private static void AssertEquals(string file, string column, string series, int from, double scale, double shift)
    {
        var golden = GoldenSeries.TaLib(file);
        var expected = golden.Columns[column];
        var actual = GoldenComparison.Compute(series, golden.Bars);
        var compared = 0;
        for (var i = from; i < expected.Length; i++)
        {
            if (expected[i] is { } wanted)
            {
                Assert.True(actual[i].HasValue, $"{series} bar {i}: expected {wanted}, got none");
                GoldenComparison.AssertClose($"{series} bar {i}", wanted, (scale * actual[i]!.Value) + shift);
                compared++;
            }
        }

        Assert.True(compared > 100, $"only {compared} values to compare");
    }

    private sealed record Match(string Column, string Series, int From = 0, double Scale = 1.0, double Shift = 0.0);
}
