using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class AccountTests
{
    [Fact]
    public void OpenAccount_Twice_IsRefused()
    {
        var account = Desk.Opened();

        var outcome = AccountDecider.Decide(account, Open("Again", RiskLimits.Default), Desk.Now);

        Assert.Equal("account.already_open", outcome.RefusalCode());
    }

    [Fact]
    public void OpenAccount_WithoutNameAndWithImpossibleLimits_NamesEveryFault()
    {
        var limits = new RiskLimits(new Quantity(-1m), 0m, 0, TimeSpan.Zero);

        var outcome = AccountDecider.Decide(null, Open(" ", limits), Desk.Now);

        Assert.Equal(
            ["account.limits", "account.limits", "account.limits", "account.limits", "account.name"], outcome.Refusals().Codes());
    }

    [Fact]
    public void Deposit_OfAnAmount_IsCashAndOwedToTheDepositor()
    {
        var account = Desk.Opened();

        Assert.Equal(100_000m, account.Ledger.Cash);
        Assert.Equal(-100_000m, account.Ledger.Balance(LedgerAccount.Deposits));
    }

    [Theory]
    [InlineData(0, "USD", "account.amount")]
    [InlineData(-5, "USD", "account.amount")]
    [InlineData(5, "EUR", "account.other_currency")]
    public void Deposit_OfNothingOrOfAnotherCurrency_IsRefused(int amount, string currency, string code)
    {
        var command = new DepositFunds(Desk.Command(), Desk.Manager, new Money(amount, Currency.Parse(currency)));

        Assert.Equal(code, AccountDecider.Decide(Desk.Opened(), command, Desk.Now).RefusalCode());
    }

    [Fact]
    public void EveryCommand_OnAnAccountThatIsNotOpen_IsRefused()
    {
        var by = Desk.Manager;
        Outcome<AccountEvent>[] outcomes =
        [
            AccountDecider.Decide(null, new DepositFunds(Desk.Command(), by, new Money(1m, Desk.Usd)), Desk.Now),
            AccountDecider.Decide(null, new SetRiskLimits(Desk.Command(), by, RiskLimits.Default), Desk.Now),
            AccountDecider.Decide(null, new SetTradingState(Desk.Command(), by, TradingState.Halted, "why"), Desk.Now),
            AccountDecider.Decide(null, Desk.Market(1, Countersign.Domain.Execution.Side.Buy, 1m), Desk.Facts(Desk.Quote()), Desk.Now),
            AccountDecider.Decide(null, Desk.Filled(1, 1m, 1m), Desk.Facts(Desk.Quote()), Desk.Now),
        ];

        Assert.All(outcomes, o => Assert.Equal("account.not_open", o.RefusalCode()));
    }

    [Fact]
    public void SetRiskLimits_ToOtherLimits_TakesThem_AndToTheSameChangesNothing()
    {
        var account = Desk.Opened();
        var command = new SetRiskLimits(Desk.Command(), Desk.Manager, RiskLimits.Default);

        var after = account.After(AccountDecider.Decide(account, command, Desk.Now));

        Assert.Equal(RiskLimits.Default, after.Limits);
        Assert.Empty(AccountDecider.Decide(after, command, Desk.Now).Events());
    }

    [Fact]
    public void SetTradingState_WithAReason_IsRecordedWithReasonAndActor()
    {
        var account = Desk.Opened();

        var outcome = AccountDecider.Decide(account, Halt("News at 14:30"), Desk.Now);

        var e = outcome.Single<TradingStateChanged, AccountEvent>();
        Assert.Equal("News at 14:30", e.Reason);
        Assert.Equal(Desk.Manager, e.By);
        Assert.Equal(TradingState.Halted, account.After(outcome).TradingState);
    }

    [Fact]
    public void SetTradingState_WithoutAReason_IsRefused() =>
        Assert.Equal("account.reason", AccountDecider.Decide(Desk.Opened(), Halt(" "), Desk.Now).RefusalCode());

    [Fact]
    public void Apply_OfAnEventBeforeTheOpening_IsABug() =>
        Assert.Throws<InvalidOperationException>(
            () => AccountDecider.Apply(null, new RiskLimitsSet(RiskLimits.Default, Desk.Manager, Desk.Now)));

    private static SetTradingState Halt(string reason) => new(Desk.Command(), Desk.Manager, TradingState.Halted, reason);

    private static OpenAccount Open(string name, RiskLimits limits) =>
        new(Desk.Command(), Desk.Manager, Desk.AccountId, name, Desk.Usd, limits, CommissionModel.None);
}
