using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>How much a strategy trades: its size rule within its own caps. Live, in a backtest, and when a decision is made again.</summary>
public static class StrategySize
{
    /// <summary>The size depends on the account's equity, so that somebody has to ask for it.</summary>
    public static bool NeedsEquity(StrategyDefinition definition) =>
        definition.Size.IsOfEquity || definition.RiskCaps?.MaxOpenRiskPercent is not null;

    /// <summary>The quantity of an entry, without sign, as the instrument allows it; zero where nothing is to be opened.</summary>
    /// <param name="equity">In the quote currency; not looked at where <see cref="NeedsEquity"/> is false.</param>
    public static Quantity Of(StrategyDefinition definition, in SizeBasis basis, decimal equity, Instrument instrument)
    {
        var wanted = definition.Size.Size(equity, in basis, instrument).Quantity;
        if (definition.RiskCaps is not { } caps)
        {
            return wanted;
        }

        var units = wanted.Value;
        if (caps.MaxUnits is { } max)
        {
            units = Math.Min(units, max - basis.Held.Value);
        }

        if (caps.MaxOpenRiskPercent is { } percent)
        {
            // What has no stop has no bound.
            units = basis is { StopDistance: > 0m and var distance, HeldRisk: { } held }
                ? Math.Min(units, ((equity * percent / 100m) - held) / distance)
                : 0m;
        }

        return instrument.RoundQuantity(new Quantity(Math.Max(0m, units)));
    }

    /// <summary>The quantity of a partial exit, without sign: rounded down to the lot, and zero where it or the rest would be too small to trade.</summary>
    /// <param name="open">What is open, without sign or with it.</param>
    public static Quantity PartOf(Quantity open, decimal percent, Instrument instrument)
    {
        var part = instrument.RoundQuantity(new Quantity(open.Abs().Value * percent / 100m));
        return open.Abs() - part < instrument.MinimumQuantity ? Quantity.Zero : part;
    }
}
