using Countersign.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class LedgerTests
{
    [Fact]
    public void Entry_ThatDoesNotSumToZero_IsABug() =>
        Assert.Throws<InvalidOperationException>(
            () => Ledger.Empty(Desk.Usd).Entry(Posting(LedgerAccount.Cash, 1m), Posting(LedgerAccount.Deposits, -0.999999999999m)));

    [Fact]
    public void Entry_ThatBalancesOnlyAcrossCurrencies_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => Ledger.Empty(Desk.Usd).Entry(
            Posting(LedgerAccount.Cash, 1m), new Posting(LedgerAccount.Deposits, new Money(-1m, Desk.Eur))));

    [Fact]
    public void Post_OfAnEntryTwice_IsABug()
    {
        var ledger = Ledger.Empty(Desk.Usd);
        var entry = ledger.Entry(Posting(LedgerAccount.Cash, 1m), Posting(LedgerAccount.Deposits, -1m));
        var posted = ledger.Post(entry);

        Assert.Equal((1m, -1m, 1L), (posted.Cash, posted.Balance(LedgerAccount.Deposits), posted.Entries));
        Assert.Throws<InvalidOperationException>(() => posted.Post(entry));
    }

    private static Posting Posting(LedgerAccount account, decimal amount) => new(account, new Money(amount, Desk.Usd));
}
