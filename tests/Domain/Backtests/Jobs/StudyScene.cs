using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Backtests.Research;
using Xunit.Sdk;

namespace Countersign.Tests.Domain.Backtests.Jobs;

/// <summary>Studies of the reference strategy over minutes of a seeded walk.</summary>
internal static class StudyScene
{
    public const string Search =
        """
        "parameters":[{"name":"fast","at":["$.entry.long.crossesAbove[0]","$.entry.short.crossesBelow[0]"],"argument":"period","from":4,"to":12,"step":4},
          {"name":"slow","at":["$.entry.long.crossesAbove[1]","$.entry.short.crossesBelow[1]"],"argument":"period","from":20,"to":50,"step":10}],
        "constraints":["fast < slow"]
        """;

    public const string Grid = "{" + Search + """, "objective":{"metric":"return"}, "search":{"method":"grid","batch":5} }""";

    public static readonly BacktestData Walk = new(ResearchScene.Walk(3_000));

    public static BacktestPlan Plan(StrategyDefinition? definition = null) =>
        new([new BacktestStrategy(definition ?? ResearchScene.Cross())], Walk, ResearchScene.Settings);

    public static StudyPlan Read(StudyKind kind, string json) => StudyPlanJson.Read(ResearchScene.Cross(), kind, json) switch
    {
        ResearchReading<StudyPlan>.Valid { Value: var plan } => plan,
        ResearchReading<StudyPlan>.Invalid invalid => throw new XunitException(string.Join("\n", invalid.Errors)),
        var other => throw new XunitException($"{other}"),
    };

    public static ImmutableArray<StrategyError> Errors(StudyKind kind, string json) =>
        StudyPlanJson.Read(ResearchScene.Cross(), kind, json) is ResearchReading<StudyPlan>.Invalid invalid
            ? invalid.Errors
            : throw new XunitException("The plan is valid.");

    public static BacktestOutcome.Study Run(StudyKind kind, string json = "{}", IResearchWorkers? workers = null, BacktestPlan? plan = null) =>
        StudyRun.Run(Read(kind, json), plan ?? Plan(), workers ?? SequentialWorkers.Instance);

    public static T Found<T>(StudyKind kind, string json = "{}") where T : StudyResult => (T)Run(kind, json).Found;
}

/// <summary>Works from the last item to the first, as other cores might.</summary>
internal sealed class BackwardWorkers : IResearchWorkers
{
    public ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken) =>
        [.. items.Reverse().Select(item => work(item, cancellationToken)).ToList().AsEnumerable().Reverse()];
}

/// <summary>Counts runs, and is told to stop after some.</summary>
internal sealed class CountedWorkers(int stopAfter, CancellationTokenSource stop) : IResearchWorkers
{
    public int Done { get; private set; }

    public ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken) =>
        SequentialWorkers.Instance.Run(
            items,
            (item, token) =>
            {
                if (++Done == stopAfter)
                {
                    stop.Cancel();
                }

                return work(item, token);
            },
            cancellationToken);
}
