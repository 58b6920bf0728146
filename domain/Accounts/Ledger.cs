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

    [JsonStringEnumMemberName("withdrawals")]
    Withdrawals,

    [JsonStringEnumMemberName("adjustments")]
    Adjustments,

    /// <summary>Between two currencies: what goes in of one comes out of another, at the entry's rate.</summary>
    [JsonStringEnumMemberName("conversion")]
    Conversion,

    /// <summary>Swap of positions held overnight.</summary>
    [JsonStringEnumMemberName("financing")]
    Financing,

    [JsonStringEnumMemberName("interest")]
    Interest,
}

/// <summary>
/// One side of an entry. What comes in is positive where it arrives (cash) and negative where it comes from (deposits, a gain).
/// </summary>
public sealed record Posting(LedgerAccount Account, Money Amount);

/// <summary>A booking: its postings sum to zero in every currency.</summary>
/// <param name="Number">1, 2, 3, … within the account.</param>
/// <param name="Rate">The rate of its conversion; null where it has none.</param>
public sealed record LedgerEntry(long Number, ImmutableArray<Posting> Postings, ConversionRate? Rate = null)
{
    [JsonIgnore]
    public bool IsBalanced
    {
        get
        {
            if (IsOfOneCurrency(out var total))
            {
                return total == 0m;
            }

            foreach (var posting in Postings)
            {
                var sum = 0m;
                foreach (var other in Postings)
                {
                    sum += other.Amount.Currency == posting.Amount.Currency ? other.Amount.Amount : 0m;
                }

                if (sum != 0m)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private bool IsOfOneCurrency(out decimal total)
    {
        total = 0m;
        foreach (var posting in Postings)
        {
            if (posting.Amount.Currency != Postings[0].Amount.Currency)
            {
                return false;
            }

            total += posting.Amount.Amount;
        }

        return true;
    }
}

/// <summary>What a ledger account holds of one currency.</summary>
public readonly record struct LedgerBalance(LedgerAccount Account, Currency Currency, decimal Amount);

/// <summary>The account's books: balances of every ledger account in every currency. In each currency they sum to zero, to the last digit.</summary>
/// <param name="Currency">The account's own, in which its cash is.</param>
/// <param name="Balances">In the order of their first posting.</param>
/// <param name="Entries">How many entries were posted.</param>
public sealed record Ledger(Currency Currency, ImmutableArray<LedgerBalance> Balances, long Entries)
{
    /// <summary>
    /// Amounts are booked to this many decimals. A product of quantity, price and rate fits exactly; only a division is rounded, so that
    /// sums never run out of decimal's 28 digits and balances stay exact.
    /// </summary>
    public const int Decimals = 12;

    /// <summary>In the account's currency.</summary>
    [JsonIgnore]
    public decimal Cash => Balance(LedgerAccount.Cash);

    public static Ledger Empty(Currency currency) => new(currency, [], 0);

    /// <summary>In the account's currency.</summary>
    public decimal Balance(LedgerAccount account) => Balance(account, Currency);

    public decimal Balance(LedgerAccount account, Currency currency)
    {
        foreach (var balance in Balances)
        {
            if (balance.Account == account && balance.Currency == currency)
            {
                return balance.Amount;
            }
        }

        return 0m;
    }

    /// <summary>Of all ledger accounts: always zero.</summary>
    public decimal Sum(Currency currency)
    {
        var sum = 0m;
        foreach (var balance in Balances)
        {
            sum += balance.Currency == currency ? balance.Amount : 0m;
        }

        return sum;
    }

    public static decimal Round(decimal amount) => Math.Round(amount, Decimals, MidpointRounding.ToEven);

    /// <summary>The next entry of these postings.</summary>
    /// <exception cref="InvalidOperationException">They do not sum to zero.</exception>
    public LedgerEntry Entry(params ImmutableArray<Posting> postings) => Entry(null, postings);

    /// <summary>The next entry of these postings, with the rate that they were converted at.</summary>
    /// <exception cref="InvalidOperationException">They do not sum to zero.</exception>
    public LedgerEntry Entry(ConversionRate? rate, ImmutableArray<Posting> postings)
    {
        var entry = new LedgerEntry(Entries + 1, postings, rate);
        return entry.IsBalanced ? entry : throw new InvalidOperationException($"Entry {entry.Number} does not balance.");
    }

    /// <exception cref="InvalidOperationException">The entry does not balance, or is not the next.</exception>
    public Ledger Post(LedgerEntry entry)
    {
        if (!entry.IsBalanced || entry.Number != Entries + 1)
        {
            throw new InvalidOperationException($"Entry {entry.Number} does not balance or is not entry {Entries + 1}.");
        }

        var balances = ImmutableArray.CreateBuilder<LedgerBalance>(Balances.Length + entry.Postings.Length);
        balances.AddRange(Balances);
        foreach (var posting in entry.Postings)
        {
            Add(balances, posting);
        }

        return this with { Balances = balances.DrainToImmutable(), Entries = entry.Number };
    }

    /// <summary>After so many entries more, which together made these postings.</summary>
    /// <exception cref="InvalidOperationException">They do not balance.</exception>
    internal Ledger After(long entries, ImmutableArray<Posting> postings) => Post(Entry(postings)) with { Entries = Entries + entries };

    public bool Equals(Ledger? other) =>
        other is not null && Currency == other.Currency && Entries == other.Entries && Balances.AsSpan().SequenceEqual(other.Balances.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Currency, Entries, Balances.Length);

    private static void Add(ImmutableArray<LedgerBalance>.Builder balances, Posting posting)
    {
        for (var i = 0; i < balances.Count; i++)
        {
            if (balances[i].Account == posting.Account && balances[i].Currency == posting.Amount.Currency)
            {
                balances[i] = balances[i] with { Amount = balances[i].Amount + posting.Amount.Amount };
                return;
            }
        }

        balances.Add(new LedgerBalance(posting.Account, posting.Amount.Currency, posting.Amount.Amount));
    }
}
