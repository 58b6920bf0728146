using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Silo.Markets.History;

namespace Countersign.Silo.Hosting;

/// <summary>A recording that a command reads.</summary>
/// <param name="Symbol">Null reads it from the file's name; of a matrix, all its columns.</param>
/// <param name="Timeframe">Of bars; null measures it.</param>
/// <param name="Format">Null detects it.</param>
/// <param name="Digits">Of integer prices; null takes the instrument's.</param>
internal sealed record RecordingOptions(
    string File, Symbol? Symbol, Timeframe? Timeframe, RecordedFormat? Format, RecordedZone? Zone, int? Digits, bool Adjusted)
{
    /// <summary>The asks' bars where the file has the bids' alone.</summary>
    public string? AskFile { get; init; }
}

/// <summary>Which side of the market is wanted.</summary>
internal enum MarketSide
{
    Both,
    Bid,
    Ask,
    Mid,
}

/// <param name="Timeframe">Null exports ticks.</param>
/// <param name="Source">Null takes the best of each period.</param>
/// <param name="File">Null writes to the standard output.</param>
internal sealed record ExportOptions(
    Symbol Symbol, Timeframe? Timeframe, DateTimeOffset From, DateTimeOffset Until, MarketSide Side, string? Source, string? File);

/// <summary>Reads the arguments of the commands about market data.</summary>
internal static class DataCommandLine
{
    public static string Usage { get; } =
        $"""
        usage: ./run import FILE [options]       store a recording in the market history; a second time goes on where it was
               ./run export --symbol S [options] write a part of the history as CSV
               ./run data check FILE [options]   look through a recording for gaps, duplicates, crossed quotes, outliers, …
               ./run data list                   say what the history holds

        options of a recording
          --symbol S         what it quotes (default: read from the file's name)
          --timeframe T      {string.Join(", ", Timeframes.All)} (default: the smallest distance of its bars)
          --format F         auto, {string.Join(", ", RecordedFormat.All.Select(f => f.Name))}
          --zone Z           utc, +02:00, mt5 or a name such as Europe/Berlin (default: the format's)
          --digits N         digits behind the point of integer prices (default: the instrument's)
          --adjusted         prices of shares with dividends and splits taken out, where the file has the factors
          --map COLUMNS      a format of your own: time=0,open=1,high=2,low=3,close=4,volume=5 or time=0,bid=1,ask=2
          --time-format F    with --map: iso (default), unix, unix_ms, or such as dd/MM/yyyy HH:mm
          --separator C      with --map: comma (default), semicolon or tab
          --no-header        with --map: the first line is data
          --ask FILE         import: the asks' bars, where FILE has the bids' alone
          --source NAME      import: where the rows come from (default import)
          --json             check: the whole report as JSON

        options of an export
          --symbol S  --timeframe T (default M1; ticks for ticks)  --from TIME  --until TIME (UTC)
          --side bid|ask|mid|both (default both)  --source NAME (default: the best of each period)  --output FILE (default: standard output)

        options of all
          --data DIR  --postgres CONN  where the history is, as for the desk
        """;

    private static readonly string[] Store = ["--data", "--postgres"];

    /// <summary>Options with a value that say how a recording is read.</summary>
    public static readonly string[] RecordingOptionNames =
        ["--symbol", "--timeframe", "--format", "--zone", "--digits", "--map", "--time-format", "--separator"];

    private static readonly string[] Mapping = ["--time-format", "--separator", "--no-header"];

    public static bool Knows(string word) => word is "import" or "export" or "data";

    public static Command Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var read = args[0] switch
        {
            "import" => Arguments.Read(args, [.. Store, .. RecordingOptionNames, "--source", "--ask"], ["--adjusted", "--no-header"]),
            "export" => Arguments.Read(args, [.. Store, "--symbol", "--timeframe", "--from", "--until", "--side", "--source", "--output"], []),
            _ => Arguments.Read(args, [.. Store, .. RecordingOptionNames], ["--adjusted", "--no-header", "--json"]),
        };
        if (read.AsksForHelp)
        {
            return new Command.Help(Usage);
        }

