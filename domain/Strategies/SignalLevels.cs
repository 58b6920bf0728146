using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What a signal asks for, without its explanation.</summary>
/// <param name="Reference">The bar's close on the side that the order would trade at.</param>
/// <param name="Stop">Of an entry; null without a stop rule and where it would not be above zero.</param>
/// <param name="Target">Likewise.</param>
internal readonly record struct Intention(Verdict Verdict, Price Reference, Price? Stop, Price? Target)
{
    /// <summary>Price distance from reference to stop; null without a stop.</summary>
    public decimal? StopDistance => Stop is { } stop ? Math.Abs(Reference - stop) : null;
}

/// <summary>Where the stop and the target of an entry stand, by the features of the bar that decided.</summary>
/// <param name="values">The features in the program's order.</param>
internal readonly struct SignalLevels(StrategyProgram program, PriceSteps steps, double[] values)
{
    public Intention Of(Verdict verdict, in BarView bar)
    {
        var reference = bar.For(verdict.Side).Close;
        return verdict.IsEntry
            ? new Intention(
                verdict, reference, Level(program.Definition.Stop, reference, -verdict.Side.Sign()),
                Level(program.Definition.Target, reference, verdict.Side.Sign()))
            : new Intention(verdict, reference, null, null);
    }

    private Price? Level(PriceDistance? rule, Price reference, int direction)
    {
        if (Distance(rule, reference) is not { } distance)
        {
            return null;
        }

        var tick = steps.Tick;
        var ticks = Math.Max(Math.Round(distance / tick, MidpointRounding.AwayFromZero), 1m);
        var level = reference + (direction * ticks * tick);
        return level.Value > 0m ? level : null;
    }

    private decimal? Distance(PriceDistance? rule, Price reference) => rule switch
    {
        null => null,
        PriceDistance.InPrice price => price.Distance,
        PriceDistance.InPips pips => pips.Pips * steps.Pip,
        PriceDistance.InPercent percent => reference.Value * percent.Percent / 100m,
        PriceDistance.InAtr atr => atr.Multiple * (decimal)values[program.FeatureNames.IndexOf(atr.Feature)],
        _ => throw new InvalidOperationException($"No distance {rule}."),
    };
}
