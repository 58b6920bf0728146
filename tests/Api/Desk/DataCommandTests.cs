using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Silo.Hosting;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>The commands about market data, as their user gives them.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly DataDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Import_OfRecordedTicks_IsExportedAgainRowByRow()
    {
        var file = SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv");
        var imported = await RunAsync("import", file, "--source", "oanda");
        Assert.Equal((0, string.Empty), (imported.Code, imported.Errors));
        Assert.Contains("44,864 rows stored, 2014-05-06 00:00:00 to 2014-05-06 23:59:56", imported.Output, StringComparison.Ordinal);

        var target = data.File("out.csv");
        Assert.Equal(0, (await RunAsync("export", "--symbol", "eurusd", "--timeframe", "ticks", "--output", target)).Code);
        Assert.Equal(
            File.ReadLines(file).Skip(1).Select(Row), File.ReadLines(target).Skip(1).Select(Row));
        Assert.Contains("Nothing to do", (await RunAsync("import", file, "--source", "oanda")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ThatWasStopped_GoesOnWhereItWas()
    {
        var file = data.Write("eurusd.csv", Minutes(45_000));
        var parsed = Assert.IsType<Command.Import>(CommandLine.Parse(["import", file, "--data", data.Path], _ => null));
        using var stop = new CancellationTokenSource();
        using var terminal = new StoppingWriter(stop);
        var (output, errors) = (new StringWriter(), new StringWriter());
        var progress = new ImportProgress(terminal, isTerminal: true, TimeProvider.System);
        Assert.Equal(1, await ImportCommand.RunAsync(parsed, progress, output, errors, stop.Token));
        Assert.Contains("the same command goes on behind it", errors.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"\r  \[#+\.+\]  *[0-9]+ %  20,000 rows", terminal.ToString());

        var again = await RunAsync("import", file);
        Assert.Contains("Going on behind line 20,001.", again.Output, StringComparison.Ordinal);
        Assert.Contains("25,000 rows stored", again.Output, StringComparison.Ordinal);
        Assert.Contains("45,000 in all", again.Output, StringComparison.Ordinal);
        Assert.Equal(45_000, Rows((await RunAsync("export", "--symbol", "EURUSD", "--side", "bid")).Output).Count);
    }

    [Fact]
    public async Task Import_OfAFileThatDiffersFarBehindItsStart_IsAnotherImport()
    {
        var text = Minutes(3_000);
        Assert.Contains("3,000 rows stored", (await RunAsync("import", data.Write("eurusd.csv", text))).Output, StringComparison.Ordinal);
        var changed = text[..^7] + "1.39,7\n";

        Assert.Contains("3,000 rows stored", (await RunAsync("import", data.Write("eurusd.csv", changed))).Output, StringComparison.Ordinal);
        Assert.EndsWith("1.39,7\n", (await RunAsync("export", "--symbol", "EURUSD", "--side", "bid")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfBidsWithTheirAsks_StoresBothSides()
    {
        const string header = "Gmt time,Open,High,Low,Close,Volume\n";
        var bids = data.Write("EURUSD_BID.csv", header + "06.05.2014 08:00:00.000,1.1,1.3,1.0,1.2,5\n06.05.2014 08:01:00.000,1.2,1.3,1.1,1.2,6\n");
        var asks = data.Write("EURUSD_ASK.csv", header + "06.05.2014 08:00:00.000,1.2,1.4,1.1,1.3,5\nrubbish\n");
        var imported = await RunAsync("import", bids, "--ask", asks, "--timeframe", "M1");

        Assert.Contains("1 rows stored", imported.Output, StringComparison.Ordinal);
        Assert.Contains("asks: field 1 must be a time", imported.Output, StringComparison.Ordinal);
        Assert.Contains("line 3: the asks have no bar of this time", imported.Output, StringComparison.Ordinal);
        Assert.Equal(
            "2014-05-06T08:00:00Z,1.1,1.3,1.0,1.2,5,1.2,1.4,1.1,1.3,5",
            (await RunAsync("export", "--symbol", "EURUSD")).Output.Split('\n')[1].TrimEnd());
    }

    [Fact]
    public async Task Import_OfBothSidesWithAsks_SaysThatOneIsTooMany()
    {
        var file = SharedFiles.Require("data/fx/minute/eurusd_oanda_m1_2014-05.csv");
        var ended = await RunAsync("import", file, "--ask", file);

        Assert.Equal(1, ended.Code);
        Assert.Contains("--ask goes with bars of one side", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfTwoSources_FillsTheGapsOfTheFirstFromTheSecond()
    {
        var oanda = SharedFiles.Require("data/fx/minute/eurusd_oanda_m1_2014-05.csv");
        var fxcm = SharedFiles.Require("data/fx/minute/eurusd_fxcm_m1_2014-05.csv");
        await RunAsync("import", fxcm, "--source", "second");
        var partial = await RunAsync("import", oanda, "--source", "first");
        Assert.Contains("15,366 rows stored", partial.Output, StringComparison.Ordinal);

        var listed = (await RunAsync("data", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, listed.Length);
        var one = await RunAsync("export", "--symbol", "EURUSD", "--source", "first", "--side", "bid");
        var both = await RunAsync("export", "--symbol", "EURUSD", "--side", "bid");
        var first = Rows(one.Output);
        var merged = Rows(both.Output);
        Assert.Equal(15_366, first.Count);
        Assert.True(merged.Count > first.Count);
        Assert.All(first, row => Assert.Equal(row.Value, merged[row.Key]));
    }

    [Fact]
    public async Task Import_OfAMatrix_StoresEachColumn()
    {
        var file = SharedFiles.Require("data/equity/daily/lean_23etf_close_2008-2016.csv");
        Assert.Equal(0, (await RunAsync("import", file)).Code);

        var listed = (await RunAsync("data", "list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(23, listed.Length);
        Assert.All(listed, line => Assert.Contains("2,141 rows", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_WithBadLines_NamesThemAndKeepsTheGoodOnes()
    {
        var file = data.Write(
            "gbpusd.csv",
            "ts_utc,open,high,low,close,volume\n2014-05-06T08:00Z,1.69,1.70,1.68,1.69,1\nnonsense\n2014-05-06T08:01Z,1.69,1.60,1.68,1.69,1\n2014-05-06T08:02Z,1.69,1.70,1.68,1.69,1\n");
        var imported = await RunAsync("import", file);

        Assert.Contains("2 rows stored", imported.Output, StringComparison.Ordinal);
        Assert.Contains("2 lines were left out", imported.Output, StringComparison.Ordinal);
        Assert.Contains("line 3: field 1 must be a time", imported.Output, StringComparison.Ordinal);
        Assert.Contains("line 4: low <= open", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfAMappedFile_ReadsItsColumns()
    {
        var file = data.Write("mine.txt", "EURUSD;06/05/2014;08:00:00;1.39;1.40;1.38;1.395\nEURUSD;06/05/2014;08:01:00;1.395;1.40;1.38;1.39\n");
        var imported = await RunAsync(
            "import", file, "--symbol", "EURUSD", "--map", "date=1,clock=2,open=3,high=4,low=5,close=6", "--time-format", "dd/MM/yyyy", "--separator",
            "semicolon", "--no-header", "--zone", "Europe/Berlin");

        Assert.True(imported.Code == 0, imported.Errors);
        var exported = await RunAsync("export", "--symbol", "EURUSD", "--side", "mid");
        Assert.StartsWith("ts_utc,open,high,low,close,volume\n2014-05-06T06:00:00Z,1.39", exported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AsJson_HasTheCountsAndDays()
    {
        var checkedData = await RunAsync("data", "check", SharedFiles.Require("data/fx/minute/eurusd_fxcm_m1_2014-05.csv"), "--json");

        using var report = JsonDocument.Parse(checkedData.Output);
        var counts = report.RootElement.GetProperty("counts");
        Assert.Equal(1_454, counts.GetProperty("crossed").GetInt64() + counts.GetProperty("locked").GetInt64());
        Assert.Equal("EURUSD", report.RootElement.GetProperty("symbol").GetString());
        Assert.Equal("M1", report.RootElement.GetProperty("timeframe").GetString());
        Assert.NotEmpty(report.RootElement.GetProperty("days").EnumerateArray());
        Assert.InRange(report.RootElement.GetProperty("score").GetDouble(), 90.0, 99.0);
    }

    [Fact]
    public async Task Check_OfPrices_SaysWhatIsWrongInWords()
    {
        var found = await RunAsync("data", "check", SharedFiles.Require("data/equity/daily/goog_d1.csv"), "--adjusted");

        Assert.Contains("jumps like a split", found.Output, StringComparison.Ordinal);
        Assert.Contains("2014-04-03", found.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "There is no file nowhere.csv.", "import", "nowhere.csv")]
    [InlineData(2, "import needs a file", "import")]
    [InlineData(2, "export needs --symbol", "export")]
    [InlineData(2, "--zone: 'Mars' is not a zone", "data", "check", "nowhere.csv", "--zone", "Mars")]
    [InlineData(2, "--source: 'My Broker' is not a source", "import", "nowhere.csv", "--source", "My Broker")]
    [InlineData(2, "--no-header goes with --map.", "data", "check", "nowhere.csv", "--no-header")]
    [InlineData(2, "--map: ask is not mapped.", "import", "nowhere.csv", "--map", "time=0,bid=1")]
    [InlineData(2, "There is no command 'data chek'", "data", "chek")]
    [InlineData(1, "The history holds nothing of EURUSD", "export", "--symbol", "EURUSD")]
    public async Task Words_Wrong_AreAnsweredWithWhatIsRight(int code, string message, params string[] args)
    {
        var ended = await RunAsync(args);

        Assert.Equal(code, ended.Code);
        Assert.Contains(message, ended.Errors, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task History_ThatIsNoDatabase_IsSaidInOneSentence()
    {
        Directory.CreateDirectory(data.Path);
        await File.WriteAllTextAsync(Path.Combine(data.Path, "market.db"), new string('x', 5_000), TestContext.Current.CancellationToken);
        var ended = await RunAsync("data", "list");

        Assert.Equal((1, string.Empty), (ended.Code, ended.Output));
        Assert.StartsWith("The market history cannot be opened: ", ended.Errors, StringComparison.Ordinal);
        Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Import_OfANumberThatTheHistoryCannotKeep_SaysSoAndStoresNothingOfIt()
    {
        var file = data.Write(
            "gbpusd.csv",
            "ts_utc,open,high,low,close,volume\n2014-05-06T08:00Z,1000000000000,1000000000000,0.0000000001,1,1\n2014-05-06T08:01Z,1,1,1,1,1\n");
        var ended = await RunAsync("import", file);

        Assert.Equal(1, ended.Code);
        Assert.Contains("has more digits than the 18", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("empty", (await RunAsync("data", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_OfNoKnownFormat_IsRefusedWithItsFirstLine()
    {
        var ended = await RunAsync("import", data.Write("eurusd.csv", "when,what\n1,2\n"));

        Assert.Equal(1, ended.Code);
        Assert.Contains("line 1: 'when,what' begins none of the formats ticks, bars,", ended.Errors, StringComparison.Ordinal);
        Assert.Contains("--map", ended.Errors, StringComparison.Ordinal);
    }

    private static string Minutes(int count)
    {
        var text = new StringBuilder("ts_utc,open,high,low,close,volume\n");
        var start = new DateTime(2014, 5, 5, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{start.AddMinutes(i):yyyy-MM-ddTHH:mm:ssZ},1.39,1.4,1.38,1.39,5\n");
        }

        return text.ToString();
    }

    private static string Row(string line)
    {
        var fields = line.Split(',');
        return $"{fields[0]} {decimal.Parse(fields[1], CultureInfo.InvariantCulture):0.#####} {decimal.Parse(fields[2], CultureInfo.InvariantCulture):0.#####}";
    }

    private static Dictionary<string, string> Rows(string csv) => csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .ToDictionary(line => line[..20], line => line[20..]);

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await EntryPoint.RunAsync(args[0] is "import" or "export" || args[1..] is ["list"] ? [.. args, "--data", data.Path] : args, output, errors);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>Stops what it is told of at the first word.</summary>
    private sealed class StoppingWriter(CancellationTokenSource stop) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(string? value)
        {
            base.Write(value);
            stop.Cancel();
        }
    }
}
