using Countersign.Domain.Indicators;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Indicators;

/// <summary>What to compute, of what.</summary>
/// <param name="Output">One output of it; null all.</param>
/// <param name="Benchmark">The second market, for indicators that compare two.</param>
/// <param name="AsCsv">Every bar as CSV; otherwise the last ones as a table.</param>
internal sealed record IndicatorOptions(
    IndicatorSpec Spec, int? Output, RecordingOptions Recording, RecordingOptions? Benchmark, MarketSide Side, bool AsCsv);

/// <summary>Reads the arguments of <c>indicator</c>.</summary>
internal static class IndicatorCommandLine
{
    public static string Usage { get; } =
        $"""
        usage: ./run indicator 'rsi(14)' --data FILE [options]   compute an indicator of the catalogue over a recording
               ./run indicator list                              name every indicator with its parameters and outputs

        'macd(12,26,9)' prints all outputs, 'macd(12,26,9).signal' one; parameters that are left out take their defaults.

        options
          --data FILE        the recording; ticks are made into bars of --timeframe (default M1)
          --side bid|ask|mid of quotes with two sides (default bid)
          --csv              time and outputs of every bar at full precision, empty where there is no value; otherwise the last bars
          --benchmark FILE   the second market, for indicators that compare two: its close of the same time, in the same format
          and those of a recording: ./run import --help
        """;

    public static bool Knows(string word) => word == "indicator";

    public static Command Parse(IReadOnlyList<string> args)
    {
        var read = Arguments.Read(
            args, [.. DataCommandLine.RecordingOptionNames, "--data", "--side", "--benchmark"], ["--csv", "--adjusted", "--no-header"]);
        if (read.AsksForHelp)
        {
            return new Command.Help(Usage);
        }

        Command? command = read.Words switch
        {
            ["indicator", "list"] => new Command.Help(Catalogue()),
            ["indicator", var text] => Compute(read, text),
            _ => null,
        };
        if (command is null && read.Problems.Count == 0)
        {
            read.Problems.Add("indicator needs one indicator: ./run indicator 'rsi(14)' --data eurusd.csv --csv");
        }

        return read.Problems.Count == 0 ? command! : new Command.Invalid([.. read.Problems]);
    }

    private static Command.ComputeIndicator? Compute(Arguments read, string text)
    {
        SeriesReference.OfIndicator? series = null;
        if (!IndicatorCatalogue.TryParse(text, out var any, out var refusal))
        {
            read.Problems.Add(refusal.Message);
        }
        else if ((series = any as SeriesReference.OfIndicator) is null)
        {
            read.Problems.Add($"{text} is a price of the bar, not an indicator.");
        }

        var side = read.OneOf("--side", "bid", "ask", "mid") switch { "ask" => MarketSide.Ask, "mid" => MarketSide.Mid, _ => MarketSide.Bid };
        if (read.Text("--data") is not { } file)
        {
            read.Problems.Add("indicator needs --data FILE.");
            return null;
        }

        var recording = DataCommandLine.ReadRecording(read, file);
        var benchmark = read.Text("--benchmark") is { } second ? DataCommandLine.ReadRecording(read, second) : null;
        if (series is null)
        {
            return null;
        }

        if (benchmark is null && IndicatorCatalogue.Define(series.Spec).NeedsBenchmark)
        {
            read.Problems.Add($"{series.Spec.Name} compares two markets: say --benchmark FILE.");
        }

        int? output = series.Output > 0 || text.TrimEnd()[^1] != ')' && text.Contains('.', StringComparison.Ordinal) ? series.Output : null;
        return new Command.ComputeIndicator(new IndicatorOptions(series.Spec, output, recording, benchmark, side, read.Has("--csv")));
    }

    private static string Catalogue() => string.Join(
        Environment.NewLine,
        IndicatorCatalogue.Definitions.Select(definition =>
            $"{IndicatorCatalogue.DefaultsOf(definition).Text,-28} {definition.Title}: {string.Join(", ", definition.Outputs.Select(output => output.Name))}"));
}