        var store = CommandLine.StoreOf(read, environment);
        Command? command = read.Words switch
        {
            ["import", var file] => new Command.Import(store, ReadRecording(read, file), ReadSource(read) ?? "import"),
            ["import"] => Problem(read, "import needs a file: ./run import eurusd.csv"),
            ["export"] => new Command.Export(store, ReadExport(read)),
            ["data", "check", var file] => new Command.CheckData(ReadRecording(read, file), read.Has("--json")),
            ["data", "check"] => Problem(read, "data check needs a file: ./run data check eurusd.csv"),
            ["data", "list"] => new Command.ListData(store),
            _ => Problem(read, $"There is no command '{string.Join(' ', read.Words)}'; ./run {args[0]} --help lists them."),
        };
        return read.Problems.Count == 0 ? command! : new Command.Invalid([.. read.Problems]);
    }

    /// <summary>The options of a recording that was named; a file that is not there is a problem.</summary>
    public static RecordingOptions ReadRecording(Arguments read, string file)
    {
        foreach (var path in ((string?[])[file, read.Text("--ask")]).OfType<string>().Where(path => !File.Exists(path)))
        {
            read.Problems.Add($"There is no file {path}.");
        }

        return new RecordingOptions(
            file, read.Symbol("--symbol"), ReadTimeframe(read), ReadMapping(read) ?? CommandLine.ReadFormat(read), ReadZone(read),
            read.OptionalWhole("--digits", 0, 8), read.Has("--adjusted")) { AskFile = read.Text("--ask") };
    }

    private static RecordedFormat? ReadMapping(Arguments read)
    {
        if (read.Text("--map") is not { } map)
        {
            if (read.Given.FirstOrDefault(Mapping.Contains) is { } alone)
            {
                read.Problems.Add($"{alone} goes with --map.");
            }

            return null;
        }

        if (read.Text("--format") is not null)
        {
            read.Problems.Add("--format and --map are two ways to say the same: one of them is right.");
        }

        var separator = read.OneOf("--separator", "comma", "semicolon", "tab") switch { "semicolon" => ';', "tab" => '\t', _ => ',' };
        if (!RecordedMapping.TryRead(map, read.Text("--time-format") ?? "iso", separator, !read.Has("--no-header"), out var format, out var problems))
        {
            read.Problems.AddRange(problems.Select(p => "--map: " + p));
        }

        return format;
    }

    private static Timeframe? ReadTimeframe(Arguments read) =>
        read.OneOf("--timeframe", [.. Timeframes.All.Select(t => t.ToString())]) is { } name ? Enum.Parse<Timeframe>(name) : null;

    private static RecordedZone? ReadZone(Arguments read)
    {
        if (read.Text("--zone") is not { } text)
        {
            return null;
        }

        if (!RecordedZone.TryParse(text, out var zone))
        {
            read.Problems.Add($"--zone: '{text}' is not a zone; utc, +02:00, mt5 and names such as Europe/Berlin are.");
        }

        return zone;
    }

    private static string? ReadSource(Arguments read)
    {
        if (read.Text("--source") is { } source && !MarketHistoryStore.IsSource(source))
        {
            read.Problems.Add($"--source: '{source}' is not a source; 1 to 32 lower-case letters, digits and hyphens are.");
        }

        return read.Text("--source");
    }

    private static ExportOptions ReadExport(Arguments read)
    {
        var symbol = read.Symbol("--symbol");
        if (read.Text("--symbol") is null)
        {
            read.Problems.Add("export needs --symbol S; ./run data list says what there is.");
        }

        ImmutableArray<string> timeframes = ["ticks", .. Timeframes.All.Select(t => t.ToString())];
        var timeframe = read.OneOf("--timeframe", timeframes) ?? nameof(Timeframe.M1);
        var from = read.Time("--from") ?? DateTimeOffset.MinValue;
        var until = read.Time("--until") ?? DateTimeOffset.MaxValue;
        if (from >= until)
        {
            read.Problems.Add("--from must be before --until.");
        }

        return new ExportOptions(
            symbol ?? default, timeframe == "ticks" ? null : Enum.Parse<Timeframe>(timeframe), from, until,
            read.OneOf("--side", "both", "bid", "ask", "mid") switch { "bid" => MarketSide.Bid, "ask" => MarketSide.Ask, "mid" => MarketSide.Mid, _ => MarketSide.Both },
            ReadSource(read), read.Text("--output"));
    }

    private static Command? Problem(Arguments read, string problem)
    {
        read.Problems.Add(problem);
        return null;
    }
}
