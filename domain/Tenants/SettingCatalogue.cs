using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Tenants;

/// <summary>Where a setting can be set, from the widest to the nearest.</summary>
public enum SettingLevel
{
    Platform,
    Tenant,
    User,
}

/// <summary>What a setting's values are.</summary>
public abstract record SettingKind
{
    private SettingKind()
    {
    }

    /// <summary>The value as it is kept; null where it is none.</summary>
    public abstract string? Normalise(string text);

    /// <summary>What is right, for people.</summary>
    public abstract string Rule { get; }

    /// <param name="Unit">What is counted, in the plural.</param>
    public sealed record Whole(int Min, int Max, string Unit) : SettingKind
    {
        public override string Rule => FormattableString.Invariant($"a whole number from {Min} to {Max} ({Unit})");

        public override string? Normalise(string text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max
                ? number.ToString(CultureInfo.InvariantCulture)
                : null;
    }

    public sealed record Flag : SettingKind
    {
        public const string Yes = "true";
        public const string No = "false";

        public override string Rule => "true or false";

        public override string? Normalise(string text) => text is Yes or No ? text : null;
    }

    public sealed record Choice(ImmutableArray<string> Options) : SettingKind
    {
        public override string Rule => "one of " + string.Join(", ", Options);

        public override string? Normalise(string text) => Options.Contains(text) ? text : null;
    }

    /// <summary>Any of a few words, none too; kept in the order of the options, parted by commas.</summary>
    public sealed record Several(ImmutableArray<string> Options) : SettingKind
    {
        public override string Rule => "any of " + string.Join(", ", Options);

        public override string? Normalise(string text)
        {
            var chosen = Read(text);
            return chosen.Distinct(StringComparer.Ordinal).Count() == chosen.Length && chosen.All(c => Options.Contains(c))
                ? string.Join(',', Options.Where(o => chosen.Contains(o)))
                : null;
        }

        /// <summary>The words of a text.</summary>
        public static ImmutableArray<string> Read(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>A time zone of the IANA database.</summary>
    public sealed record Zone : SettingKind
    {
        private const int LengthMax = 64;

        public override string Rule => "a time zone such as Europe/London, or UTC";

        // By its IANA name only: other programs that read the setting know no other.
        public override string? Normalise(string text) =>
            text.Length <= LengthMax && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && (zone.HasIanaId || text == "UTC") ? text : null;
    }
}

/// <summary>Which of the values that levels set counts.</summary>
public enum SettingPrecedence
{
    /// <summary>The nearest.</summary>
    Nearest,

    /// <summary>The strictest: the smallest number, true before false. A nearer level can only tighten.</summary>
    Strictest,
}

/// <summary>A setting that there is.</summary>
/// <param name="Name">Stable, dotted.</param>
/// <param name="Default">Where no level sets it.</param>
/// <param name="Lowest">The nearest level that may set it; every level above may too.</param>
public sealed record SettingDefinition(
    string Name, string Title, SettingKind Kind, string Default, SettingLevel Lowest, SettingPrecedence Precedence = SettingPrecedence.Nearest);

/// <summary>Every setting, with its type, bounds, default and the nearest level that may set it.</summary>
public static class SettingCatalogue
{
    public const string SessionHours = "security.sessionHours";
    public const string SecondFactorRequired = "security.secondFactorRequired";
    public const string RequestsPerMinute = "limits.tenantRequestsPerMinute";
    public const string IdeaMinutes = "ideas.expiryMinutes";
    public const string TimeZone = "display.timeZone";
    public const string Theme = "display.theme";
    public const string StartPage = "display.startPage";
    public const string RowsPerPage = "display.rowsPerPage";
    public const string NotificationKinds = "notifications.kinds";
    public const string DesktopNotifications = "notifications.desktop";

    public static ImmutableArray<SettingDefinition> All { get; } =
    [
        new(
            SessionHours, "How long a sign-in lasts without being used", new SettingKind.Whole(1, 2_160, "hours"), "336", SettingLevel.Tenant,
            SettingPrecedence.Strictest),
        new(
            SecondFactorRequired, "Whether everybody needs a second factor or a passkey", new SettingKind.Flag(), SettingKind.Flag.No,
            SettingLevel.Tenant, SettingPrecedence.Strictest),
        new(
            RequestsPerMinute, "Requests of a tenant in a minute, where its quotas say nothing", new SettingKind.Whole(60, 100_000_000, "requests"),
            "1800000", SettingLevel.Platform),
        new(
            IdeaMinutes, "How long ideas of a strategy that does not say it wait for a person", new SettingKind.Whole(1, 10_080, "minutes"), "240",
            SettingLevel.Tenant),
        new(TimeZone, "The time zone that times are shown in", new SettingKind.Zone(), "UTC", SettingLevel.User),
        new(Theme, "Light or dark", new SettingKind.Choice(["system", "light", "dark"]), "system", SettingLevel.User),
        new(
            StartPage, "The page after signing in",
            new SettingKind.Choice(["home", "ideas", "chart", "positions", "orders", "strategies", "backtests", "risk"]), "home", SettingLevel.User),
        new(RowsPerPage, "Rows of a table", new SettingKind.Whole(10, 200, "rows"), "50", SettingLevel.User),
        new(
            NotificationKinds, "What the pages tell of as it happens", new SettingKind.Several(["ideas", "orders", "risk", "backtests", "webhooks"]),
            "ideas,orders,risk,backtests,webhooks", SettingLevel.User),
        new(
            DesktopNotifications, "Whether the browser shows notifications of its own", new SettingKind.Flag(), SettingKind.Flag.No, SettingLevel.User),
    ];

    public static SettingDefinition? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
