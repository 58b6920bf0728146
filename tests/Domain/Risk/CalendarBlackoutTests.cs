using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class CalendarBlackoutTests
{
    private static readonly DateTimeOffset Payrolls = new(2024, 3, 8, 13, 30, 0, TimeSpan.Zero);
    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly RiskPolicy Tenant = RiskPolicy.Unset(RiskLevel.Tenant);

    [Theory]
    [InlineData(-15.01, false)]
    [InlineData(-15, true)]
    [InlineData(0, true)]
    [InlineData(29.99, true)]
    [InlineData(30, false)]
    public void Window_AroundARelease_RunsFromItsMinutesBeforeToItsMinutesAfter(double minutes, bool holds) =>
        Assert.Equal(holds, At(new CalendarBlackout(Impact.High, 15, 30, null), Release(Impact.High), minutes, "EURUSD") is not null);

    [Theory]
    [InlineData(Impact.High, Impact.High, null, "EURUSD", true)]
    [InlineData(Impact.High, Impact.Medium, null, "EURUSD", false)]
    [InlineData(Impact.Low, Impact.High, null, "EURUSD", true)]
    [InlineData(Impact.High, Impact.High, null, "EURGBP", false)] // a release of the dollar
    [InlineData(Impact.High, Impact.High, "USD", "XAUUSD", true)]
    [InlineData(Impact.High, Impact.High, "EUR", "EURUSD", false)] // the rule asks for releases of the euro
    public void Rule_ByImpactAndCurrency_NamesTheReleaseOrNot(Impact asked, Impact released, string? currency, string symbol, bool holds)
    {
        var rule = new CalendarBlackout(asked, 15, 30, currency is null ? null : Currency.Parse(currency));

        Assert.Equal(holds, At(rule, Release(released), 0, symbol) is not null);
    }

    [Fact]
    public void Release_OfAWholeDay_MakesNoWindow() =>
        Assert.Null(At(new CalendarBlackout(Impact.Low, 1_440, 1_440, null), Release(Impact.High) with { AllDay = true }, 0, "EURUSD"));

    [Fact]
    public void Windows_ThatOverlap_TellTheOneThatLastsLongest()
    {
        ImmutableArray<CalendarBlackout> rules = [new(Impact.High, 5, 5, null), new(Impact.Low, 10, 60, null)];
        ImmutableArray<EconomicRelease> releases = [Release(Impact.High), Release(Impact.High) with { Id = "2", Title = "Wages", Time = Payrolls.AddMinutes(1) }];

        var window = CalendarBlackout.At(rules, releases, Payrolls, Instruments.Find(Symbol.Parse("EURUSD"))!);

        Assert.Equal(("Wages", Payrolls.AddMinutes(61)), (window!.Title, window.Until));
    }

    [Fact]
    public void Rules_Set_AreThePolicysAndTheSameAgainChangeNothing()
    {
        var command = new SetCalendarBlackouts(CommandId.Parse("c-1"), Actor.Parse("user:u-anna"), "Figures", [new(Impact.High, 15, 30, Usd)]);
        var policy = ((Outcome<RiskPolicyEvent>.Accepted)RiskPolicyDecider.Decide(Tenant, command, Payrolls)).Events.Aggregate(Tenant, RiskPolicyDecider.Apply);

        Assert.Equal(command.Rules, policy.CalendarBlackouts);
        Assert.Empty(((Outcome<RiskPolicyEvent>.Accepted)RiskPolicyDecider.Decide(policy, command, Payrolls)).Events);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 1_441)]
    [InlineData(0, 0)]
    public void Rules_OutOfRange_AreRefused(int before, int after)
    {
        var command = new SetCalendarBlackouts(CommandId.Parse("c-1"), Actor.Parse("user:u-anna"), "Figures", [new(Impact.High, before, after, null)]);

        Assert.Equal("risk.limits", ((Outcome<RiskPolicyEvent>.Refused)RiskPolicyDecider.Decide(Tenant, command, Payrolls)).Refusals.Single().Code);
    }

    private static EconomicRelease Release(Impact impact) => new("desk", "1", Payrolls, Usd, "Payrolls", impact);

    private static BlackoutWindow? At(CalendarBlackout rule, EconomicRelease release, double minutes, string symbol) =>
        CalendarBlackout.At([rule], [release], Payrolls.AddMinutes(minutes), Instruments.Find(Symbol.Parse(symbol))!);
}
