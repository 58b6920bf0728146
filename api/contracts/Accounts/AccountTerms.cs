namespace Countersign.Api.Contracts.Accounts;

/// <summary>How an account keeps its books. What is left out has its default.</summary>
public sealed record AccountTerms
{
    /// <summary><c>netting</c> (one position an instrument; the default) or <c>hedging</c> (one an opening order).</summary>
    public string? Mode { get; init; }

    /// <summary>What is closed costs: <c>weightedAverage</c> (the default) or <c>firstInFirstOut</c>.</summary>
    public string? CostMethod { get; init; }

    /// <summary>What fills cost; null costs nothing.</summary>
    public CommissionTerms? Commission { get; init; }

    /// <summary>Leverage and margin; null needs none.</summary>
    public MarginTerms? Margin { get; init; }

    /// <summary>What holding over 17:00 New York brings, by instrument; null brings nothing.</summary>
    public IReadOnlyList<SwapTerms>? Swaps { get; init; }

    /// <summary>On cash; null pays none.</summary>
    public InterestTerms? Interest { get; init; }
}

/// <summary>What a fill costs: the parts added, and at least the minimum. Amounts are in the account's currency.</summary>
public sealed record CommissionTerms
{
    /// <summary>Fraction of the notional of fills that take: 0.00002 is 20 for a million.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The same for fills of resting orders; negative is a rebate. Null is the other rate.</summary>
    public decimal? MakerRate { get; init; }

    /// <summary>The least that a fill costs.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>For each lot.</summary>
    public decimal? PerLot { get; init; }

    /// <summary>Units of a lot; 100,000 where nothing is said.</summary>
    public decimal? LotUnits { get; init; }

    /// <summary>With an order's first fill.</summary>
    public decimal? PerOrder { get; init; }
}

/// <summary>Leverage, and what happens when the margin runs out. Levels are equity over used margin, percent.</summary>
public sealed record MarginTerms
{
    /// <summary>By notional of one instrument, smallest first; each holds for the part of the notional within it.</summary>
    public IReadOnlyList<LeverageTier>? Tiers { get; init; }

    /// <summary>At which nothing more may be opened; 100 where nothing is said.</summary>
    public decimal? CallLevel { get; init; }

    /// <summary>At which the desk closes positions, the largest loser first; 50 where nothing is said.</summary>
    public decimal? StopOutLevel { get; init; }

    /// <summary>At which a margin call ends; a tenth above the call where nothing is said.</summary>
    public decimal? RestoreLevel { get; init; }

    /// <summary>Tiers of their own for some instruments.</summary>
    public IReadOnlyList<SymbolTiers>? Symbols { get; init; }
}

/// <summary>Leverage for a part of the notional.</summary>
public sealed record LeverageTier
{
    /// <summary>Notional of an instrument in the account's currency up to which it holds; null, in the last tier only, for all above.</summary>
    public decimal? UpTo { get; init; }

    /// <summary>1 to 1,000: 30 needs a thirtieth of the notional.</summary>
    public decimal? Leverage { get; init; }
}

/// <summary>Leverage of one instrument.</summary>
public sealed record SymbolTiers
{
    /// <summary>Such as <c>EURUSD</c>.</summary>
    public string? Symbol { get; init; }

    /// <summary>As for all instruments.</summary>
    public IReadOnlyList<LeverageTier>? Tiers { get; init; }
}

/// <summary>What holding a position over 17:00 New York brings; negative costs.</summary>
public sealed record SwapTerms
{
    /// <summary>Such as <c>EURUSD</c>.</summary>
    public string? Symbol { get; init; }

    /// <summary>For a long position.</summary>
    public decimal? Long { get; init; }

    /// <summary>For a short position.</summary>
    public decimal? Short { get; init; }

    /// <summary>
    /// <c>perUnit</c> (quote currency for one unit and night; the default) or <c>annualRate</c> (fraction of the cost for 360 days).
    /// </summary>
    public string? Unit { get; init; }
}

/// <summary>Interest on cash, fractions a year of 365 days.</summary>
public sealed record InterestTerms
{
    /// <summary>On what is there: 0.02 is 2 %.</summary>
    public decimal? CreditRate { get; init; }

    /// <summary>On what is owed.</summary>
    public decimal? DebitRate { get; init; }
}
