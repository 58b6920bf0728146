using System.Globalization;
using System.Text.Json;
using Countersign.Silo.Hosting;
using Countersign.Tests.Api.Desk;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Backtests;

/// <summary><c>backtest</c> as its user gives it.</summary>
public sealed class BacktestCommandTests : IDisposable
{
    private static readonly string Reference = Example("ema-cross");

    private readonly DataDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Reference_OverElevenYearsOfHours_HasTheKnownResult()
    {
        var fills = data.File("fills.csv");
        var run = await RunAsync(
            Reference, "--data", SharedFiles.Require("data/fx/hour/eurusd_oanda_h1_2007-2018.csv"), "--symbol", "EURUSD", "--json", "--fills", fills);

        Assert.Equal(0, run.Code);
        var json = JsonElement.Parse(run.Output);
        Assert.Equal(74_439, json.GetProperty("bars").GetInt32());
        Assert.Equal(2_805, json.GetProperty("fills").GetInt32());
        Assert.Equal(1_402, json.GetProperty("trades").GetInt32());
        Assert.Equal(97_728.377482m, Math.Round(json.GetProperty("finalValue").GetDecimal(), 6));
        Assert.Equal(6.561101859m, Math.Round(json.GetProperty("maxDrawdownPercent").GetDecimal(), 9));
        Assert.InRange(json.GetProperty("barsPerSecond").GetDouble(), 1.0, double.MaxValue);
        Assert.Equal(
            FillsOf(File.ReadLines(SharedFiles.Require("golden/backtrader/eurusd_h1_2007-2018_ema20_50_fills.csv"))), FillsOf(File.ReadLines(fills)));
    }

