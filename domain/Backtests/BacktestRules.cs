using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>Whether a plan can be run, and what it leaves to be worked out.</summary>
internal static class BacktestRules
{
    /// <exception cref="ArgumentException">It cannot; the message says what would do.</exception>
    public static void Require(BacktestPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(plan.Settings.StartCash);
        if (plan.Strategies.IsDefaultOrEmpty || plan.Strategies.Length > BacktestPlan.StrategiesMax)
        {
            throw new ArgumentException($"A backtest runs 1 to {BacktestPlan.StrategiesMax} strategies.", nameof(plan));
        }

        foreach (var (definition, symbols) in plan.Strategies)
        {
            if (symbols is { IsEmpty: true })
            {
                throw new ArgumentException($"'{definition.Name}' is run on no symbol: name one of {string.Join(", ", definition.Symbols)}.", nameof(plan));
            }
        }

        if (plan.Settings.Terms?.Mode == PositionMode.Hedging)
        {
            throw new ArgumentException("Backtests net positions: leave the mode of the terms at netting.", nameof(plan));
        }
    }

    /// <summary>The prices that the strategies agree on trading at.</summary>
    /// <exception cref="ArgumentException">They do not agree.</exception>
    public static CostPrices PricesOf(BacktestPlan plan)
    {
        var prices = plan.Strategies.Select(s => s.Definition.Costs.Prices).Distinct().ToArray();
        return prices.Length == 1
            ? prices[0]
            : throw new ArgumentException("The strategies' costs trade at different prices, and one market has one spread: let them agree.", nameof(plan));
    }

    /// <summary>The account's commission: the settings', or what the strategies agree on.</summary>
    /// <exception cref="ArgumentException">They do not agree.</exception>
    public static CommissionModel CommissionOf(BacktestPlan plan)
    {
        if (plan.Settings.Commission is { } given)
        {
            return given;
        }

        var costs = plan.Strategies.Select(s => s.Definition.Costs.CommissionRate).Distinct().ToArray();
        return costs.Length == 1
            ? new CommissionModel(costs[0], 0m)
            : throw new ArgumentException("The strategies' costs differ, and one account charges one: give its commission in the settings.", nameof(plan));
    }

    /// <exception cref="ArgumentException">The desk does not know the symbol.</exception>
    public static Instrument InstrumentOf(Symbol symbol, BacktestSettings settings) => FindInstrument(symbol, settings)
        ?? throw new ArgumentException($"The desk does not know {symbol}: {string.Join(", ", Instruments.Known.Select(i => i.Symbol))} are known.");

    public static Instrument? FindInstrument(Symbol symbol, BacktestSettings settings) =>
        settings.Instrument.Symbol == symbol ? settings.Instrument : Instruments.Find(symbol);
}
