using System.Globalization;
using Countersign.Silo.Hosting;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary><c>./run indicator</c>, as its user gives it.</summary>
public sealed class IndicatorCommandTests : IDisposable
{
    private const string Bars = """
        ts_utc,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close,ask_size
        2014-05-01T00:00:00Z,1.0,1.4,0.9,1.1,0,1.2,1.6,1.1,1.3,0
        2014-05-01T00:01:00Z,1.1,1.5,1.0,1.3,0,1.3,1.7,1.2,1.5,0
        2014-05-01T00:02:00Z,1.3,1.6,1.1,1.2,0,1.5,1.8,1.3,1.6,0

        """;

    private readonly DataDirectory data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("bid", 1.2, 1.25)]
    [InlineData("ask", 1.4, 1.55)]
    [InlineData("mid", 1.3, 1.4)]
    public async Task Csv_OfASide_HasTimeAndValueOfEveryBar(string side, double second, double third)
    {
        var ended = await RunAsync("indicator", "sma(2)", "--data", data.Write("any.csv", Bars), "--side", side, "--csv");

        Assert.Equal((0, string.Empty), (ended.Code, ended.Errors));
        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal("ts_utc,value", lines[0]);
        Assert.Equal("2014-05-01T00:00:00Z,", lines[1]);
        Assert.StartsWith("2014-05-01T00:01:00Z,", lines[2], StringComparison.Ordinal);
        Assert.Equal(second, Value(lines[2]), 1e-15);
        Assert.Equal(third, Value(lines[3]), 1e-15);
    }

    [Fact]
    public async Task Csv_OfEveryGoldenBar_HasTheReferencesValuesAtFullPrecision()
    {
        var golden = File.ReadLines(SharedFiles.Require("golden/talib/eurusd_oanda_h1_2018q4_bid.csv")).Select(line => line.Split(',')).ToArray();
        var column = Array.IndexOf(golden[0], "RSI_14");
        var expected = golden.Skip(1).ToDictionary(row => row[0], row => row[column]);
        var file = SharedFiles.Require("data/fx/hour/eurusd_oanda_h1_2007-2018.csv");

        var ended = await RunAsync("indicator", "rsi(14)", "--data", file, "--side", "bid", "--csv");

        var values = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd().Split(',')).ToArray();
        Assert.Equal(74_439, values.Length);
        var compared = 0;

        // The reference began cold in October; by November both have forgotten where they began.
        foreach (var row in values.Where(row => string.CompareOrdinal(row[0], "2018-11-15") > 0 && expected.ContainsKey(row[0])))
        {
            Assert.Equal(Number(expected[row[0]]), Number(row[1]), 1e-8);
            compared++;
        }

        Assert.InRange(compared, 500, 1_600);
        Assert.All(values.Skip(100).Take(50), row => Assert.Equal(row[1], Number(row[1]).ToString("R", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Csv_OfTicks_IsOfTheirBars()
    {
        var file = SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv");

        var ended = await RunAsync("indicator", "macd.signal", "--data", file, "--timeframe", "H1", "--csv");

        var lines = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("ts_utc,signal", lines[0]);
        Assert.Equal(24, lines.Length - 1);
    }

    [Fact]
    public async Task Benchmark_ByItsTimes_IsComparedWith()
    {
        var file = data.Write("any.csv", Bars);

        var ended = await RunAsync("indicator", "correlation(2)", "--data", file, "--benchmark", file, "--csv");

        Assert.Equal((0, string.Empty), (ended.Code, ended.Errors));
        Assert.Equal(1.0, Value(ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].TrimEnd()), 1e-9);
    }

    [Fact]
    public async Task Table_WithoutCsv_ShowsTheLastBarsAndTheWarmUp()
    {
        var ended = await RunAsync("indicator", "sma(2)", "--data", data.Write("any.csv", Bars));

        Assert.Contains("sma(2): 3 bars, warm after 2; the last 3", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NamesEveryIndicatorWithItsDefaults()
    {
        var ended = await RunAsync("indicator", "list");

        Assert.Contains("macd(12,26,9)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("line, signal, histogram", ended.Output, StringComparison.Ordinal);
        Assert.True(ended.Output.Split('\n').Length >= 100);
    }

    [Theory]
    [InlineData("There is no series called 'rsii'", "indicator", "rsii(14)", "--data", "nowhere.csv")]
    [InlineData("There is no file nowhere.csv.", "indicator", "rsi(14)", "--data", "nowhere.csv")]
    [InlineData("indicator needs --data FILE.", "indicator", "rsi(14)")]
    [InlineData("indicator needs one indicator", "indicator")]
    [InlineData("close is a price of the bar", "indicator", "close", "--data", "nowhere.csv")]
    [InlineData("compares two markets: say --benchmark FILE.", "indicator", "beta", "--data", "nowhere.csv")]
    public async Task Words_Wrong_AreAnsweredWithWhatIsRight(string message, params string[] args)
    {
        var ended = await RunAsync(args);

        Assert.Equal(2, ended.Code);
        Assert.Contains(message, ended.Errors, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    private static double Value(string line) => Number(line.Split(',')[1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await EntryPoint.RunAsync(args, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
