using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Accounts;

/// <summary>One entry of an account's double-entry ledger: its postings sum to zero in every currency.</summary>
/// <param name="Number">1, 2, 3, … within the account.</param>
/// <param name="At">When it was booked, UTC.</param>
/// <param name="Kind"><c>deposit</c>, <c>withdrawal</c>, <c>adjustment</c>, <c>fill</c>, <c>swap</c>, <c>interest</c> or <c>split</c>.</param>
/// <param name="OrderId">The order whose fill it booked, <c>o-…</c>.</param>
/// <param name="Postings">Its sides.</param>
/// <param name="Rate">The rate of its conversion; null where it has none.</param>
/// <param name="Cash">The account's cash after it, in the account's currency.</param>
public sealed record LedgerEntry(
    long Number, DateTimeOffset At, string Kind, string? OrderId, IReadOnlyList<Posting> Postings, ConversionRate? Rate,
    decimal Cash);

/// <summary>One side of an entry.</summary>
/// <param name="Account">What it is booked to, such as <c>cash</c>, <c>deposits</c>, <c>realisedPnl</c> or <c>commission</c>.</param>
/// <param name="Amount">Exact; positive where it arrives, negative where it comes from.</param>
/// <param name="Currency">Its currency.</param>
public sealed record Posting(string Account, decimal Amount, string Currency);

/// <summary>The rate that an entry was converted at.</summary>
/// <param name="From">Of this currency.</param>
/// <param name="To">Into this one.</param>
/// <param name="Rate">Units of <paramref name="To"/> for one of <paramref name="From"/>.</param>
/// <param name="Time">Of the quote that it comes from, UTC; of the older one where it is crossed.</param>
/// <param name="Path">Where it comes from: <c>EURUSD</c>, <c>1/USDJPY</c>, <c>EURUSD x 1/GBPUSD</c>, or <c>fill</c> for the trade's own
/// price.</param>
public sealed record ConversionRate(string From, string To, decimal Rate, DateTimeOffset Time, string Path);

/// <summary>Pays into an account.</summary>
public sealed record DepositRequest
{
    /// <summary>How much, in the account's currency; over 0.</summary>
    [Required]
    public decimal? Amount { get; init; }

    /// <summary>The account's currency, such as <c>USD</c>; said so that nobody pays in another by mistake.</summary>
    [Required]
    public string? Currency { get; init; }
}

/// <summary>Pays out of an account what no position needs.</summary>
public sealed record WithdrawalRequest
{
    /// <summary>How much, in the account's currency; over 0.</summary>
    [Required]
    public decimal? Amount { get; init; }

    /// <summary>The account's currency, such as <c>USD</c>.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>Why, for the record; 1,000 characters at most.</summary>
    public string? Reason { get; init; }
}

/// <summary>Corrects an account's cash: a fee, a dividend, a mistake of the venue.</summary>
public sealed record AdjustmentRequest
{
    /// <summary>How much, in the account's currency; negative takes away, not 0.</summary>
    [Required]
    public decimal? Amount { get; init; }

    /// <summary>The account's currency, such as <c>USD</c>.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}
