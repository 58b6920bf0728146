using Countersign.Domain.Indicators;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("close", "close")]
    [InlineData(" volume ", "volume")]
    [InlineData("rsi(14)", "rsi(14)")]
    [InlineData("rsi", "rsi(14)")]
    [InlineData("rsi()", "rsi(14)")]
    [InlineData("macd( 12 , 26 )", "macd(12,26,9)")]
    [InlineData("macd.histogram", "macd(12,26,9).histogram")]
    [InlineData("macd(5,35,5).signal", "macd(5,35,5).signal")]
    [InlineData("macd(12,26,9).line", "macd(12,26,9)")]
    [InlineData("bollinger(20,2.50).upper", "bollinger(20,2.5).upper")]
    [InlineData("adx(14).plus_di", "adx(14).plus_di")]
    [InlineData("vwap", "vwap(0)")]
    public void TryParse_OfAKnownSeries_GivesItsCanonicalForm(string text, string canonical)
    {
        Assert.True(IndicatorCatalogue.TryParse(text, out var series, out _));
        Assert.Equal(canonical, series.Text);

        Assert.True(IndicatorCatalogue.TryParse(series.Text, out var again, out _));
        Assert.Equal(series, again);
    }

    [Theory]
    [InlineData("", "indicator.malformed", "macd(12,26,9).signal")]
    [InlineData("rsi(14", "indicator.malformed", "rsi(14")]
    [InlineData("rsi)14(", "indicator.malformed", "rsi)14(")]
    [InlineData("rsi(14)x", "indicator.malformed", "rsi(14)x")]
    [InlineData("close.high", "indicator.malformed", "close.high")]
    [InlineData("close(3)", "indicator.malformed", "close(3)")]
    [InlineData("rsii(14)", "indicator.unknown_name", "rsi")]
    [InlineData("RSI(14)", "indicator.unknown_name", "rsi")]
    [InlineData("rsi(14,3)", "indicator.parameter_count", "rsi(period)")]
    [InlineData("rsi(0)", "indicator.parameter_range", "from 1 to 10000")]
    [InlineData("rsi(10001)", "indicator.parameter_range", "from 1 to 10000")]
    [InlineData("rsi(14.5)", "indicator.parameter_range", "whole number")]
    [InlineData("rsi(NaN)", "indicator.parameter_range", "whole number")]
    [InlineData("rsi(x)", "indicator.parameter_range", "period of rsi is x")]
    [InlineData("rsi(14,)", "indicator.parameter_count", "rsi(period)")]
    [InlineData("bollinger(20,0)", "indicator.parameter_range", "from 0.1 to 10")]
    [InlineData("macd(26,12,9)", "indicator.parameters_conflict", "fast (26) must be less than slow (12)")]
    [InlineData("macd.signals", "indicator.unknown_output", "line, signal, histogram")]
    public void TryParse_OfAnythingElse_SaysWhatWouldBeRight(string text, string code, string hint)
    {
        Assert.False(IndicatorCatalogue.TryParse(text, out _, out var refusal));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(hint, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_OfAVeryLongText_QuotesOnlyItsBeginning()
    {
        Assert.False(IndicatorCatalogue.TryParse(new string('x', 100_000), out _, out var refusal));
        Assert.InRange(refusal.Message.Length, 1, 200);
    }

    [Fact]
    public void Standard_HasTheTenIndicators_EachMadeWithItsDeclaredOutputs()
    {
        Assert.Equal(
            ["adx", "atr", "bollinger", "cci", "ema", "macd", "rsi", "sma", "stochastic", "vwap"],
            IndicatorCatalogue.Standard.Select(spec => spec.Name));
        Assert.All(IndicatorCatalogue.Standard, spec =>
        {
            var indicator = IndicatorCatalogue.Create(spec);
            Assert.Equal(spec, indicator.Spec);
            Assert.Equal(IndicatorCatalogue.Define(spec).Outputs.Length, indicator.OutputCount);
        });
    }

    [Fact]
    public void Set_NamedTwiceByRules_HoldsEachIndicatorOnceAndReadsBarsToo()
    {
        var series = new[] { "close", "macd.signal", "macd(12,26,9)", "high" }.Select(Parse).ToArray();
        var set = IndicatorSet.For(series);
        Assert.Single(set.Indicators);
        Assert.Null(set.Value(series[0]));

        var bars = RandomBars.Walk(seed: 1, count: set.WarmUpBars);
        foreach (var bar in bars)
        {
            set.Update(in bar);
        }

        Assert.Equal(bars[^1].Close, set.Value(series[0]));
        Assert.Equal(bars[^1].High, set[set.Resolve(series[3])]);
        Assert.NotNull(set.Value(series[1]));
        Assert.Throws<KeyNotFoundException>(() => set.Resolve(Parse("rsi(3)")));
    }

    [Fact]
    public void Set_Restored_GivesTheSameValues()
    {
        var set = new IndicatorSet(IndicatorCatalogue.Standard);
        foreach (var bar in RandomBars.Walk(seed: 2, count: 60))
        {
            set.Update(in bar);
        }

        var restored = IndicatorSet.Restore(set.Capture());

        Assert.Equal(set.Value(Parse("close")), restored.Value(Parse("close")));
        Assert.Equal(set.Indicators.Select(indicator => indicator.Capture()), restored.Indicators.Select(indicator => indicator.Capture()));
    }

    [Fact]
    public void Set_RestoredFromAnUnreadableState_StartsThatOneCold()
    {
        var set = new IndicatorSet(IndicatorCatalogue.Standard);
        foreach (var bar in RandomBars.Walk(seed: 2, count: 60))
        {
            set.Update(in bar);
        }

        var state = set.Capture();
        var broken = state.Indicators.Select(each => each.Spec == "ema(20)" ? each with { Values = each.Values.RemoveAt(0) } : each);
        var restored = IndicatorSet.RestoreOrStart(state with { Indicators = [.. broken] }, IndicatorCatalogue.Standard);

        Assert.Null(restored.Value(Parse("ema(20)")));
        Assert.Equal(set.Value(Parse("sma(20)")), restored.Value(Parse("sma(20)")));
        Assert.Equal(set.Value(Parse("close")), restored.Value(Parse("close")));
    }

    private static SeriesReference Parse(string text) =>
        IndicatorCatalogue.TryParse(text, out var series, out var refusal) ? series : throw new ArgumentException(refusal.Message);
}
