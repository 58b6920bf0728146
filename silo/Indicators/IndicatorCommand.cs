using System.Globalization;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Indicators;

/// <summary>Computes an indicator over a recording, with the kernel that the desk uses, and prints it.</summary>
internal static class IndicatorCommand
{
    private const int RowsShown = 10;

    // A recording whose name tells no symbol is read all the same: only integer prices and matrices need one.
    private static readonly Symbol Unnamed = Symbol.Parse("UNNAMED");

    public static async Task<int> RunAsync(Command.ComputeIndicator command, TextWriter output, TextWriter errors)
    {
        var options = command.Options;
        var closes = options.Benchmark is { } second ? ClosesOf(second, options.Side) : [];
        var bars = new IndicatorBars(OpenOne(options.Recording), options.Side);
        var indicator = IndicatorCatalogue.Create(options.Spec);
        var outputs = IndicatorCatalogue.Define(options.Spec).Outputs;
        int[] shown = options.Output is { } one ? [one] : [.. Enumerable.Range(0, outputs.Length)];

        var header = $"ts_utc,{string.Join(',', shown.Select(i => outputs[i].Name))}";
        var last = new Queue<string>(RowsShown);
        if (options.AsCsv)
        {
            await output.WriteLineAsync(header);
        }

        foreach (var bar in bars.Read(options.Recording.Timeframe ?? Timeframe.M1))
        {
            indicator.Update(bar.Input with { Benchmark = closes.GetValueOrDefault(bar.Start) });
            if (options.AsCsv)
            {
                await output.WriteLineAsync(Line(bar.Start, indicator, shown));
                continue;
            }

            if (last.Count == RowsShown)
            {
                last.Dequeue();
            }

            last.Enqueue(Line(bar.Start, indicator, shown));
        }

        if (!options.AsCsv)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Spec}: {indicator.Bars:N0} bars, warm after {indicator.WarmUpBars:N0}; the last {last.Count} (--csv prints all)"));
            await output.WriteLineAsync(header);
            foreach (var line in last)
            {
                await output.WriteLineAsync(line);
            }
        }

        if (bars.MalformedCount > 0)
        {
            await errors.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{bars.MalformedCount:N0} lines of {options.Recording.File} could not be read or came late, and are left out."));
        }

        return indicator.Bars > 0 ? EntryPoint.Done : throw new RecordingException($"{options.Recording.File}: there is no bar in it.");
    }

    private static Dictionary<DateTimeOffset, double> ClosesOf(RecordingOptions recording, MarketSide side)
    {
        var closes = new Dictionary<DateTimeOffset, double>();
        foreach (var bar in new IndicatorBars(OpenOne(recording), side).Read(recording.Timeframe ?? Timeframe.M1))
        {
            closes[bar.Start] = bar.Input.Close;
        }

        return closes;
    }

    private static Recording OpenOne(RecordingOptions options) => Recording.Open(options, Unnamed) switch
    {
        [var only] => only,
        var several => throw new RecordingException(
            $"{options.File} has the prices of {several.Count} symbols ({string.Join(", ", several.Select(each => each.Symbol))}): say --symbol S."),
    };

    private static string Line(DateTimeOffset start, IIndicator indicator, int[] shown) =>
        $"{Time(start)},{string.Join(',', shown.Select(output => Number(indicator[output])))}";

    private static string Number(double value) => double.IsNaN(value) ? string.Empty : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
