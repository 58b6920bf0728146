using System.Collections.Immutable;
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

    /// <summary>Null where holding the symbol overnight costs nothing.</summary>
    public SwapTerms? SwapOf(Symbol symbol)
    {
        foreach (var swap in Swaps ?? [])
        {
            if (swap.Symbol == symbol)
            {
                return swap;
            }
        }

        return null;
    }

    public bool Equals(AccountTerms? other) => other is not null && Mode == other.Mode && CostMethod == other.CostMethod && Margin == other.Margin
        && Interest == other.Interest && (Swaps ?? []).AsSpan().SequenceEqual((other.Swaps ?? []).AsSpan());

    public override int GetHashCode() => HashCode.Combine(Mode, CostMethod, Margin, Interest, Swaps?.Length ?? 0);
}

public enum SwapUnit
{
    /// <summary>In the quote currency for one unit and one night; swap points times the size of a point.</summary>
    PerUnit,

    /// <summary>A fraction of what the position cost for a year of 360 days: -0.03 costs 3 %.</summary>
    AnnualRate,
}

/// <summary>What holding a position of a symbol over 17:00 New York brings.</summary>
/// <param name="Long">Negative where holding long costs.</param>
/// <param name="Short">Negative where holding short costs.</param>
public sealed record SwapTerms(Symbol Symbol, decimal Long, decimal Short, SwapUnit Unit = SwapUnit.PerUnit)
{
    private const decimal DaysOfYear = 360m;

    /// <summary>What a position brings for some nights, in its quote currency. By its cost, not the price of the night: a rollover that is booked
    /// days later, after an outage, comes to the same amount.</summary>
    public decimal Of(Position position, int nights)
    {
        var size = Unit == SwapUnit.PerUnit ? position.Quantity.Abs().Value : Math.Abs(position.Cost) / DaysOfYear;
        return Ledger.Round(size * (position.Quantity.Value > 0m ? Long : Short) * nights);
    }
}

/// <param name="CreditRate">A year on positive cash: 0.02 is 2 %. Days are counted over 365.</param>
/// <param name="DebitRate">A year on negative cash.</param>
public sealed record InterestTerms(decimal CreditRate, decimal DebitRate)
{
    private const decimal DaysOfYear = 365m;

    public decimal Of(decimal cash, int days) => Ledger.Round(cash * (cash >= 0m ? CreditRate : DebitRate) * days / DaysOfYear);
}
