using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>A size, and how it came about.</summary>
/// <param name="Quantity">As the instrument allows it, rounded down; zero where it is refused.</param>
/// <param name="Explanation">For people: the formula with its figures.</param>
/// <param name="Refusal">Why there is no size; null where there is one.</param>
public sealed record Sizing(Quantity Quantity, string Explanation, Refusal? Refusal);

/// <summary>
/// How much to trade. Equity and prices are in the instrument's quote currency, percents of the equity. Sizes are always rounded down to what the
/// instrument allows: rounding up would risk more than was asked for.
/// </summary>
public static class PositionSizing
{
    /// <summary>Always the same quantity, in units of the base.</summary>
    public static Sizing Fixed(decimal units, Instrument instrument) => Round(units, instrument, $"{Text(units)} units");

    /// <summary>So much that the stop costs a share of the equity: equity × percent / 100 / distance.</summary>
    /// <param name="stopDistance">From entry to stop; null without a stop, which gives no size.</param>
    public static Sizing PercentRisk(decimal equity, decimal percent, decimal? stopDistance, Instrument instrument)
    {
        if (stopDistance is not > 0m)
        {
            return None("there is no stop to risk a share of the equity to");
        }

        return equity <= 0m || percent <= 0m
            ? None($"{Text(percent)} % of an equity of {Text(equity)} is nothing to risk")
            : Round(
                equity * percent / 100m / stopDistance.Value, instrument,
                $"{Text(percent)} % of {Text(equity)} over a stop distance of {Text(stopDistance.Value)}");
    }

    /// <summary>So much that it is worth a share of the equity: equity × percent / 100 / price.</summary>
    /// <param name="percent">Above 0; beyond 100 it is bought on margin.</param>
    public static Sizing EquityShare(decimal equity, decimal percent, Price price, Instrument instrument)
    {
        if (price.Value <= 0m)
        {
            return None("there is no price to buy a share of the equity at");
        }

        return equity <= 0m || percent <= 0m
            ? None($"{Text(percent)} % of an equity of {Text(equity)} is nothing to trade")
            : Round(equity * percent / 100m / price.Value, instrument, $"{Text(percent)} % of {Text(equity)} at a price of {price}");
    }

    /// <summary>So much that a move of some average true ranges costs a share of the equity: equity × percent / 100 / (range × multiple).</summary>
    /// <param name="range">Average true range, a price distance.</param>
    public static Sizing Volatility(decimal equity, decimal percent, double range, decimal multiple, Instrument instrument)
    {
        if (!double.IsFinite(range) || range <= 0 || range > (double)decimal.MaxValue || multiple <= 0m)
        {
            return None("the average true range is not known");
        }

        return PercentRisk(equity, percent, (decimal)range * multiple, instrument);
    }

    /// <summary>
    /// A fraction of Kelly's share, f = p − (1 − p) / b (J. L. Kelly, "A New Interpretation of Information Rate", 1956), lost at the stop, and
    /// never more than a cap.
    /// </summary>
    /// <param name="winRate">p, 0 to 1: how often trades win.</param>
    /// <param name="payoff">b, above 0: average win over average loss.</param>
    /// <param name="fraction">Of the full share, above 0 to 1: a half is usual, as p and b are only estimates.</param>
    /// <param name="percentMax">Cap, percent of the equity.</param>
    public static Sizing Kelly(
        decimal equity, decimal winRate, decimal payoff, decimal fraction, decimal percentMax, decimal? stopDistance, Instrument instrument)
    {
        if (winRate is < 0m or > 1m || payoff <= 0m || fraction is <= 0m or > 1m)
        {
            return None("Kelly's share needs a win rate of 0 to 1, a payoff above 0 and a fraction above 0 to 1");
        }

        var share = winRate - ((1m - winRate) / payoff);
        if (share <= 0m)
        {
            return None($"Kelly's share is {Text(share)}: by these figures the trades lose");
        }

        var percent = Math.Min(percentMax, share * fraction * 100m);
        var sized = PercentRisk(equity, percent, stopDistance, instrument);
        return sized with { Explanation = $"Kelly's share {Text(share)}, of it {Text(fraction)}, at most {Text(percentMax)} %: {sized.Explanation}" };
    }

    /// <summary>
    /// The share of the capital of each strategy so that all add the same volatility: inverse volatilities, scaled to one. Correlations are left
    /// out (the "naive" risk parity), as estimates of them are worth little where strategies are few.
    /// </summary>
    /// <param name="volatilities">Of the strategies' returns, one each, above zero.</param>
    /// <returns>Shares that sum to 1; empty where a volatility is not a positive number.</returns>
    public static ImmutableArray<decimal> RiskParity(ReadOnlySpan<double> volatilities)
    {
        var sum = 0.0;
        foreach (var volatility in volatilities)
        {
            if (!double.IsFinite(volatility) || volatility <= 0)
            {
                return [];
            }

            sum += 1 / volatility;
        }

        var shares = ImmutableArray.CreateBuilder<decimal>(volatilities.Length);
        var left = 1m;
        foreach (var volatility in volatilities)
        {
            // The last takes what rounding left, so that the shares sum to one exactly.
            var share = shares.Count == volatilities.Length - 1 ? left : Math.Round((decimal)(1 / volatility / sum), 12);
            shares.Add(share);
            left -= share;
        }

        return shares.ToImmutable();
    }

    private static Sizing Round(decimal units, Instrument instrument, string how)
    {
        var quantity = instrument.RoundQuantity(new Quantity(Math.Max(0m, units)));
        return quantity.IsZero
            ? None($"{how} are {Text(units)} units, and the smallest order of {instrument.Symbol} is {instrument.MinimumQuantity}")
            : new Sizing(quantity, $"{how}: {quantity} units", null);
    }

    private static Sizing None(string why) => new(Quantity.Zero, why, RiskRefusals.NoSize(why));

    private static string Text(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
