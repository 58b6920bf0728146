using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class AutonomyRulesTests
{
    private static readonly AutonomyHours Always = new(TimeOnly.MinValue, TimeOnly.MinValue, "UTC", [.. Enum.GetValues<DayOfWeek>()]);

    public static TheoryData<Autonomy, string> Faults => new()
    {
        { new Autonomy.AutoUnder(Quantity.Zero), "quantityMax" },
        { Governed(new(AutonomyMode.Automatic, QuantityMax: new Quantity(-1m))), "quantityMax" },
        { Governed(new(AutonomyMode.Assisted, 0.5)), "assisted needs" },
        { Governed(new(AutonomyMode.Assisted, QuantityMax: new Quantity(1m))), "assisted needs" },
        { Governed(new((AutonomyMode)3)), "mode" },
        { Governed(new(AutonomyMode.Automatic, 1.1)), "confidenceMin" },
        { Governed(new(AutonomyMode.Automatic, double.NaN)), "confidenceMin" },
        { Governed(new(AutonomyMode.Automatic, OpenTradesMax: 0)), "openTradesMax" },
        { Governed(new(AutonomyMode.Automatic, DrawdownPercentMax: 0m)), "drawdownPercentMax" },
        { Governed(new(AutonomyMode.Automatic, DrawdownPercentMax: 100.1m)), "drawdownPercentMax" },
        { Governed(new(AutonomyMode.Automatic, DailyTarget: 0m)), "dailyTarget" },
        { Governed(new(AutonomyMode.Automatic, Hours: [])), "hours" },
        { Governed(new(AutonomyMode.Automatic, Hours: [.. Enumerable.Repeat(Always, 21)])), "hours" },
        { Governed(new(AutonomyMode.Automatic, Hours: [Always with { Zone = "Mars/Olympus" }])), "hours.zone" },
        { Governed(new(AutonomyMode.Automatic, Hours: [Always with { Zone = "../etc/passwd" }])), "hours.zone" },
        { Governed(new(AutonomyMode.Automatic, Hours: [Always with { Days = [] }])), "hours.days" },
        { Governed(new(AutonomyMode.Automatic, Hours: [Always with { Days = [DayOfWeek.Friday, DayOfWeek.Friday] }])), "hours.days" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Setting_ThatCannotBeMeant_IsRefusedByField(Autonomy autonomy, string field)
    {
        var refusal = Assert.Single(AutonomyRules.Check(autonomy));

        Assert.Equal("risk.autonomy", refusal.Code);
        Assert.Contains(field, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_ThatIsMeant_Passes()
    {
        Assert.Empty(AutonomyRules.Check(new Autonomy.ApproveEverything()));
        Assert.Empty(AutonomyRules.Check(Governed(new(AutonomyMode.Manual))));
        Assert.Empty(AutonomyRules.Check(Governed(new(AutonomyMode.Assisted, 0, new Quantity(1m), 1, 100m, 1m, [Always]))));
    }

    [Fact]
    public void Settings_OfTheSameHours_AreEqualAlsoWhenReadFromElsewhere()
    {
        var one = new AutonomySettings(AutonomyMode.Automatic, Hours: [Always]);
        var other = new AutonomySettings(AutonomyMode.Automatic, Hours: [Always with { Days = [.. Enum.GetValues<DayOfWeek>()] }]);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, one with { Hours = [Always with { From = new TimeOnly(1, 0) }] });
    }

    [Fact]
    public void Account_ItsAutonomySet_KeepsWhoAndWhyAndTheSameAgainChangesNothing()
    {
        var account = Desk.Opened();
        var set = new SetAccountAutonomy(
            Desk.Command(), Desk.Manager, Governed(new(AutonomyMode.Manual)), "Holidays.");

        var outcome = AccountDecider.Decide(account, set, Desk.Now);
        var changed = account.After(outcome);

        var e = Assert.IsType<AccountAutonomySet>(Assert.Single(outcome.Events()));
        Assert.Equal(("Holidays.", Desk.Manager), (e.Reason, e.By));
        Assert.Equal(set.Autonomy, changed.Autonomy);
        Assert.Empty(AccountDecider.Decide(changed, set, Desk.Now).Events());
    }

    [Fact]
    public void Account_ItsAutonomySetBadly_NamesEveryFault()
    {
        var set = new SetAccountAutonomy(
            Desk.Command(), Desk.Manager, new Autonomy.AutoUnder(Quantity.Zero), " ");

        Assert.Equal(2, AccountDecider.Decide(Desk.Opened(), set, Desk.Now).Refusals().Length);
        Assert.Equal("account.not_open", AccountDecider.Decide(null, set, Desk.Now).RefusalCode());
    }

    private static Autonomy.Governed Governed(AutonomySettings settings) => new(settings);
}
