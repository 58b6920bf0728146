using Countersign.Silo.Markets;
using Countersign.Silo.Markets.History;

namespace Countersign.Silo.Hosting;

/// <summary>Reads the arguments of the commands about the economic calendar and news.</summary>
internal static class RecordCommandLine
{
    public const string Usage =
        """
        usage: ./run calendar import FILE [options]  import an economic calendar (CSV or JSON)
               ./run news import FILE [options]      import news (CSV or JSON) that every tenant sees

        options
          --source NAME      who published it (default: the file's name)
          --zone Z           time zone of times without an offset, such as America/New_York (default UTC)
          --replaces         calendar: what the source no longer has between its first and its last release was called off
          --data DIR  --postgres CONN  where the desk keeps things
        """;

    public static bool Knows(string word) => word is "calendar" or "news";

    public static Command Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var kind = args[0] == "calendar" ? RecordKind.Calendar : RecordKind.News;
        var read = Arguments.Read(args, ["--data", "--postgres", "--source", "--zone"], kind == RecordKind.Calendar ? ["--replaces"] : []);
        if (read.AsksForHelp)
        {
            return new Command.Help(Usage);
        }

        if (read.Words is not [_, "import", var file])
        {
            read.Problems.Add($"{args[0]} import needs one file: ./run {args[0]} import FILE");
            return new Command.Invalid([.. read.Problems]);
        }

        var options = new RecordImportOptions(
            CommandLine.StoreOf(read, environment), kind, file, ReadSource(read, file), ReadZone(read), read.Has("--replaces"));
        return read.Problems.Count == 0 ? new Command.ImportRecords(options) : new Command.Invalid([.. read.Problems]);
    }

    private static string ReadSource(Arguments read, string file)
    {
        var source = read.Text("--source") ?? SourceOf(file);
        if (!MarketHistoryStore.IsSource(source))
        {
            read.Problems.Add($"--source: '{source}' is not a source; 1 to 32 lower-case letters, digits and hyphens are.");
        }

        return source;
    }

    private static string SourceOf(string file)
    {
        var letters = Path.GetFileNameWithoutExtension(file).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-');
        return new string([.. letters.Take(32)]).Trim('-');
    }

    private static TimeZoneInfo ReadZone(Arguments read)
    {
        if (read.Text("--zone") is not { } name)
        {
            return TimeZoneInfo.Utc;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            read.Problems.Add($"--zone: there is no time zone '{name}'; names such as Europe/London are.");
        }

        return zone ?? TimeZoneInfo.Utc;
    }
}
