using System.Diagnostics;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Silo.Backtests;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Benchmarks.Backtests;

/// <summary>
/// A grid of 1,000 points of the reference strategy over twelve years of hours on two cores, and what a point costs beside its run. The bars are the
/// recorded ones where they stand beside the repository, otherwise a seeded walk as long, and the figure's name says so.
/// </summary>
internal static class ResearchBenchmark
{
    private const string Recording = "../shared/data/fx/hour/eurusd_oanda_h1_2007-2018.csv";
    private const int BarCount = 74_439;
    private const int Cores = 2;

    private const string Grid =
        """
        {"parameters":[
          {"name":"fast","at":["$.entry.long.crossesAbove[0]","$.entry.short.crossesBelow[0]"],"argument":0,"from":5,"to":29},
          {"name":"slow","at":["$.entry.long.crossesAbove[1]","$.entry.short.crossesBelow[1]"],"argument":0,"from":30,"to":225,"step":5}],
         "constraints":["fast < slow"]}
        """;

    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var (bars, source) = BenchmarkPrices.Hours(Recording, BarCount);
        var space = ((ResearchReading<ParameterSpace>.Valid)ParameterSpaceJson.Read(Reference(), Grid)).Value;
        var study = new ResearchStudy(space, new BacktestData(bars), new BacktestSettings(EurUsd, 100_000m), Objective.Best("sharpe"));
        var define = MicrosecondsToDefine(space);
        var figures = MicrosecondsOfFigures(study);
        Optimisation.Run(study, new SearchRun(space, new SearchSettings(new SearchMethod.Random(20))), new ParallelWorkers(Cores));
        var watch = Stopwatch.StartNew();
        var search = Optimisation.Run(study, new SearchRun(space, new SearchSettings(new SearchMethod.Grid(), Batch: 50)), new ParallelWorkers(Cores));
        var elapsed = watch.Elapsed.TotalSeconds;
        if (search.Evaluations.Count(e => e.Outcome is PointOutcome.Scored) != 1_000)
        {
            throw new InvalidOperationException("The grid was not run whole.");
        }

        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure($"grid of 1,000 points on 74,439 {source} H1 bars, {Cores} cores", "s", elapsed, null, 20.0, false),
            new Figure("a point's text made, parsed and validated", "µs", define, null, 1_000.0, false),
            new Figure("a point's figures", "µs", figures, null, null, false),
        ]);
    }

    private static double MicrosecondsToDefine(ParameterSpace space)
    {
        var watch = new Stopwatch();
        for (var round = 0; round < 3; round++)
        {
            watch.Restart();
            for (var i = 0; i < 1_000; i++)
            {
                _ = (StrategyParseResult.Valid)space.Define(new ParameterPoint([i % 25, i / 25]));
            }
        }

        return watch.Elapsed.TotalMicroseconds / 1_000.0;
    }

    private static double MicrosecondsOfFigures(ResearchStudy study)
    {
        var result = study.Run(study.Space.Definition);
        var watch = new Stopwatch();
        for (var round = 0; round < 3; round++)
        {
            watch.Restart();
            for (var i = 0; i < 50; i++)
            {
                _ = PointFigures.Of(result, MetricsSettings.Default);
            }
        }

        return watch.Elapsed.TotalMicroseconds / 50.0;
    }

    private static StrategyDefinition Reference() =>
        StrategyJson.Parse(File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", "ema-cross.json")))
            is StrategyParseResult.Valid valid ? valid.Definition : throw new InvalidOperationException("The reference strategy is not valid.");
}
