using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

public enum PositionMode
{
    /// <summary>One position a symbol: buys and sells set each other off.</summary>
    Netting,

    /// <summary>Every opening order makes a position of its own; a closing order names the one that it closes.</summary>
    Hedging,
}

public enum CostMethod
{
    /// <summary>What is closed costs the average of what is open.</summary>
    WeightedAverage,

    /// <summary>What was opened first is closed first.</summary>
    FirstInFirstOut,
}

/// <summary>How an account keeps its books, beside its limits. Null anywhere means the default.</summary>
/// <param name="Margin">Null: positions need no margin.</param>
/// <param name="Swaps">Empty: holding overnight costs nothing.</param>
/// <param name="Interest">On cash; null pays none.</param>
public sealed record AccountTerms(
    PositionMode Mode = PositionMode.Netting,
    CostMethod CostMethod = CostMethod.WeightedAverage,
    MarginTerms? Margin = null,
    ImmutableArray<SwapTerms>? Swaps = null,
    InterestTerms? Interest = null)
{
    public static AccountTerms Default { get; } = new();

    [JsonIgnore]
    public ImmutableArray<SwapTerms> SwapTable => Swaps ?? [];
}

/// <summary>What holding a position of a symbol over 17:00 New York brings, in the quote currency for one unit and one night.</summary>
/// <param name="Long">Negative where holding long costs.</param>
/// <param name="Short">Negative where holding short costs.</param>
public sealed record SwapTerms(Symbol Symbol, decimal Long, decimal Short);

/// <param name="CreditRate">A year on positive cash: 0.02 is 2 %. Days are counted over 365.</param>
/// <param name="DebitRate">A year on negative cash.</param>
public sealed record InterestTerms(decimal CreditRate, decimal DebitRate);
