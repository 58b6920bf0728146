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
        Autonomy.Governed(var settings) => [.. Faults(settings)],
        _ => throw new InvalidOperationException($"{autonomy} is no autonomy setting."),
    };

    public static ImmutableArray<Refusal> Check(FourEyes fourEyes) =>
        fourEyes.QuantityMax.Value > 0m ? [] : [Fault("fourEyes.quantityMax", "must be above zero")];

    /// <summary>Null where the words of a change are fit to be kept.</summary>
    public static Refusal? CheckReason(string reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > ReasonMax
        ? Fault("reason", FormattableString.Invariant($"must have 1 to {ReasonMax} characters"))
        : null;

    private static IEnumerable<Refusal> Faults(AutonomySettings settings)
    {
        if (!Enum.IsDefined(settings.Mode))
        {
            yield return Fault("mode", "must be manual, assisted or automatic");
        }

        if (settings.ConfidenceMin is not (null or (>= 0 and <= 1)))
        {
            yield return Fault("confidenceMin", "must be 0 to 1");
        }

        if (settings.QuantityMax is { Value: <= 0m })
        {
            yield return Fault("quantityMax", "must be above zero");
        }

        if (settings.Mode == AutonomyMode.Assisted && (settings.ConfidenceMin is null || settings.QuantityMax is null))
        {
            yield return Fault("mode", "assisted needs a confidenceMin and a quantityMax");
        }

        if (settings.OpenTradesMax is < 1)
        {
            yield return Fault("openTradesMax", "must be at least 1");
        }

        if (settings.DrawdownPercentMax is <= 0m or > 100m)
        {
            yield return Fault("drawdownPercentMax", "must be above 0 and at most 100");
        }

        if (settings.DailyTarget is <= 0m)
        {
            yield return Fault("dailyTarget", "must be above zero");
        }

        foreach (var fault in settings.Hours is { } hours ? Faults(hours) : [])
        {
            yield return fault;
        }
    }

    private static IEnumerable<Refusal> Faults(ImmutableArray<AutonomyHours> hours)
    {
        if (hours.Length is < 1 or > AutonomySettings.HoursMax)
        {
            yield return Fault("hours", FormattableString.Invariant($"must be 1 to {AutonomySettings.HoursMax} windows"));
        }

        foreach (var window in hours)
        {
            if (window.Days.IsDefaultOrEmpty || window.Days.Distinct().Count() != window.Days.Length || !window.Days.All(Enum.IsDefined))
            {
                yield return Fault("hours.days", "must be 1 to 7 different days");
            }

            if (!IsZone(window.Zone))
            {
                yield return Fault("hours.zone", "must be an IANA time zone such as Europe/London or UTC");
            }
        }
    }

    // An identifier becomes a file name on some systems: letters only, and no way up.
    private static bool IsZone(string zone) =>
        zone.Length is >= 1 and <= 64 && zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    private static Refusal Fault(string field, string rule) => new("risk.autonomy", $"The autonomy setting's {field} {rule}.");
}
