using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Dearer trading than assumed.</summary>
/// <param name="SlippagePips">What every order that takes pays beyond what it does already, in pips; zero or more.</param>
/// <param name="CommissionTimes">Factor on every commission; zero or more.</param>
/// <param name="PerOrder">Added to each order's commission, in the account's currency; zero or more.</param>
public sealed record CostLevel(decimal SlippagePips = 0m, decimal CommissionTimes = 1m, decimal PerOrder = 0m)
{
    public static CostLevel AsAssumed { get; } = new();
}

/// <summary>A run at one level of costs.</summary>
public sealed record CostRun(CostLevel Level, PointFigures Figures);

/// <summary>Runs a strategy again with worse fills: an edge that a pip takes away was none.</summary>
public static class CostStress
{
    /// <returns>One run a level, in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A level is negative.</exception>
    public static ImmutableArray<CostRun> Run(
        ResearchStudy study, StrategyDefinition definition, ImmutableArray<CostLevel> levels, IResearchWorkers workers, CancellationToken cancellationToken = default)
    {
        var prepared = study.Prepared();
        return workers.Run(
            levels,
            (level, token) =>
            {
                var (own, traded) = prepared.AtOwnPrices(definition);
                var dearer = Dearer(own, traded, level);
                return new CostRun(level, dearer.FiguresOf(dearer.Run(traded, token)));
            },
            cancellationToken);
    }

    /// <summary>The study with a level's costs.</summary>
    private static ResearchStudy Dearer(ResearchStudy study, StrategyDefinition definition, CostLevel level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level.SlippagePips);
        ArgumentOutOfRangeException.ThrowIfNegative(level.CommissionTimes);
        ArgumentOutOfRangeException.ThrowIfNegative(level.PerOrder);
        var settings = study.Settings;
        var commission = settings.Commission ?? new CommissionModel(definition.Costs.CommissionRate, 0m);
        var rules = settings.Rules ?? PaperRules.Default;
        var distance = level.SlippagePips * settings.Instrument.PipSize;
        var (slippage, widening) = rules.Slippage switch
        {
            SlippageModel.None when distance > 0m => (new SlippageModel.Fixed(distance), 0m),
            SlippageModel.Fixed known => (new SlippageModel.Fixed(known.Distance + distance), 0m),

            // Other models have no distance to add to: half of a wider spread comes to the same for orders that take.
            var other => (other, distance * 2m),
        };
        return study with
        {
            Settings = settings with
            {
                Commission = commission with
                {
                    Rate = commission.Rate * level.CommissionTimes,
                    Minimum = commission.Minimum * level.CommissionTimes,
                    MakerRate = commission.MakerRate * level.CommissionTimes,
                    PerLot = commission.PerLot * level.CommissionTimes,
                    PerOrder = ((commission.PerOrder ?? 0m) * level.CommissionTimes) + level.PerOrder,
                },
                Rules = rules with { Slippage = slippage },
            },
            Data = widening == 0m ? study.Data : StressData.Change(study.Data, series => StressData.Widen(series, widening)),
        };
    }
}
