using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Reports;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Backtests;

/// <summary>Runs a strategy over recordings, with the engine that the desk's own backtests use, and says what came of it.</summary>
internal sealed class BacktestCommand(BacktestCommandOptions options, TextWriter output, TextWriter errors)
{
    private const int DefectsShown = 10;

    // The compiler takes its time with what runs often; what the second half of the runs take is what a search over many of them takes.
    private static readonly TimeSpan MeasureFor = TimeSpan.FromMilliseconds(1_500);

    public static Task<int> RunAsync(Command.RunBacktest command, TextWriter output, TextWriter errors) =>
        new BacktestCommand(command.Options, output, errors).RunAsync();

    private async Task<int> RunAsync()
    {
        if (await ReadStrategyAsync() is not { } definition)
        {
            return EntryPoint.Failed;
        }

        var prices = new RecordedPrices(definition.Symbols.Length == 1 ? definition.Symbols[0] : null, options.Until);
        foreach (var recording in options.Recordings)
        {
            prices.Read(recording);
        }

        var data = prices.ToData(await ReadCalendarAsync(definition));
        var plan = await PlanAsync(definition, data);
        if (options.IsStudy)
        {
            return await new StudyCommand(options, output, errors).RunAsync(plan, await ReadPlanAsync());
        }

        BacktestResult result;
        double perSecond;
        try
        {
            (result, perSecond) = Measure(plan);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new RecordingException(e.Message);
        }

        if (prices.MalformedCount > 0)
        {
            await errors.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{prices.MalformedCount:N0} lines could not be read or came late, and are left out (./run data check names them)."));
        }

        await WriteFilesAsync(plan, result);
        var metrics = BacktestMetrics.Of(result, MetricsSettings.Default);
        await output.WriteLineAsync(options.AsJson ? ToJson(plan, result, metrics, perSecond) : BacktestText.Of(plan, result, metrics, perSecond, prices.Sources));
        return EntryPoint.Done;
    }

    /// <summary>Nothing is quietly left out: a strategy that asks for a calendar gets one, or its user is told.</summary>
    private async Task<ImmutableArray<EconomicRelease>> ReadCalendarAsync(StrategyDefinition definition)
    {
        if (options.Calendar is null)
        {
            if (definition.Forbid?.News is not null)
            {
                await errors.WriteLineAsync("The strategy opens nothing around news, and there is no --calendar: it is run as if nothing were ever released.");
            }

            return [];
        }

        var calendar = CalendarReader.Read(await ReadTextAsync(options.Calendar), "file", TimeZoneInfo.Utc);
        foreach (var defect in calendar.Defects.Take(DefectsShown))
        {
            await errors.WriteLineAsync($"{options.Calendar}, line {defect.Line}: {defect.Detail}");
        }

        return calendar.Releases.IsEmpty ? throw new RecordingException($"{options.Calendar} holds no release that can be used.") : calendar.Releases;
    }

