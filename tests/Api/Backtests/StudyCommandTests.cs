using System.Globalization;
using System.Text.Json;
using Countersign.Silo.Hosting;
using Countersign.Tests.Api.Desk;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Backtests;

/// <summary><c>backtest --plan</c> and <c>--check</c> as their user gives them.</summary>
public sealed class StudyCommandTests : IDisposable
{
    private const string Grid =
        """{"parameters":[{"name":"fast","at":["$.entry.long.crossesAbove[0]#period","$.entry.short.crossesBelow[0]#period"],"values":[3,5]}],"objective":{"metric":"return"},"search":{"method":"grid"}}""";

    private readonly DataDirectory data = new();

    public void Dispose() => data.Dispose();

    public static TheoryData<string> Plans =>
        [.. Directory.GetFiles(Path.Combine(SharedFiles.RepositoryRoot, "examples", "plans"), "*.json").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task ExamplePlan_OverTheReference_IsCarriedOut(string plan)
    {
        var run = await StudyAsync(
            "--plan", Path.Combine(SharedFiles.RepositoryRoot, "examples", "plans", plan), "--data", SharedFiles.Require("data/fx/hour/eurusd_oanda_h1_2007-2018.csv"),
            "--symbol", "EURUSD", "--until", "2010-06-01T00:00:00Z", "--json");

        Assert.True(run.Code == 0, run.Errors);
        var json = JsonElement.Parse(run.Output);
        var kind = json.GetProperty("kind").GetString();
        Assert.Contains($"\"{kind}\"", await File.ReadAllTextAsync(Path.Combine(SharedFiles.RepositoryRoot, "examples", "plans", plan), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(json.GetProperty("study").EnumerateObject().Any(), "the study tells something");
    }

    [Fact]
    public async Task Optimisation_WithFiles_TellsEveryVariantAndCountsThem()
    {
        var plan = data.Write("plan.json", Grid);
        var run = await StudyAsync(
            "--plan", plan, "--data", data.Write("EURUSD_H1.csv", Hours()), "--trials", data.File("trials.csv"), "--report", data.File("report.html"));

        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains("trials counted: 2", run.Output, StringComparison.Ordinal);
        var trials = await File.ReadAllLinesAsync(data.File("trials.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("trial,batch,fast,outcome,objective", trials[0], StringComparison.Ordinal);
        Assert.Equal(["0,0,3,feasible", "1,0,5,feasible"], trials.Skip(1).Select(line => string.Join(',', line.Split(',').Take(4))));
        Assert.Contains("Robustness", await File.ReadAllTextAsync(data.File("report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfTooLittleWarmUp_EndsWithOneAndOfEnoughWithNought()
    {
        // Half of the bars are looked at, so that only the shortest warm-up has room before them, and an average of 50 bars remembers longer than that.
        var few = await StudyAsync("--check", "--data", data.Write("EURUSD_H1.csv", Hours(160)));
        var many = await StudyAsync("--check", "--data", data.Write("EURUSD_H1.csv", Hours(4_000)));

        Assert.Equal((1, 0), (few.Code, many.Code));
        Assert.Contains("none of these warm-ups is enough", few.Output, StringComparison.Ordinal);
        Assert.Contains("None found", many.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"guess"}""", "$.kind: It names no study. One of optimisation, walkForward")]
    [InlineData("""{"kind":["stress"]}""", "$.kind")]
    [InlineData("""{"kind":"monteCarlo","kind":"stress"}""", "$.kind")]
    [InlineData("""{"kind":"monteCarlo","paths":0}""", "$.paths: This is 0. A whole number from 1 to 20000.")]
    [InlineData("[]", "$: The plan is no object.")]
    [InlineData("{", "not JSON")]
    public async Task Plan_WithErrors_NamesEachWithItsPath(string plan, string message)
    {
        var run = await StudyAsync("--plan", data.Write("plan.json", plan), "--data", data.Write("EURUSD_H1.csv", Hours()));

        Assert.Equal((1, string.Empty), (run.Code, run.Output));
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithWindowsLongerThanTheRecording_SaysHowLongBothAre()
    {
        var plan = Grid[..^1] + ",\"walkForward\":{\"inSampleDays\":300,\"outOfSampleDays\":65}}";
        var run = await StudyAsync("--plan", data.Write("plan.json", plan), "--data", data.Write("EURUSD_H1.csv", Hours()));

        Assert.Equal(1, run.Code);
        Assert.Contains("One fold takes 365 days", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_ThatDoNotGoTogether_AreNamed()
    {
        var file = data.Write("EURUSD_H1.csv", Hours());
        var both = await StudyAsync("--check", "--plan", data.Write("plan.json", Grid), "--data", file);
        var alone = await StudyAsync("--trials", data.File("t.csv"), "--data", file);

        Assert.Equal((2, 2), (both.Code, alone.Code));
        Assert.Contains("without --plan", both.Errors, StringComparison.Ordinal);
        Assert.Contains("--trials goes with --plan", alone.Errors, StringComparison.Ordinal);
    }

    private static string Hours(int count = 400) => "time,open,high,low,close\n" + string.Concat(Enumerable.Range(0, count).Select(hour =>
    {
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
        var (open, close) = (Wave(hour), Wave(hour + 1));
        return string.Create(
            CultureInfo.InvariantCulture, $"{start:yyyy-MM-ddTHH:mm:ssZ},{open:0.00000},{Math.Max(open, close) + 0.0002:0.00000},{Math.Min(open, close) - 0.0002:0.00000},{close:0.00000}\n");
    }));

    private static double Wave(double hour) => 1.1 + (0.02 * Math.Sin(hour / 24.0));

    private static async Task<(int Code, string Output, string Errors)> StudyAsync(params string[] args)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var code = await EntryPoint.RunAsync(
            ["backtest", Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", "ema-cross.json"), .. args], output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
