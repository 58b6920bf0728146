using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary><c>calendar import</c> and <c>news import</c>.</summary>
public sealed class RecordImportTests
{
    [Fact]
    public async Task Calendar_ImportedTwice_TellsWhatIsNewAndWhatWasCalledOff()
    {
        using var data = new DataDirectory();
        var first = data.Write("week-10.csv", "time,currency,impact,title\n2024-03-08 08:30,USD,high,Payrolls\n2024-03-08 10:00,USD,low,Speech\nsoon,USD,low,X\n2024-03-08 11:00,USD,low,Auction\n");
        var second = data.Write("again.csv", "time,currency,impact,title,actual\n2024-03-08 08:30,USD,high,Payrolls,275K\n2024-03-08 11:00,USD,low,Auction,\n");
        string[] options = ["--source", "desk", "--zone", "America/New_York", "--replaces", "--data", data.Path];

        var before = await RunAsync(["calendar", "import", first, .. options]);
        var after = await RunAsync(["calendar", "import", second, .. options]);

        Assert.Equal((0, "Releases: 3 (3 new, 0 changed, 0 known; 0 called off). Lines that could not be read: 1.", "line 4: 'soon' is no time: 2026-01-31T13:30:00Z or 2026-01-31 13:30 is."), before);
        Assert.Equal((0, "Releases: 2 (0 new, 1 changed, 1 known; 1 called off). Lines that could not be read: 0.", ""), after);
    }

    [Fact]
    public async Task News_Imported_IsCounted()
    {
        using var data = new DataDirectory();
        var file = data.Write("wire.json", """[{"time":"2024-03-08T13:30:00Z","headline":"Payrolls beat","symbols":["EURUSD"],"sentiment":-0.4}]""");

        var ended = await RunAsync(["news", "import", file, "--data", data.Path]);

        Assert.Equal((0, "News: 1. Lines that could not be read: 0.", ""), ended);
    }

    [Fact]
    public async Task Import_OfNothingReadable_Fails()
    {
        using var data = new DataDirectory();
        var file = data.Write("empty.csv", "");

        Assert.Equal(1, (await RunAsync(["calendar", "import", file, "--data", data.Path])).Code);
        Assert.Equal(1, (await RunAsync(["calendar", "import", file + ".missing", "--data", data.Path])).Code);
    }

    [Theory]
    [InlineData("calendar import needs one file", "calendar", "import")]
    [InlineData("There is no option --speed;", "news", "import", "f", "--speed", "1")]
    [InlineData("--source: 'My Desk' is not a source", "news", "import", "f", "--source", "My Desk")]
    [InlineData("--zone: there is no time zone 'Mars'", "calendar", "import", "f", "--zone=Mars")]
    [InlineData("There is no option --replaces;", "news", "import", "f", "--replaces")]
    [InlineData("--zone needs a value", "calendar", "import", "f", "--zone")]
    public void Words_ThatAreOff_AreNamed(string problem, params string[] args) => Assert.Contains(
        Assert.IsType<Command.Invalid>(CommandLine.Parse(args, _ => null)).Problems, p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Source_WhereNoneIsGiven_IsTheFilesName() => Assert.Equal(
        ("forex-factory-2024", RecordKind.Calendar),
        Assert.IsType<Command.ImportRecords>(CommandLine.Parse(["calendar", "import", "/x/Forex Factory_2024.csv"], _ => null)) is { Options: var o }
            ? (o.Source, o.Kind) : default);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await EntryPoint.RunAsync(args, output, errors);
        return (code, output.ToString().Trim(), errors.ToString().Trim());
    }
}
