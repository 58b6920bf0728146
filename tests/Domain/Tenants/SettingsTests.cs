using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Xunit;

namespace Countersign.Tests.Domain.Tenants;

public sealed class SettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Anna = Actor.Parse("user:u-anna");

    public static TheoryData<string> Names => [.. SettingCatalogue.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Catalogue_EachSetting_HasADefaultThatItTakesAndItsOwnName(string name)
    {
        var setting = SettingCatalogue.Find(name)!;

        Assert.Equal(setting.Default, setting.Kind.Normalise(setting.Default));
        Assert.Single(SettingCatalogue.All, s => s.Name == name);
        Assert.Matches("^[a-z]+\\.[a-zA-Z]+$", name);
    }

    [Theory]
    [InlineData(SettingCatalogue.SessionHours, "0")]
    [InlineData(SettingCatalogue.SessionHours, "2161")]
    [InlineData(SettingCatalogue.SessionHours, "8.5")]
    [InlineData(SettingCatalogue.SessionHours, " 8")]
    [InlineData(SettingCatalogue.SecondFactorRequired, "yes")]
    [InlineData(SettingCatalogue.Theme, "Dark")]
    [InlineData(SettingCatalogue.TimeZone, "Mars/Olympus")]
    [InlineData(SettingCatalogue.TimeZone, "")]
    [InlineData(SettingCatalogue.NotificationKinds, "ideas,gossip")]
    [InlineData(SettingCatalogue.NotificationKinds, "ideas,ideas")]
    public void Change_ToWhatTheSettingDoesNotTake_IsRefusedWithWhatItDoes(string name, string value)
    {
        var refused = Assert.IsType<Outcome<SettingEvent>.Refused>(Decide(SettingsBook.None, Set(name, value), SettingLevel.Tenant));

        Assert.Equal("settings.value", Assert.Single(refused.Refusals).Code);
        Assert.Contains(SettingCatalogue.Find(name)!.Kind.Rule, refused.Refusals[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("risk,ideas", "ideas,risk")]
    [InlineData("", "")]
    public void Several_OfTheOptions_AreKeptInTheirOrder(string chosen, string kept) =>
        Assert.Equal(kept, SettingCatalogue.Find(SettingCatalogue.NotificationKinds)!.Kind.Normalise(chosen));

    [Theory]
    [InlineData(SettingCatalogue.SessionHours, SettingLevel.User)]
    [InlineData(SettingCatalogue.RequestsPerMinute, SettingLevel.Tenant)]
    [InlineData(SettingCatalogue.RequestsPerMinute, SettingLevel.User)]
    public void Change_BelowTheNearestLevelThatMay_IsRefused(string name, SettingLevel level)
    {
        var refused = Assert.IsType<Outcome<SettingEvent>.Refused>(Decide(null, Set(name, "100"), level));

        Assert.Equal("settings.level", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public void Change_OfWhatThereIsNot_IsRefused() => Assert.Equal(
        "settings.not_found",
        Assert.Single(Assert.IsType<Outcome<SettingEvent>.Refused>(Decide(null, Set("display.colour", "red"), SettingLevel.User)).Refusals).Code);

    [Fact]
    public void Change_ThenChangeToTheSameThenClear_IsOnRecordOnceEach()
    {
        var book = Apply(null, Decide(null, Set(SettingCatalogue.Theme, "dark"), SettingLevel.User));
        Assert.Equal(new SettingEntry("dark", Anna, Now), book.Values[SettingCatalogue.Theme]);
        Assert.Empty(Events(Decide(book, Set(SettingCatalogue.Theme, "dark"), SettingLevel.User)));

        var clear = new RemoveSetting(CommandId.Parse("c"), Anna, SettingCatalogue.Theme);
        Assert.Equal(new SettingCleared(SettingCatalogue.Theme, Anna, Now), Assert.Single(Events(Decide(book, clear, SettingLevel.User))));
        Assert.Empty(Events(Decide(SettingsBook.None, clear, SettingLevel.User)));
    }

    [Fact]
    public void Change_ForAnotherVersion_IsRefused()
    {
        var command = new ChangeSetting(CommandId.Parse("c"), Anna, SettingCatalogue.Theme, "dark", IfVersion: 3);

        Assert.Equal([SettingRefusals.Changed], Assert.IsType<Outcome<SettingEvent>.Refused>(Decide(null, command, SettingLevel.User, version: 4)).Refusals);
        Assert.Single(Events(Decide(null, command, SettingLevel.User, version: 3)));
    }

    [Fact]
    public void Effective_OfNothingSet_IsTheDefault() =>
        Assert.Equal((240, null), Holds(SettingCatalogue.IdeaMinutes, null, null, null) is var e ? (e.Whole, e.Source) : default);

    [Theory]
    [InlineData("light", null, null, "light", SettingLevel.Platform)]
    [InlineData("light", "dark", null, "dark", SettingLevel.Tenant)]
    [InlineData("light", "dark", "system", "system", SettingLevel.User)]
    [InlineData(null, null, "dark", "dark", SettingLevel.User)]
    public void Effective_OfASettingOfTaste_IsTheNearest(string? platform, string? tenant, string? user, string value, SettingLevel source)
    {
        var holds = Holds(SettingCatalogue.Theme, platform, tenant, user);

        Assert.Equal((value, source), (holds.Value, holds.Source));
    }

    [Theory]
    [InlineData("24", "8", 8, SettingLevel.Tenant)]
    [InlineData("24", "48", 24, SettingLevel.Platform)]
    [InlineData(null, "500", 500, SettingLevel.Tenant)]
    public void Effective_OfASettingOfSafety_IsTheStrictest(string? platform, string? tenant, int hours, SettingLevel source)
    {
        var holds = Holds(SettingCatalogue.SessionHours, platform, tenant, "1");

        Assert.Equal((hours, source), (holds.Whole, holds.Source));
    }

    [Theory]
    [InlineData("true", "false", true)]
    [InlineData("false", "true", true)]
    [InlineData("false", "false", false)]
    [InlineData(null, "true", true)]
    public void Effective_OfADemand_CannotBeTakenBackBelow(string? platform, string? tenant, bool isOn) =>
        Assert.Equal(isOn, Holds(SettingCatalogue.SecondFactorRequired, platform, tenant, null).IsOn);

    [Fact]
    public void Effective_OfAStoredValueThatIsNoneAnyMore_PassesItOver() =>
        Assert.Equal("light", Holds(SettingCatalogue.Theme, "light", "purple", null).Value);

    private static ChangeSetting Set(string name, string value) => new(CommandId.Parse("c"), Anna, name, value);

    private static Outcome<SettingEvent> Decide(SettingsBook? book, SettingCommand command, SettingLevel level, long version = 0) =>
        SettingsDecider.Decide(book, command, level, version, Now);

    private static IReadOnlyList<SettingEvent> Events(Outcome<SettingEvent> outcome) => Assert.IsType<Outcome<SettingEvent>.Accepted>(outcome).Events;

    private static SettingsBook Apply(SettingsBook? book, Outcome<SettingEvent> outcome) =>
        Events(outcome).Aggregate(book ?? SettingsBook.None, SettingsDecider.Apply);

    private static EffectiveSetting Holds(string name, string? platform, string? tenant, string? user)
    {
        return EffectiveSetting.Of(SettingCatalogue.Find(name)!, Book(platform), Book(tenant), Book(user));

        SettingsBook? Book(string? value) =>
            value is null ? null : new SettingsBook(SettingsBook.None.Values.Add(name, new SettingEntry(value, Anna, Now)));
    }
}
