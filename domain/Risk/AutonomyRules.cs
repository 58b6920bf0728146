using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Risk;

/// <summary>What an autonomy setting may say.</summary>
public static class AutonomyRules
{
    public const int ReasonMax = 1000;

    /// <summary>Every fault of a setting; empty where it may be set.</summary>
    public static ImmutableArray<Refusal> Check(Autonomy autonomy) => autonomy switch
    {
        Autonomy.ApproveEverything => [],
        Autonomy.AutoUnder { Max.Value: > 0m } => [],
        Autonomy.AutoUnder => [Fault("quantityMax", "must be above zero")],
        Autonomy.Governed(var settings) => Faults(settings),
        _ => throw new InvalidOperationException($"{autonomy} is no autonomy setting."),
    };

    /// <summary>Null where the words of a change are fit to be kept.</summary>
    public static Refusal? CheckReason(string reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax
        ? Fault("reason", FormattableString.Invariant($"must have 1 to {ReasonMax} characters"))
        : null;

    private static ImmutableArray<Refusal> Faults(AutonomySettings settings)
    {
        var faults = ImmutableArray.CreateBuilder<Refusal>();
        Require(faults, Enum.IsDefined(settings.Mode), "mode", "must be manual, assisted or automatic");
        Require(
            faults, settings.Mode != AutonomyMode.Assisted || settings is { ConfidenceMin: not null, QuantityMax: not null }, "mode",
            "assisted needs a confidenceMin and a quantityMax");
        Require(faults, settings.ConfidenceMin is null or (>= 0 and <= 1), "confidenceMin", "must be 0 to 1");
        Require(faults, settings.QuantityMax is null or { Value: > 0m }, "quantityMax", "must be above zero");
        Require(faults, settings.OpenTradesMax is null or >= 1, "openTradesMax", "must be at least 1");
        Require(
            faults, settings.DrawdownPercentMax is null or (> 0m and <= 100m), "drawdownPercentMax", "must be above 0 and at most 100");
        Require(faults, settings.DailyTarget is null or > 0m, "dailyTarget", "must be above zero");
        if (settings.Hours is { } hours)
        {
            Require(
                faults, hours.Length is >= 1 and <= AutonomySettings.HoursMax, "hours",
                FormattableString.Invariant($"must be 1 to {AutonomySettings.HoursMax} windows"));
            Require(faults, hours.All(h => AreDays(h.Days)), "hours.days", "must be 1 to 7 different days");
            Require(faults, hours.All(h => IsZone(h.Zone)), "hours.zone", "must be an IANA time zone such as Europe/London or UTC");
        }

        return faults.ToImmutable();
    }

    private static void Require(ImmutableArray<Refusal>.Builder faults, bool holds, string field, string rule)
    {
        if (!holds)
        {
            faults.Add(Fault(field, rule));
        }
    }

    private static bool AreDays(ImmutableArray<DayOfWeek> days) =>
        !days.IsDefaultOrEmpty && days.Distinct().Count() == days.Length && days.All(Enum.IsDefined);

    // An identifier becomes a file name on some systems: letters only, and no way up.
    private static bool IsZone(string zone) =>
        zone.Length is >= 1 and <= 64 && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    private static Refusal Fault(string field, string rule) => new("risk.autonomy", $"The autonomy setting's {field} {rule}.");
}