    [Fact]
    public async Task OneSidedFile_WithoutASpread_IsTradedAtItsPrices()
    {
        var file = data.Write("EURUSD_H1.csv", Hours(400));
        var run = await RunAsync(Reference, "--data", file, "--timeframe", "H1", "--fills", data.File("fills.csv"), "--report", data.File("report.html"));

        Assert.Equal(0, run.Code);
        var fills = FillsOf(File.ReadLines(data.File("fills.csv")));
        Assert.True(fills.Count > 4, run.Output);
        var opens = Hours(400).Split('\n').Skip(1).Where(line => line.Length > 0).ToDictionary(line => line.Split(',')[0], line => decimal.Parse(line.Split(',')[1], CultureInfo.InvariantCulture));
        Assert.All(fills, fill => Assert.Equal(opens[fill.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)], fill.Price));
        var html = await File.ReadAllTextAsync(data.File("report.html"), TestContext.Current.CancellationToken);
        Assert.StartsWith("<!doctype html>", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{fills.Count} fills"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameRun_Twice_WritesTheSameBytes()
    {
        var file = data.Write("EURUSD_H1.csv", Hours(400));
        foreach (var name in (string[])["a", "b"])
        {
            Assert.Equal(0, (await RunAsync(
                Reference, "--data", file, "--fills", data.File(name + ".fills"), "--trades", data.File(name + ".trades"), "--equity", data.File(name + ".equity"),
                "--report", data.File(name + ".html"))).Code);
        }

        Assert.All((string[])["fills", "trades", "equity", "html"], kind => Assert.Equal(File.ReadAllBytes(data.File("a." + kind)), File.ReadAllBytes(data.File("b." + kind))));
    }

    [Fact]
    public async Task Strategy_WithErrors_NamesEachWithItsPath()
    {
        var strategy = data.Write("bad.json", """{"name":"","symbols":["EURUSD"],"timeframe":"M3","entry":{"long":{"above":["close","smaa(20)"]}},"size":{"units":1}}""");
        var run = await RunAsync(strategy, "--data", data.Write("EURUSD_H1.csv", Hours(10)));

        Assert.Equal((1, string.Empty), (run.Code, run.Output));
        Assert.Contains("is not a valid strategy", run.Errors, StringComparison.Ordinal);
        Assert.Contains("$.timeframe", run.Errors, StringComparison.Ordinal);
        Assert.Contains("smaa", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data", "no-such-file.csv", "no-such-file.csv")]
    [InlineData("--cash", "-5", "--cash: '-5' is not an amount above 0, such as 100000.")]
    [InlineData("--timeframe", "M7", "--timeframe")]
    [InlineData("--from", "yesterday", "--from")]
    [InlineData("--calendar", "no-such-calendar.csv", "no-such-calendar.csv cannot be read")]
    public async Task Option_ThatCannotBe_IsNamed(string option, string value, string expected)
    {
        var file = data.Write("EURUSD_H1.csv", Hours(10));
        var run = await RunAsync([Reference, .. option == "--data" ? Array.Empty<string>() : ["--data", file], option, value]);

        Assert.NotEqual(0, run.Code);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportFile_ThatCannotBeWritten_IsNamed()
    {
        var run = await RunAsync(Reference, "--data", data.Write("EURUSD_H1.csv", Hours(100)), "--report", data.File("no-such-folder/report.html"));

        Assert.Equal(1, run.Code);
        Assert.Contains("report.html cannot be written", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_ATime_WarmsUpOnWhatIsBefore()
    {
        var file = data.Write("EURUSD_H1.csv", Hours(600));
        var whole = data.File("whole.csv");
        var later = data.File("later.csv");
        Assert.Equal(0, (await RunAsync(Reference, "--data", file, "--fills", whole)).Code);
        Assert.Equal(0, (await RunAsync(Reference, "--data", file, "--fills", later, "--from", "2024-01-20T00:00:00Z")).Code);

        var from = new DateTimeOffset(2024, 1, 20, 0, 0, 0, TimeSpan.Zero);
        var expected = FillsOf(File.ReadLines(whole)).Where(fill => fill.Time > from).Select(fill => fill.Time).Distinct();
        Assert.Equal(expected, FillsOf(File.ReadLines(later)).Select(fill => fill.Time).Distinct());
    }

    [Fact]
    public async Task NewsInTheCalendar_KeepAStrategyOut()
    {
        const string rules = """
            {"name":"N","symbols":["EURUSD"],"timeframe":"H1","entry":{"long":{"crossesAbove":["close","sma(5)"]},"short":{"crossesBelow":["close","sma(5)"]}},
             "reverse":true,"size":{"units":1000},"forbid":{"news":{"impact":"high","before":"200h","after":"200h"}}}
            """;
        var (file, strategy) = (data.Write("EURUSD_H1.csv", Hours(300)), data.Write("n.json", rules.Replace("200h", "24h", StringComparison.Ordinal)));
        var calendar = data.Write("calendar.csv", string.Join('\n', Enumerable.Range(1, 14).Select(day => $"2024-01-{day:00}T12:00:00Z,USD,Payrolls,high").Prepend("time,currency,title,impact")));
        var without = await RunAsync(strategy, "--data", file, "--fills", data.File("without.csv"));
        var with = await RunAsync(strategy, "--data", file, "--fills", data.File("with.csv"), "--calendar", calendar);

        Assert.Contains("there is no --calendar", without.Errors, StringComparison.Ordinal);
        Assert.True(FillsOf(File.ReadLines(data.File("without.csv"))).Count > 4, without.Output);
        Assert.Equal((0, string.Empty), (with.Code, with.Errors.Replace($"Written: {data.File("with.csv")}", string.Empty, StringComparison.Ordinal).Trim()));
        Assert.Empty(FillsOf(File.ReadLines(data.File("with.csv"))));
    }

    private static List<(DateTimeOffset Time, string Side, decimal Price)> FillsOf(IEnumerable<string> lines)
    {
        using var all = lines.GetEnumerator();
        Assert.True(all.MoveNext());
        var names = all.Current.Split(',').ToList();
        var (time, side, price) = (names.FindIndex(n => n.StartsWith("time", StringComparison.Ordinal) || n.StartsWith("fill_bar_ts", StringComparison.Ordinal)), names.IndexOf("side"), names.IndexOf("price"));
        var fills = new List<(DateTimeOffset, string, decimal)>();
        while (all.MoveNext())
        {
            var fields = all.Current.Split(',');
            fills.Add((
                DateTimeOffset.Parse(fields[time], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), fields[side].ToLowerInvariant(),
                decimal.Parse(fields[price], CultureInfo.InvariantCulture)));
        }

        return fills;
    }

    /// <summary>Hours of one price a side, up and down in waves of two days.</summary>
    private static string Hours(int count)
    {
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return "time,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{start.AddHours(i):yyyy-MM-ddTHH:mm:ssZ},{Wave(i):0.00000},{Wave(i) + 0.001:0.00000},{Wave(i) - 0.001:0.00000},{Wave(i + 0.5):0.00000},1\n")));
    }

    private static double Wave(double hour) => 1.1 + (0.02 * Math.Sin(hour / 24.0));

    private static string Example(string name) => Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", name + ".json");

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await EntryPoint.RunAsync(["backtest", .. args], output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
