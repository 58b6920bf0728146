using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Silo.Hosting;

/// <summary>What the program was asked to do.</summary>
internal abstract record Command
{
    private Command()
    {
    }

    /// <summary>Run the desk until it is told to stop.</summary>
    public sealed record Serve(ServeOptions Options) : Command;

    /// <summary>Walk the journal's hash chains.</summary>
    public sealed record VerifyAudit(StoreOptions Store, string? Tenant) : Command;

    /// <summary>Make a tenant with its four users, and print their passwords once.</summary>
    public sealed record CreateTenant(StoreOptions Store, string Name) : Command;

    /// <summary>Print how to use the program.</summary>
    public sealed record Help : Command;

    /// <summary>The words are off; every problem is a sentence that says what would be right.</summary>
    public sealed record Invalid(ImmutableArray<string> Problems) : Command;
}

/// <summary>Where the desk keeps what it must not lose.</summary>
/// <param name="DataFolder">Holds the SQLite file and the keys.</param>
/// <param name="Postgres">A connection string; the journal is in PostgreSQL where given.</param>
internal sealed record StoreOptions(string DataFolder, string? Postgres);

/// <summary>How the desk runs.</summary>
/// <param name="Store">Where it keeps things.</param>
/// <param name="Port">HTTP, 0 to 65535; 0 takes a free one.</param>
/// <param name="Address">The address to listen on.</param>
/// <param name="Replay">A recording instead of the simulated market.</param>
/// <param name="Seed">Of the simulated market.</param>
internal sealed record ServeOptions(StoreOptions Store, int Port, string Address, ReplayOptions? Replay, int Seed)
{
    /// <summary>False runs the grains and the API without the pages.</summary>
    public bool Web { get; init; } = true;

    /// <summary>Where the API of another process is; with it this one runs the pages alone.</summary>
    public Uri? Api { get; init; }
}

/// <summary>A recording to play.</summary>
/// <param name="File">Its path.</param>
/// <param name="Symbol">What it quotes; null reads it from the file's name.</param>
/// <param name="Format">The recording's format; null detects it.</param>
/// <param name="Speed">Times real time; null is as fast as the desk takes it.</param>
internal sealed record ReplayOptions(string File, Symbol? Symbol, RecordedFormat? Format, double? Speed);

