using System.Net;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>Recordings and strategies that are not as they should be.</summary>
public sealed class BadRecordingTests
{
    [Theory]
    [InlineData("moment;bid;ask\n2014.05.06;1.38742;1.38755\n", "line 1")]
    [InlineData("time;bid;ask\n2014.05.06;1.38742;1.38755\n", "line 2")]
    [InlineData("", "line 1")]
    [InlineData("ts_utc,bid,ask\n06/05/2014 00:00,1.38742,1.38755\n06/05/2014 00:01,1.38742,1.38755\n", "line 2")]
    [InlineData("ts_utc,bid,ask\n", "no tick")]
    public async Task Replay_OfAWrongFormat_IsOneLineWithTheLineNumberAndCodeOne(string text, string where)
    {
        using var data = new DataDirectory();
        var file = data.Write("eurusd.csv", text);
        var ended = await DeskProcess.RunAsync("--data", data.Path, "--port", "0", "--replay", file, "--speed", "max");

        Assert.Equal(1, ended.Code);
        var line = Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(where, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticks_WithEveryDefect_AreCountedAndKeptOutOfTheBars()
    {
        string[] ticks =
        [
            "2014-05-06T00:00:00.000Z,1.38740,1.38750",
            "2014-05-06T00:00:01.000Z,1.38741,1.38751",
            "no tick at all",
            "2014-05-06T00:00:02.000Z,1.38742,much",
            "2014-05-06T00:00:00.500Z,1.38740,1.38750", // older than the last
            "2014-05-06T00:00:01.000Z,1.38741,1.38751", // the last again
            "2014-05-06T00:00:01.000Z,1.38742,1.38751", // the same time, another price: fit
            "2014-05-06T00:00:03.000Z,1.38760,1.38750", // bid over ask
            "2014-05-06T00:00:04.000Z,-1.38740,1.38750",
            "2014-05-06T00:00:05.000Z,0,1.38750",
            "2014-05-06T00:00:06.000Z,13.8740,13.8750", // ten times the price
            "2014-05-06T00:00:07.000Z,1.38739,1.38749",
            "2014-05-06T00:01:00.000Z,1.38744,1.38754",
        ];
        await using var desk = await LocalDesk.StartAsync(ticks);
        using var analyst = await desk.SignInAsync("analyst@demo");
        await analyst.PlayedAsync(ticks.Length);

        var feed = Assert.Single(await analyst.ListFeedsAsync());
        Assert.Equal(5, feed.GetProperty("accepted").GetInt64());
        Assert.Equal(8, feed.GetProperty("rejected").GetInt64());
        var defects = feed.GetProperty("defects").EnumerateObject().Where(d => d.Value.GetInt64() > 0).ToDictionary(d => d.Name, d => d.Value.GetInt64());
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["malformed"] = 2, ["outOfOrder"] = 1, ["duplicate"] = 1, ["crossed"] = 1, ["notPositive"] = 2, ["absurd"] = 1,
            },
            defects);
        Assert.Equal(38.4, feed.GetProperty("score").GetDouble());
        Assert.Equal(
            [4, 5, 6, 7, 9, 10, 11, 12],
            feed.GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("line").GetInt64()).Order());

        var bars = (await analyst.ReadAsync("instruments/EURUSD/bars?timeframe=M1&limit=10")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([4L, 1L], bars.Select(b => b.GetProperty("ticks").GetInt64()));
        Assert.Equal("1.38740 1.38742 1.38739 1.38739", Side(bars[0], "bid"));
        Assert.Equal("1.38750 1.38751 1.38749 1.38749", Side(bars[0], "ask"));
    }

    [Fact]
    public async Task Strategy_WithSeveralErrors_Answers400WithEachJsonPath()
    {
        await using var desk = await LocalDesk.StartAsync(["2014-05-06T00:00:00.000Z,1.38740,1.38750"]);
        using var manager = await desk.SignInAsync("pm@demo");
        var definition = new
        {
            name = "",
            symbols = new[] { "EURUSD", "no symbol" },
            timeframe = "M7",
            entry = new { @long = new { above = new object[] { "rsi(0)", 45 } } },
            size = new { units = -5 },
            sessions = new[] { new { from = "25:00", to = "00:00", zone = "Mars", days = new[] { "Mon" } } },
            colour = "red",
        };
        using var answer = await manager.PostAsync("strategies", new { definition });

        var problem = await ProblemAssert.IsAsync(answer, HttpStatusCode.BadRequest, "input.invalid");
        var paths = problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ToList();
        foreach (var path in (string[])["definition.name", "definition.symbols[1]", "definition.timeframe", "definition.size.units", "definition.colour"])
        {
            Assert.Contains(path, paths);
        }

        Assert.Contains(paths, p => p.StartsWith("definition.entry.long", StringComparison.Ordinal));
        Assert.Contains(paths, p => p.StartsWith("definition.sessions[0]", StringComparison.Ordinal));
        Assert.Equal(3, (await manager.ListAsync("strategies")).Count);
    }

    private static string Side(JsonElement bar, string side)
    {
        var prices = bar.GetProperty(side);
        return string.Join(' ', ((string[])["open", "high", "low", "close"]).Select(name => prices.GetProperty(name).GetRawText()));
    }
}
