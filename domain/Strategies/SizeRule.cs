using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

/// <summary>How much to trade.</summary>
public abstract record SizeRule
{
    /// <summary>The largest share of the equity that one trade may put at risk, in percent.</summary>
    public const decimal RiskPercentMax = 10m;

    private SizeRule()
    {
    }

    /// <summary>Always the same quantity, in units of the base currency; more than 0, at most 1e9.</summary>
    public sealed record FixedUnits(decimal Units) : SizeRule;

    /// <summary>So much that the stop costs this share of equity, in percent: more than 0, at most 10. Needs a stop.</summary>
    public sealed record RiskPercent(decimal Percent) : SizeRule;

    /// <summary>So much that it is worth this share of equity, in percent: more than 0, at most 5,000, which is a leverage of 50.</summary>
    public sealed record EquityPercent(decimal Percent) : SizeRule;

    /// <summary>So much that a move of some average true ranges costs a share of equity.</summary>
    /// <param name="Percent">Of the equity; more than 0, at most 10.</param>
    /// <param name="Period">Of the range, 2 to 500 bars.</param>
    /// <param name="Multiple">Of the range; more than 0, at most 100.</param>
    public sealed record Volatility(decimal Percent, int Period, decimal Multiple) : SizeRule
    {
        /// <summary>The indicator that gives the range.</summary>
        public string Feature => string.Create(CultureInfo.InvariantCulture, $"atr({Period})");
    }

    /// <summary>A fraction of Kelly's share, lost at the stop, and never more than 10 percent of equity. Needs a stop.</summary>
    /// <param name="Fraction">More than 0, at most 1.</param>
    /// <param name="WinRate">How often trades win, 0 to 1.</param>
    /// <param name="Payoff">Average win over average loss; more than 0, at most 100.</param>
    public sealed record Kelly(decimal Fraction, decimal WinRate, decimal Payoff) : SizeRule;

    /// <summary>The size depends on the account's equity.</summary>
    public bool IsOfEquity => this is not FixedUnits;

    /// <summary>The size is a loss at the stop.</summary>
    public bool NeedsStop => this is RiskPercent or Kelly;

    /// <summary>
    /// The quantity to trade, without sign, as the instrument allows it (rounded down), how it came about, and why it is zero: where a share has
    /// nothing to divide by, or even the smallest order is more.
    /// </summary>
    /// <param name="equity">Account equity in the quote currency.</param>
    public Sizing Size(decimal equity, in SizeBasis basis, Instrument instrument) => this switch
    {
        FixedUnits fixedUnits => PositionSizing.Fixed(fixedUnits.Units, instrument),
        RiskPercent risk => PositionSizing.PercentRisk(equity, risk.Percent, basis.StopDistance, instrument),
        EquityPercent share => PositionSizing.EquityShare(equity, share.Percent, basis.Reference, instrument),
        Volatility v => PositionSizing.Volatility(equity, v.Percent, basis.Range ?? double.NaN, v.Multiple, instrument),
        Kelly k => PositionSizing.Kelly(equity, k.WinRate, k.Payoff, k.Fraction, RiskPercentMax, basis.StopDistance, instrument),
        _ => throw new InvalidOperationException($"No size rule {this}."),
    };
}
