using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What a signal asks for, without its explanation.</summary>
/// <param name="Reference">The bar's close on the side that the order would trade at.</param>
/// <param name="Stop">Of an entry; null without a stop rule and where it would not be above zero.</param>
/// <param name="Target">Likewise.</param>
/// <param name="StopTrail">Makes the stop of an entry trail at the venue; null where it stays.</param>
/// <param name="Percent">Of the open quantity, to leave a part of it; null else.</param>
/// <param name="Basis">What the size of an entry is computed on.</param>
internal readonly record struct Intention(
    Verdict Verdict, Price Reference, Price? Stop, Price? Target, Trail? StopTrail = null, decimal? Percent = null, SizeBasis Basis = default)
{
    /// <summary>Price distance from reference to stop; null without a stop.</summary>
    public decimal? StopDistance => Stop is { } stop ? Math.Abs(Reference - stop) : null;
}

/// <summary>Prices by the features of the bar that decides.</summary>
/// <param name="values">The features in the program's order.</param>
internal readonly struct SignalLevels(StrategyProgram program, PriceSteps steps, double[] values)
{
    public Intention Of(Verdict verdict, in BarView bar, in StrategyPosition position)
    {
        var reference = bar.For(verdict.Side).Close;
        return verdict.IsEntry ? Entry(verdict, reference, in bar, in position)
            : verdict.IsPartial ? new Intention(verdict, reference, null, null, Percent: PercentOf(in position))
            : new Intention(verdict, reference, null, null);
    }

    /// <summary>A distance from a price, as the features are now; null without a rule, or where it counts a risk that there is not.</summary>
    /// <param name="sign">+1 for a long position, −1 for a short one.</param>
    public decimal? Distance(DistancePlan? plan, Price reference, int sign, in BarView bar, decimal? risk) =>
        plan?.Of(reference, sign, bar.Ask.Close - bar.Bid.Close, steps, values, risk);

    /// <summary>The price so far from another, rounded to the tick and at least one tick away; null where it would not be above zero.</summary>
    public Price? Level(decimal? distance, Price from, int direction) =>
        distance is { } far && from + (direction * InTicks(far)) is { Value: > 0m } level ? level : null;

    /// <summary>A price as an order may have it.</summary>
    public Price Rounded(Price price) => new(Math.Round(price.Value / steps.Tick, MidpointRounding.AwayFromZero) * steps.Tick);

    private Intention Entry(Verdict verdict, Price reference, in BarView bar, in StrategyPosition position)
    {
        var sign = verdict.Side.Sign();
        var trailing = program.TrailsAtVenue ? Distance(program.Trailing, reference, sign, in bar, null) : null;
        var distance = Distance(program.Stop, reference, sign, in bar, null);
        var stop = Level(distance < trailing ? distance : trailing ?? distance, reference, -sign);
        decimal? risk = stop is { } level ? Math.Abs(reference - level) : null;
        var target = Level(Distance(program.Target, reference, sign, in bar, risk), reference, sign);
        var basis = new SizeBasis(
            reference, risk, program.SizeRange >= 0 ? values[program.SizeRange] : null,
            verdict.Reason == SignalReason.Pyramid ? position.Quantity.Abs() : Quantity.Zero, HeldRisk(verdict, in position));
        return new Intention(verdict, reference, stop, target, trailing is { } follow ? Trail(follow) : null, null, basis);
    }

    private static decimal? HeldRisk(Verdict verdict, in StrategyPosition position) =>
        verdict.Reason != SignalReason.Pyramid ? 0m
        : position.ProtectiveStop is { } stop ? Math.Max(0m, -position.UnrealisedAt(stop))
        : null;

    private Trail Trail(decimal distance) => program.Definition.Trailing!.Distance is PriceDistance.InPercent percent
        ? new Trail(percent.Percent, TrailUnit.Percent)
        : new Trail(InTicks(distance), TrailUnit.Distance);

    private decimal PercentOf(in StrategyPosition position) => program.Definition.Partials[position.Memory!.Value.Partials].Percent;

    private decimal InTicks(decimal distance) =>
        Math.Max(Math.Round(distance / steps.Tick, MidpointRounding.AwayFromZero), 1m) * steps.Tick;
}
