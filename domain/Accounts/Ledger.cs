using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

public enum LedgerAccount
{
    [JsonStringEnumMemberName("cash")]
    Cash,

    [JsonStringEnumMemberName("deposits")]
    Deposits,

    [JsonStringEnumMemberName("realised-pnl")]
    RealisedPnl,

    [JsonStringEnumMemberName("commission")]
    Commission,
}

/// <summary>
/// One side of an entry. What comes in is positive where it arrives (cash) and negative where it comes from (deposits, a gain).
/// </summary>
public sealed record Posting(LedgerAccount Account, Money Amount);

/// <summary>A booking: its postings sum to zero in every currency.</summary>
/// <param name="Number">1, 2, 3, … within the account.</param>
public sealed record LedgerEntry(long Number, ImmutableArray<Posting> Postings)
{
    [JsonIgnore]
    public bool IsBalanced => Postings.GroupBy(p => p.Amount.Currency).All(g => g.Sum(p => p.Amount.Amount) == 0m);
}

/// <summary>The account's books, in its currency. The four balances always sum to zero, to the last digit.</summary>
/// <param name="Deposits">Negative: what was paid in.</param>
/// <param name="RealisedPnl">Negative where trading gained.</param>
/// <param name="Commission">Positive: what was paid.</param>
/// <param name="Entries">How many entries were posted.</param>
public sealed record Ledger(Currency Currency, decimal Cash, decimal Deposits, decimal RealisedPnl, decimal Commission, long Entries)
{
    /// <summary>
    /// Amounts are booked to this many decimals. A product of quantity, price and rate fits exactly; only a division is rounded, so that
    /// sums never run out of decimal's 28 digits and balances stay exact.
    /// </summary>
    public const int Decimals = 12;

    public static Ledger Empty(Currency currency) => new(currency, 0m, 0m, 0m, 0m, 0);

    public decimal Balance(LedgerAccount account) => account switch
    {
        LedgerAccount.Cash => Cash,
        LedgerAccount.Deposits => Deposits,
        LedgerAccount.RealisedPnl => RealisedPnl,
        LedgerAccount.Commission => Commission,
        _ => throw new ArgumentOutOfRangeException(nameof(account), account, "There is no such ledger account."),
    };

    public static decimal Round(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.ToEven);

    /// <summary>The next entry of these postings.</summary>
    /// <exception cref="InvalidOperationException">They do not sum to zero.</exception>
    public LedgerEntry Entry(params ImmutableArray<Posting> postings)
    {
        var entry = new LedgerEntry(Entries + 1, postings);
        return entry.IsBalanced ? entry : throw new InvalidOperationException($"Entry {entry.Number} does not balance.");
    }

    /// <exception cref="InvalidOperationException">The entry does not balance, is not the next, or is in another currency.</exception>
    public Ledger Post(LedgerEntry entry)
    {
        if (!entry.IsBalanced || entry.Number != Entries + 1)
        {
            throw new InvalidOperationException($"Entry {entry.Number} does not balance or is not entry {Entries + 1}.");
        }

        var next = this with { Entries = entry.Number };
        foreach (var posting in entry.Postings)
        {
            next = next.Add(posting);
        }

        return next;
    }

    private Ledger Add(Posting posting)
    {
        var amount = (Money.Zero(Currency) + posting.Amount).Amount;
        return posting.Account switch
        {
            LedgerAccount.Cash => this with { Cash = Cash + amount },
            LedgerAccount.Deposits => this with { Deposits = Deposits + amount },
            LedgerAccount.RealisedPnl => this with { RealisedPnl = RealisedPnl + amount },
            LedgerAccount.Commission => this with { Commission = Commission + amount },
            _ => throw new ArgumentOutOfRangeException(nameof(posting), posting.Account, "There is no such ledger account."),
        };
    }
}
