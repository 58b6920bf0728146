using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Silo.Backtests;
using Countersign.Silo.Indicators;
using Countersign.Silo.Markets;

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

    /// <summary>Make somebody who manages tenants, and print the password once.</summary>
    public sealed record CreatePlatformAdmin(StoreOptions Store, string Login) : Command;

    /// <summary>Store a recording in the market history.</summary>
    public sealed record Import(StoreOptions Store, RecordingOptions Recording, string Source) : Command;

    /// <summary>Write a part of the market history as CSV.</summary>
    public sealed record Export(StoreOptions Store, ExportOptions Options) : Command;

    /// <summary>Look through a recording for flaws.</summary>
    public sealed record CheckData(RecordingOptions Recording, bool AsJson) : Command;

    /// <summary>Say what the market history holds.</summary>
    public sealed record ListData(StoreOptions Store) : Command;

    /// <summary>Compute an indicator over a recording.</summary>
    public sealed record ComputeIndicator(IndicatorOptions Options) : Command;

    /// <summary>Run a strategy over recorded prices.</summary>
    public sealed record RunBacktest(BacktestCommandOptions Options) : Command;

    /// <summary>Import an economic calendar or news.</summary>
    public sealed record ImportRecords(RecordImportOptions Options) : Command;

    /// <summary>Print how to use the program, or one of its commands.</summary>
    public sealed record Help(string Text) : Command;

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
    /// <summary>Names of live feeds, the best first; empty is the simulated market.</summary>
    public ImmutableArray<string> Feeds { get; init; } = [];

    /// <summary>What the live feeds follow; empty takes what they usually do.</summary>
    public ImmutableArray<Symbol> Symbols { get; init; } = [];

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
               ./run platform create LOGIN        make somebody who manages tenants
               ./run import FILE                  store a recording in the market history
               ./run export                       write a part of the market history as CSV
               ./run data check FILE              look through a recording for flaws
               ./run data list                    say what the market history holds
               ./run indicator 'rsi(14)' --data FILE --csv   compute an indicator over a recording
               ./run backtest STRATEGY.json --data FILE   run a strategy over recorded prices
               ./run calendar import FILE         import an economic calendar
               ./run news import FILE             import news for all tenants
               (import, export, data, indicator, backtest, calendar and news have more options: ./run import --help)

        options
          --port N           HTTP port (default 8080; 0 takes a free one)
          --address A        address to listen on (default localhost; 0.0.0.0 for every one)
          --data DIR         where the desk keeps its file and keys (default ./data)
          --postgres CONN    journal in PostgreSQL instead of SQLite (or COUNTERSIGN_POSTGRES)
          --feed LIST        simulation (default), or kraken, kraken-beta by rank: the next takes over where one falls silent
          --symbols LIST     with --feed kraken: what is followed, such as EURUSD,BTCUSD
          --replay FILE      play a recorded market instead of the simulated one
          --symbol S         what the recording quotes (default: read from its name)
          --format F         auto, ticks, bars, trades, mt5 and others (./run import --help; default auto)
          --speed X          1, 10 or any factor of real time, or max (default 1)
          --seed N           seed of the simulated market (default 1)
          --roles LIST       silo,api,web (default), silo,api or web
          --api ADDRESS      with --roles web: where the API is, such as http://desk:8080
          --help             this text
        """;

    private static readonly string[] WithValue =
        ["--port", "--address", "--data", "--postgres", "--replay", "--symbol", "--format", "--speed", "--seed", "--tenant", "--roles", "--api", "--feed", "--symbols"];

    public static Command Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        if (args.Count > 0 && RecordCommandLine.Knows(args[0]))
        {
            return RecordCommandLine.Parse(args, environment);
        }

        if (args.Count > 0 && IndicatorCommandLine.Knows(args[0]))
        {
            return IndicatorCommandLine.Parse(args);
        }

        if (args.Count > 0 && BacktestCommandLine.Knows(args[0]))
        {
            return BacktestCommandLine.Parse(args);
        }

        if (args.Count > 0 && DataCommandLine.Knows(args[0]))
        {
            return DataCommandLine.Parse(args, environment);
        }

        var read = Arguments.Read(args, WithValue, []);
        if (read.AsksForHelp)
        {
            return new Command.Help(Usage);
        }

        var store = StoreOf(read, environment);
        Command command = read.Words switch
        {
            [] => Serve(read, store),
            ["audit", "verify"] => new Command.VerifyAudit(store, read.Text("--tenant")),
            ["tenant", "create", var name] => new Command.CreateTenant(store, name),
            ["platform", "create", var login] => new Command.CreatePlatformAdmin(store, login),
            ["platform", "create"] => Problem(read, "platform create needs a login: ./run platform create ops@example.com"),
            ["tenant", "create"] => Problem(read, "tenant create needs a name: ./run tenant create acme"),
            _ when read.IsEveryOptionKnown => Problem(read, $"There is no command '{string.Join(' ', read.Words)}'; --help lists them."),

            // The word is likely an unknown option's value; the known options are read all the same, to name every problem at once.
            _ => Serve(read, store),
        };
        return read.Problems.Count == 0 ? command : new Command.Invalid([.. read.Problems]);
    }

    /// <summary>Where the desk keeps things; environment variables stand behind the options.</summary>
    public static StoreOptions StoreOf(Arguments read, Func<string, string?> environment) => new(
        Path.GetFullPath(read.Text("--data") ?? environment("COUNTERSIGN_DATA") ?? "data"),
        read.Text("--postgres") ?? environment("COUNTERSIGN_POSTGRES"));

    /// <summary>A recording's format by its name; null detects it.</summary>
    public static RecordedFormat? ReadFormat(Arguments read)
    {
        var name = read.Text("--format") ?? "auto";
        if (name == "auto" || RecordedFormat.Find(name) is not null)
        {
            return RecordedFormat.Find(name);
        }

        read.Problems.Add($"--format: '{name}' is not a format; auto, {string.Join(", ", RecordedFormat.All.Select(f => f.Name))} are.");
        return null;
    }

    private static Command Serve(Arguments read, StoreOptions store)
    {
        var port = read.Whole("--port", 8080, 0, 65535);
        var seed = read.Whole("--seed", 1, 0, int.MaxValue);
        ReplayOptions? replay = null;
        if (read.Text("--replay") is { } file)
        {
            replay = new ReplayOptions(file, read.Symbol("--symbol"), ReadFormat(read), ReadSpeed(read));
            if (!File.Exists(file))
            {
                read.Problems.Add($"--replay: there is no file {file}");
            }
        }
        else if (read.Given.FirstOrDefault(k => k is "--symbol" or "--format" or "--speed") is { } alone)
        {
            read.Problems.Add($"{alone} goes with --replay FILE.");
        }

        var (web, api) = ReadRoles(read);
        return new Command.Serve(
            new ServeOptions(store, port, read.Text("--address") ?? "localhost", replay, seed)
            {
                Web = web, Api = api, Feeds = ReadFeeds(read), Symbols = ReadSymbols(read),
            });
    }

    private static ImmutableArray<string> ReadFeeds(Arguments read)
    {
        if (read.Text("--feed") is not { } text)
        {
            return [];
        }

        ImmutableArray<string> names = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];
        if (read.Text("--replay") is not null)
        {
            read.Problems.Add("--feed and --replay are two markets: one of them is right.");
        }
        else if (names.IsEmpty || names.FirstOrDefault(n => n is not ("simulation" or "kraken" or "kraken-beta")) is not null)
        {
            read.Problems.Add($"--feed: '{text}' is no feed; simulation, kraken and kraken-beta are.");
        }
        else if (names.Contains("simulation") && names.Length > 1)
        {
            read.Problems.Add("--feed: made-up prices never stand in for a venue's; simulation goes alone.");
        }

        return names is ["simulation"] ? [] : names;
    }

    private static ImmutableArray<Symbol> ReadSymbols(Arguments read)
    {
        var symbols = ImmutableArray.CreateBuilder<Symbol>();
        foreach (var name in (read.Text("--symbols") ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Instruments.Known.FirstOrDefault(i => i.Symbol.Value == name.ToUpperInvariant());
            if (known is null)
            {
                read.Problems.Add($"--symbols: the desk does not know '{name}'; {string.Join(", ", Instruments.Known.Select(i => i.Symbol))} are known.");
            }
            else
            {
                symbols.Add(known.Symbol);
            }
        }

        if (read.Text("--symbols") is not null && (read.Text("--feed") ?? "simulation") == "simulation")
        {
            read.Problems.Add("--symbols goes with --feed kraken.");
        }

        return symbols.ToImmutable();
    }

    /// <summary>The API stands beside its silo for now; the pages can be anywhere that reaches the API.</summary>
    private static (bool Web, Uri? Api) ReadRoles(Arguments read)
    {
        var names = (read.Text("--roles") ?? "silo,api,web")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var roles = string.Join(',', names.Distinct().Order(StringComparer.Ordinal));
        if (roles is not ("api,silo,web" or "api,silo" or "web"))
        {
            read.Problems.Add($"--roles: '{read.Text("--roles")}' cannot be run; silo,api,web or silo,api or web can.");
        }

        var text = read.Text("--api");
        if (text is not null != (roles == "web"))
        {
            read.Problems.Add(
                text is not null ? "--api goes with --roles web." : "--roles web needs --api ADDRESS: where the API of another process is.");
        }

        Uri? api = null;
        if (text is not null && (!Uri.TryCreate(text, UriKind.Absolute, out api) || api.Scheme is not ("http" or "https")))
        {
            read.Problems.Add($"--api: '{text}' is not an address such as http://desk:8080.");
        }

        return (roles != "api,silo", roles == "web" ? api : null);
    }

    private static double? ReadSpeed(Arguments read)
    {
        var text = read.Text("--speed") ?? "1";
        if (text == "max")
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= 1_000_000)
        {
            return speed;
        }

        read.Problems.Add($"--speed: '{text}' is not a speed; 1, 10, any factor up to 1000000, and max are.");
        return null;
    }

    private static Command Problem(Arguments read, string problem)
    {
        read.Problems.Add(problem);
        return new Command.Help(Usage);
    }
}