    private static async Task<string> ReadTextAsync(string path)
    {
        try
        {
            return await File.ReadAllTextAsync(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{path} cannot be read: {e.Message}");
        }
    }

    private async Task<StrategyDefinition?> ReadStrategyAsync()
    {
        switch (StrategyJson.Parse(await ReadTextAsync(options.Strategy)))
        {
            case StrategyParseResult.Valid valid:
                return options.Timeframe is { } timeframe ? valid.Definition with { Timeframe = timeframe } : valid.Definition;
            case StrategyParseResult.Invalid invalid:
                await errors.WriteLineAsync($"{options.Strategy} is not a valid strategy:");
                foreach (var error in invalid.Errors)
                {
                    await errors.WriteLineAsync($"  {error}");
                }

                return null;
            default:
                throw new InvalidOperationException("Unknown parse result.");
        }
    }

    private async Task<BacktestPlan> PlanAsync(StrategyDefinition definition, BacktestData data)
    {
        ImmutableArray<Symbol> recorded = [.. data.Series.Select(s => s.Symbol).Concat(data.Ticks.Select(t => t.Symbol)).Distinct()];
        ImmutableArray<Symbol> traded = [.. definition.Symbols.Where(s => recorded.Contains(s))];
        if (traded.IsEmpty)
        {
            await errors.WriteLineAsync(
                $"The strategy names {string.Join(", ", definition.Symbols)}; it is run on {recorded[0]}, which the recording quotes.");
            traded = [recorded[0]];
            definition = definition with { Symbols = traded };
        }

        var first = traded[0];
        var digits = data.Series.FirstOrDefault(s => s.Symbol == first)?.Digits ?? data.Ticks.First(t => t.Symbol == first).Digits;
        var instrument = Instruments.Find(first) ?? await AssumeAsync(first, digits);
        return new BacktestPlan(
            [new BacktestStrategy(definition, traded)], data, new BacktestSettings(instrument, options.Cash, Seed: options.Seed, TradeFrom: options.From));
    }

    /// <summary>A recording may be of anything; what is not known of it is said.</summary>
    private async Task<Instrument> AssumeAsync(Symbol symbol, int digits)
    {
        var isPair = symbol.Value.Length == 6;
        var tick = new decimal(1, 0, 0, false, (byte)digits);
        var (@base, quote) = isPair ? (symbol.Value[..3], symbol.Value[3..]) : ("XXX", "USD");
        await errors.WriteLineAsync($"The desk does not know {symbol}: taken as priced in {quote}, in steps of {tick}, traded in {(isPair ? "0.0001" : "1")}.");
        return new Instrument(
            symbol, symbol.Value, Currency.Parse(@base), Currency.Parse(quote), tick, isPair ? 0.0001m : 1m, new Quantity(isPair ? 0.0001m : 1m),
            new Quantity(1_000_000_000m), tick * 10m, digits);
    }

    private (BacktestResult Result, double BarsPerSecond) Measure(BacktestPlan plan)
    {
        var begun = Stopwatch.GetTimestamp();
        var result = Backtest.Run(plan);
        var times = new List<double> { Stopwatch.GetElapsedTime(begun).TotalSeconds };
        while (options.AsJson && Stopwatch.GetElapsedTime(begun) < MeasureFor)
        {
            var start = Stopwatch.GetTimestamp();
            var again = Backtest.Run(plan);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (again != result)
            {
                throw new InvalidOperationException("The same backtest gave another result: this is a bug, please report it with the strategy and the recording.");
            }
        }

        times.RemoveRange(0, times.Count / 2);
        times.Sort();
        return (result, result.Bars / times[times.Count / 2]);
    }

    private async Task<string?> ReadPlanAsync() => options.Plan is { } path ? await ReadTextAsync(path) : null;

    private async Task WriteFilesAsync(BacktestPlan plan, BacktestResult result)
    {
        await WriteAsync(options.Fills, writer => BacktestCsv.WriteFills(writer, result));
        await WriteAsync(options.Trades, writer => BacktestCsv.WriteTrades(writer, result));
        await WriteAsync(options.Equity, writer => BacktestCsv.WriteEquity(writer, result));
        await WriteAsync(options.Report, writer => writer.Write(BacktestReport.Html(BacktestReportInput.Of(plan, result))));
    }

    private static string ToJson(BacktestPlan plan, BacktestResult result, BacktestMetrics metrics, double barsPerSecond)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("strategy", plan.Strategies[0].Definition.Name);
            writer.WriteString("timeframe", plan.Strategies[0].Definition.Timeframe.ToString());
            writer.WriteNumber("barsPerSecond", Math.Round(barsPerSecond));
            BacktestJson.WriteSummary(writer, result, metrics, BacktestBreakdowns.Of(result, MetricsSettings.Default.Days));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private async Task WriteAsync(string? path, Action<TextWriter> write)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
            write(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{path} cannot be written: {e.Message}");
        }

        await errors.WriteLineAsync($"Written: {path}");
    }
}