/// <summary>Reads the program's arguments. Environment variables stand behind them: <c>COUNTERSIGN_POSTGRES</c>, <c>COUNTERSIGN_DATA</c>.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Countersign: a trading desk where machines propose trades and people countersign them.

        usage: ./run [options]                    start the desk on http://localhost:8080
               ./run audit verify [--tenant T]    walk the journal's hash chains
               ./run tenant create NAME           make a tenant with its four users

        options
          --port N           HTTP port (default 8080; 0 takes a free one)
          --address A        address to listen on (default localhost; 0.0.0.0 for every one)
          --data DIR         where the desk keeps its file and keys (default ./data)
          --postgres CONN    journal in PostgreSQL instead of SQLite (or COUNTERSIGN_POSTGRES)
          --replay FILE      play a recorded market instead of the simulated one
          --symbol S         what the recording quotes (default: read from its name)
          --format F         auto, ticks, bars, trades or mt5 (default auto)
          --speed X          1, 10 or any factor of real time, or max (default 1)
          --seed N           seed of the simulated market (default 1)
          --roles LIST       silo,api,web (default), silo,api or web
          --api ADDRESS      with --roles web: where the API is, such as http://desk:8080
          --help             this text
        """;

    private static readonly string[] WithValue =
        ["--port", "--address", "--data", "--postgres", "--replay", "--symbol", "--format", "--speed", "--seed", "--tenant", "--roles", "--api"];

    public static Command Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new List<string>();
        var problems = new List<string>();
        var isEveryOptionKnown = true;
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = Split(args[i]);
            if (name is "--help" or "-h" or "help")
            {
                return new Command.Help();
            }

            if (!name.StartsWith('-'))
            {
                words.Add(args[i]);
            }
            else if (!WithValue.Contains(name))
            {
                isEveryOptionKnown = false;
                problems.Add($"There is no option {name}; --help lists them.");
            }
            else if (inline is null && (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                problems.Add($"{name} needs a value.");
            }
            else if (!values.TryAdd(name, inline ?? args[++i]))
            {
                problems.Add($"{name} is given twice.");
            }
        }

        var store = new StoreOptions(
            Path.GetFullPath(values.GetValueOrDefault("--data") ?? environment("COUNTERSIGN_DATA") ?? "data"),
            values.GetValueOrDefault("--postgres") ?? environment("COUNTERSIGN_POSTGRES"));
        Command command = words switch
        {
            [] => Serve(values, store, problems),
            ["audit", "verify"] => new Command.VerifyAudit(store, values.GetValueOrDefault("--tenant")),
            ["tenant", "create", var name] => new Command.CreateTenant(store, name),
            ["tenant", "create"] => Problem(problems, "tenant create needs a name: ./run tenant create acme"),
            _ when isEveryOptionKnown => Problem(problems, $"There is no command '{string.Join(' ', words)}'; --help lists them."),

            // The word is likely an unknown option's value; the known options are read all the same, to name every problem at once.
            _ => Serve(values, store, problems),
        };
        return problems.Count == 0 ? command : new Command.Invalid([.. problems]);
    }

    private static Command Serve(Dictionary<string, string> values, StoreOptions store, List<string> problems)
    {
        var port = Whole(values, "--port", 8080, 0, 65535, problems);
        var seed = Whole(values, "--seed", 1, 0, int.MaxValue, problems);
        ReplayOptions? replay = null;
        if (values.TryGetValue("--replay", out var file))
        {
            replay = new ReplayOptions(file, ReadSymbol(values, problems), ReadFormat(values, problems), ReadSpeed(values, problems));
            if (!File.Exists(file))
            {
                problems.Add($"--replay: there is no file {file}");
            }
        }
        else if (values.Keys.FirstOrDefault(k => k is "--symbol" or "--format" or "--speed") is { } alone)
        {
            problems.Add($"{alone} goes with --replay FILE.");
        }

        var (web, api) = ReadRoles(values, problems);
        return new Command.Serve(
            new ServeOptions(store, port, values.GetValueOrDefault("--address") ?? "localhost", replay, seed) { Web = web, Api = api });
    }

    /// <summary>The API stands beside its silo for now; the pages can be anywhere that reaches the API.</summary>
    private static (bool Web, Uri? Api) ReadRoles(Dictionary<string, string> values, List<string> problems)
    {
        var names = values.GetValueOrDefault("--roles", "silo,api,web")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var roles = string.Join(',', names.Distinct().Order(StringComparer.Ordinal));
        if (roles is not ("api,silo,web" or "api,silo" or "web"))
        {
            problems.Add($"--roles: '{values["--roles"]}' cannot be run; silo,api,web or silo,api or web can.");
        }

        var given = values.TryGetValue("--api", out var text);
        if (given != (roles == "web"))
        {
            problems.Add(given ? "--api goes with --roles web." : "--roles web needs --api ADDRESS: where the API of another process is.");
        }

        Uri? api = null;
        if (given && (!Uri.TryCreate(text, UriKind.Absolute, out api) || api.Scheme is not ("http" or "https")))
        {
            problems.Add($"--api: '{text}' is not an address such as http://desk:8080.");
        }

        return (roles != "api,silo", roles == "web" ? api : null);
    }

    private static Symbol? ReadSymbol(Dictionary<string, string> values, List<string> problems)
    {
        if (!values.TryGetValue("--symbol", out var text))
        {
            return null;
        }

        try
        {
            return Symbol.Parse(text.ToUpperInvariant());
        }
        catch (FormatException e)
        {
            problems.Add($"--symbol: {e.Message}");
            return null;
        }
    }

    private static RecordedFormat? ReadFormat(Dictionary<string, string> values, List<string> problems)
    {
        var name = values.GetValueOrDefault("--format", "auto");
        if (name == "auto")
        {
            return null;
        }

        if (RecordedFormat.Find(name) is { } format)
        {
            return format;
        }

        problems.Add($"--format: '{name}' is not a format; auto, {string.Join(", ", RecordedFormat.All.Select(f => f.Name))} are.");
        return null;
    }

    private static double? ReadSpeed(Dictionary<string, string> values, List<string> problems)
    {
        var text = values.GetValueOrDefault("--speed", "1");
        if (text == "max")
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 1_000_000)
        {
            return speed;
        }

        problems.Add($"--speed: '{text}' is not a speed; 1, 10, any factor up to 1000000, and max are.");
        return null;
    }

    private static int Whole(Dictionary<string, string> values, string name, int preset, int min, int max, List<string> problems)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return preset;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        problems.Add($"{name}: '{text}' is not a whole number from {min} to {max}.");
        return preset;
    }

    private static Command Problem(List<string> problems, string problem)
    {
        problems.Add(problem);
        return new Command.Help();
    }

    private static (string Name, string? Value) Split(string arg)
    {
        var equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=') : -1;
        return equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..]);
    }
}
