using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Backtests;

/// <summary>A backtest that the command line asked for.</summary>
/// <param name="Strategy">Path of the definition.</param>
/// <param name="Recordings">What it runs on, at least one.</param>
/// <param name="Timeframe">Instead of the definition's.</param>
/// <param name="From">Trading begins here; what is before warms up.</param>
/// <param name="Until">Prices from here on are left out.</param>
/// <param name="Calendar">Path of an economic calendar, for what is forbidden around news.</param>
/// <param name="Plan">Path of a study's plan; null is a single run.</param>
/// <param name="Check">The study is a check for leaks.</param>
/// <param name="Trials">Where a study's trials go.</param>
internal sealed record BacktestCommandOptions(
    string Strategy,
    ImmutableArray<RecordingOptions> Recordings,
    Timeframe? Timeframe,
    decimal Cash,
    int Seed,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    bool AsJson,
    string? Report,
    string? Fills,
    string? Trades,
    string? Equity,
    string? Calendar,
    string? Plan = null,
    bool Check = false,
    string? Trials = null)
{
    public bool IsStudy => Check || Plan is not null;
}

/// <summary>Reads the arguments of <c>backtest</c>.</summary>
internal static class BacktestCommandLine
{
    public const string Usage = """
        usage: ./run backtest STRATEGY.json --data FILE [options]   run a strategy over recorded prices

        Decided when a bar is complete, filled by the next price. The recording is of the strategy's timeframe or finer: finer bars and ticks are
        joined into the bars that decide, and give the path inside them. Several files (a.csv,b.csv) are several symbols, or the finer prices of one.

        options
          --data FILE[,FILE]  recorded bars or ticks, in any format of ./run import --help
          --symbol S          what the recording quotes (default: read from its name, or the strategy's only symbol)
          --timeframe T       decide on bars of T instead of the strategy's own: M1, M5, M15, M30, H1, H4, D1
          --cash N            what the account begins with (default 100000)
          --from TIME         trade from then on (UTC); the bars before warm the indicators up
          --until TIME        leave out what is later
          --calendar FILE     the economic calendar (CSV or JSON, UTC), for strategies that open nothing around releases
          --seed N            of everything random in how orders fill (default 0)
          --json              the result as one JSON object: bars, fills, trades, finalValue, maxDrawdownPercent, barsPerSecond and all metrics
          --report FILE.html  a report that needs nothing beside itself
          --fills FILE.csv    every fill;  --trades FILE.csv every trade;  --equity FILE.csv the account's value bar by bar
          --plan PLAN.json    many runs instead of one: optimisation, walk forward, Monte Carlo or scenarios, as docs/research.md says; "kind" in it names
                              which. --report, --fills and the like are then of the run that it keeps;  --trials FILE.csv  every variant, or fold
          --check             look for knowledge of the future, and for indicators that are not warmed up; exit code 1 where there is something
          and those of a recording: ./run import --help

        With --json the run is repeated for a second and a half, and barsPerSecond is the median of the second half of the runs: the prices are in
        memory, and every run must give the same result.
        """;

    private static readonly string[] WithValue =
    [
        "--data", "--symbol", "--timeframe", "--format", "--zone", "--digits", "--map", "--time-format", "--separator", "--cash", "--seed", "--from",
        "--until", "--report", "--fills", "--trades", "--equity", "--calendar", "--plan", "--trials",
    ];

    public static bool Knows(string word) => word == "backtest";

    public static Command Parse(IReadOnlyList<string> args)
    {
        var read = Arguments.Read(args, WithValue, ["--json", "--adjusted", "--no-header", "--check"]);
        if (read.AsksForHelp)
        {
            return new Command.Help(Usage);
        }

        string? strategy = null;
        switch (read.Words)
        {
            case ["backtest", var file]:
                strategy = file;
                if (!File.Exists(file))
                {
                    read.Problems.Add($"There is no file {file}.");
                }

                break;
            default:
                read.Problems.Add("backtest needs one strategy: ./run backtest examples/strategies/ema-cross.json --data eurusd_h1.csv");
                break;
        }

        // It is the strategy's here; a recording's own is measured.
        var timeframe = read.OneOf("--timeframe", [.. Timeframes.All.Select(t => t.ToString())]) is { } name ? Enum.Parse<Timeframe>(name) : (Timeframe?)null;
        var files = (read.Text("--data") ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (files.Length == 0)
        {
            read.Problems.Add("backtest needs --data FILE: recorded bars or ticks.");
        }

        ImmutableArray<RecordingOptions> recordings = [.. files.Select(file => DataCommandLine.ReadRecording(read, file) with { Timeframe = null })];
        var (from, until) = (read.Time("--from"), read.Time("--until"));
        if (from >= until)
        {
            read.Problems.Add("--from must be before --until.");
        }

        if (read.Has("--check") && read.Text("--plan") is not null)
        {
            read.Problems.Add("--check is a study of its own: it goes without --plan.");
        }

        if (read.Text("--trials") is not null && read.Text("--plan") is null)
        {
            read.Problems.Add("--trials goes with --plan: one run tries nothing.");
        }

        var options = new BacktestCommandOptions(
            strategy ?? string.Empty, recordings, timeframe, ReadCash(read), read.Whole("--seed", 0, 0, int.MaxValue), from, until,
            read.Has("--json"), read.Text("--report"), read.Text("--fills"), read.Text("--trades"), read.Text("--equity"), read.Text("--calendar"),
            read.Text("--plan"), read.Has("--check"), read.Text("--trials"));
        return read.Problems.Count == 0 ? new Command.RunBacktest(options) : new Command.Invalid([.. read.Problems.Distinct()]);
    }

    private static decimal ReadCash(Arguments read)
    {
        if (read.Text("--cash") is not { } text)
        {
            return 100_000m;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cash) && cash is > 0m and <= 1_000_000_000_000m)
        {
            return cash;
        }

        read.Problems.Add($"--cash: '{text}' is not an amount above 0, such as 100000.");
        return 0m;
    }
}
