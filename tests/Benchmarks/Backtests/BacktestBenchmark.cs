using System.Diagnostics;
using System.Globalization;
using Countersign.Domain.Backtests;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Benchmarks.Backtests;

/// <summary>
/// The reference strategy over twelve years of hours and over one day of ticks, every fill, ledger entry and equity point included, and the memory of
/// a run over ten years of minutes. Prices are the recorded ones where they stand beside the repository, otherwise a seeded walk as long; the minutes
/// are always made up. A figure's name says which.
/// </summary>
internal static class BacktestBenchmark
{
    /// <summary>The argument on which the process does nothing but the run whose memory is measured.</summary>
    public const string MemoryRun = "memory-of-ten-years";

    private const string Hours = "../shared/data/fx/hour/eurusd_oanda_h1_2007-2018.csv";
    private const string Ticks = "../shared/data/fx/tick/eurusd_oanda_tick_2014-05-06.csv";
    private const int HourCount = 74_439;
    private const int TickCount = 44_864;
    private const int MinuteCount = 3_700_000;
    private const double Megabyte = 1024.0 * 1024.0;

    // Long enough for the compiler to be done with what it replaces in the background, as in a search over many points.
    private static readonly TimeSpan MeasureFor = TimeSpan.FromSeconds(4);

    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var reference = Example("ema-cross");
        var (hours, source) = BenchmarkPrices.Hours(Hours, HourCount);
        var (ticks, tickSource) = BenchmarkPrices.Ticks(Ticks, TickCount);
        var onHours = new BacktestData(hours);
        var onTicks = new BacktestData([], [ticks]);
        var withStops = Example("bollinger-reversion") with { Timeframe = Timeframe.H1 };
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure($"backtest, EMA cross on {hours.Count:N0} {source} H1 bars", "bars/s", PerSecond(reference, onHours, hours.Count), null, 10_000_000, true),
            new Figure($"backtest, stops and targets, on the same bars", "bars/s", PerSecond(withStops, onHours, hours.Count), null, null, true),
            new Figure(
                $"backtest, EMA cross M1 on {ticks.Count:N0} {tickSource} ticks", "ticks/s", PerSecond(reference with { Timeframe = Timeframe.M1 }, onTicks, ticks.Count),
                null, 2_000_000, true),
            new Figure($"memory of a process that runs {MinuteCount:N0} made-up M1 bars of two sides", "MB", MegabytesOfTenYears(), null, 500, false),
        ]);
    }

    /// <summary>Builds ten years of minutes, runs the reference strategy over them, and tells the most memory that the process had.</summary>
    public static void PrintMemoryOfTenYears()
    {
        var data = new BacktestData(BenchmarkPrices.Walk(Timeframe.M1, MinuteCount, isWhole: true));
        var result = Backtest.Run(Example("ema-cross") with { Timeframe = Timeframe.M1 }, data, new BacktestSettings(EurUsd, 100_000m));
        if (result.Bars != MinuteCount || result.Fills.Length < 1_000)
        {
            throw new InvalidOperationException($"The run took {result.Bars} bars and filled {result.Fills.Length} orders.");
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine((process.PeakWorkingSet64 / Megabyte).ToString(CultureInfo.InvariantCulture));
    }

    private static double MegabytesOfTenYears()
    {
        var dll = typeof(BacktestBenchmark).Assembly.Location;
        using var child = Process.Start(new ProcessStartInfo("dotnet", [dll, MemoryRun]) { RedirectStandardOutput = true })!;
        var printed = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return double.Parse(printed, CultureInfo.InvariantCulture);
    }

    private static double PerSecond(StrategyDefinition definition, BacktestData data, int count)
    {
        var times = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < MeasureFor)
        {
            var start = Stopwatch.GetTimestamp();
            Backtest.Run(definition, data, new BacktestSettings(EurUsd, 100_000m));
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.RemoveRange(0, times.Count / 2);
        return count / Harness.Percentile([.. times], 0.5);
    }

    private static StrategyDefinition Example(string name) =>
        StrategyJson.Parse(File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", name + ".json"))) is StrategyParseResult.Valid valid
            ? valid.Definition
            : throw new InvalidOperationException("An example strategy is not valid.");
}
