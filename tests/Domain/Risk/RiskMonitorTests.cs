using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class RiskMonitorTests
{
    private static readonly MonitoredBooks Books = new(100_000m, 0m, Desk.Usd);

    [Theory]
    [InlineData(-499.99, null)]
    [InlineData(-500, "halt.daily_loss")]
    public void Tick_ThatBringsTheDaysLossToTheLimit_Halts(decimal result, string? code)
    {
        var monitor = new RiskMonitor(100_000m);

        Assert.Equal(code, monitor.OnTick(Desk.EurUsd, Desk.Now, result, Books, Limits(new RiskCaps { HaltOnDailyLoss = 500m }), Desk.Now)?.Code);
    }

    [Fact]
    public void Drawdown_FromThePeakThatTicksMade_HaltsWithItsFigures()
    {
        var (monitor, limits) = (new RiskMonitor(null), Limits(new RiskCaps { HaltOnDrawdown = 10m }));

        Assert.Null(monitor.OnTick(Desk.EurUsd, Desk.Now, 25_000m, Books, limits, Desk.Now));
        var cause = monitor.OnTick(Desk.EurUsd, Desk.Now, 12_500m, Books, limits, Desk.Now)!;

        Assert.Equal(("halt.drawdown", 10m, 10m), (cause.Code, cause.Figure, cause.Limit));
    }

    [Fact]
    public void Withdrawal_OfHalfTheMoney_IsNoDrawdown()
    {
        var monitor = new RiskMonitor(100_000m);
        monitor.OnCash(-50_000m);

        Assert.Null(monitor.OnBooks(Books with { Cash = 50_000m }, Limits(new RiskCaps { HaltOnDrawdown = 10m })));
    }

    [Fact]
    public void Rejects_OfAMinute_HaltOnceTheyAreAStorm()
    {
        var (monitor, limits) = (new RiskMonitor(null), Limits(new RiskCaps { HaltOnRejects = 3 }));

        Assert.Null(monitor.OnReject(limits, Desk.Now));
        Assert.Null(monitor.OnReject(limits, Desk.Now.AddSeconds(59)));
        Assert.Null(monitor.OnReject(limits, Desk.Now.AddSeconds(60)));
        Assert.Equal("halt.reject_storm", monitor.OnReject(limits, Desk.Now.AddSeconds(61))?.Code);
    }

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, "halt.data_outage")]
    public void HeldSymbol_WithoutATickInItsSession_IsADataOutage(int seconds, string? code)
    {
        var monitor = new RiskMonitor(null);
        monitor.Hold(Desk.EurUsd, 0m, Desk.Now);

        var limits = Limits(new RiskCaps { HaltOnDataOutage = TimeSpan.FromMinutes(1) });

        Assert.Equal(code, monitor.OnTime(limits, Desk.Now.AddSeconds(seconds))?.Code);
    }

    [Fact]
    public void Weekend_WithoutTicks_IsNoDataOutage()
    {
        var monitor = new RiskMonitor(null);
        monitor.Hold(Desk.EurUsd, 0m, new DateTimeOffset(2014, 5, 9, 20, 59, 30, TimeSpan.Zero));
        var limits = Limits(new RiskCaps { HaltOnDataOutage = TimeSpan.FromMinutes(1) });

        Assert.Null(monitor.OnTime(limits, new DateTimeOffset(2014, 5, 11, 21, 0, 29, TimeSpan.Zero)));
        Assert.NotNull(monitor.OnTime(limits, new DateTimeOffset(2014, 5, 11, 21, 0, 30, TimeSpan.Zero)));
    }

    [Fact]
    public void Broker_ThatCameBack_IsNoOutage()
    {
        var (monitor, limits) = (new RiskMonitor(null), Limits(new RiskCaps { HaltOnBrokerOutage = TimeSpan.FromSeconds(30) }));
        monitor.OnBroker(false, Desk.Now);
        Assert.Null(monitor.OnTime(limits, Desk.Now.AddSeconds(29)));
        monitor.OnBroker(true, Desk.Now.AddSeconds(29));
        Assert.Null(monitor.OnTime(limits, Desk.Now.AddSeconds(60)));
        monitor.OnBroker(false, Desk.Now.AddSeconds(60));

        Assert.Equal("halt.broker_outage", monitor.OnTime(limits, Desk.Now.AddSeconds(90))?.Code);
    }

    [Fact]
    public void Halt_OfTheMachine_IsTakenWithItsCauseAndLiftedByAPersonOnly()
    {
        var account = Desk.Opened();
        var halt = RiskMonitor.Halt(new HaltCause("halt.drawdown", "Down 10 %.", 10m, 10m), Desk.Now);

        var halted = account.After(AccountDecider.Decide(account, halt, Desk.Now));
        var byMachine = AccountDecider.Decide(halted, new SetTradingState(Desk.Command(), Actor.Gate, TradingState.Active, "Fine"), Desk.Now);
        var byPerson = AccountDecider.Decide(halted, new SetTradingState(Desk.Command(), Desk.Manager, TradingState.Active, "Fine"), Desk.Now);

        Assert.Equal(TradingState.Halted, halted.TradingState);
        Assert.Equal("risk.resumed_by_machine", Assert.IsType<Outcome<AccountEvent>.Refused>(byMachine).Refusals[0].Code);
        Assert.Equal(TradingState.Active, halted.After(byPerson).TradingState);
    }

    [Fact]
    public void Halt_OfTheMachineWithoutACause_IsRefused()
    {
        var outcome = AccountDecider.Decide(
            Desk.Opened(), new SetTradingState(Desk.Command(), Actor.Gate, TradingState.Halted, "Because"), Desk.Now);

        Assert.Equal("risk.no_cause", Assert.IsType<Outcome<AccountEvent>.Refused>(outcome).Refusals[0].Code);
    }

    private static EffectiveLimits Limits(RiskCaps caps) => EffectiveLimits.Of(null, caps, Desk.Wide, null);
}
