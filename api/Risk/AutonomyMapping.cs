using System.Collections.Immutable;
using System.Globalization;
using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>Autonomy as the API has it, one shape with a mode, and as the rules have it.</summary>
internal static class AutonomyMapping
{
    public const string ApproveEverything = "approveEverything";
    public const string AutoUnder = "autoUnder";

    private const int ZoneLengthMax = 64;
    private const string TimeFormat = "HH':'mm";

    public static string NameOf(Autonomy autonomy) => autonomy switch
    {
        Autonomy.ApproveEverything => ApproveEverything,
        Autonomy.AutoUnder => AutoUnder,
        Autonomy.Governed governed => Choice.Name(governed.Settings.Mode),
        _ => throw new InvalidOperationException($"{autonomy} has no name in the API."),
    };

    public static Body.Autonomy ToBody(this Autonomy autonomy)
    {
        var settings = (autonomy as Autonomy.Governed)?.Settings;
        return new Body.Autonomy(
            NameOf(autonomy), settings?.ConfidenceMin, (autonomy as Autonomy.AutoUnder)?.Max.Value ?? settings?.QuantityMax?.Value,
            settings?.OpenTradesMax, settings?.DrawdownPercentMax, settings?.DailyTarget, [.. (settings?.Hours ?? []).Select(ToBody)]);
    }

    /// <summary>Reads a setting; which conditions a mode needs the rules say.</summary>
    public static Autonomy Read(Input input, Body.AutonomyRequest request)
    {
        const string field = "autonomy";
        var quantity = input.OptionalPositive(field + ".quantityMax", request.QuantityMax);
        switch (request.Mode)
        {
            case null:
                input.Error(field + ".mode", $"It is missing: {Modes}.");
                return new Autonomy.ApproveEverything();
            case ApproveEverything or AutoUnder:
                CheckPlain(input, request);
                return request.Mode == ApproveEverything
                    ? new Autonomy.ApproveEverything()
                    : new Autonomy.AutoUnder(new Quantity(input.RequiredPositive(field + ".quantityMax", request.QuantityMax)));
        }

        if (Choice.Parse<AutonomyMode>(request.Mode) is not { } mode)
        {
            input.Error(field + ".mode", $"It is none of these: {Modes}.");
            return new Autonomy.ApproveEverything();
        }

        return new Autonomy.Governed(new AutonomySettings(
            mode, request.ConfidenceMin, quantity is { } max ? new Quantity(max) : null, request.OpenTradesMax, request.DrawdownPercentMax,
            request.DailyTarget, ReadHours(input, request.Hours)));
    }

    private static string Modes => $"{Choice.List<AutonomyMode>()}, {ApproveEverything}, {AutoUnder}";

    private static void CheckPlain(Input input, Body.AutonomyRequest request)
    {
        if (request is not { ConfidenceMin: null, OpenTradesMax: null, DrawdownPercentMax: null, DailyTarget: null, Hours: null })
        {
            input.Error("autonomy.mode", "It takes no condition but quantityMax: assisted and automatic take them all.");
        }
        else if (request is { Mode: ApproveEverything, QuantityMax: not null })
        {
            input.Error("autonomy.quantityMax", $"It goes with {AutoUnder}, assisted and automatic only.");
        }
    }

    private static ImmutableArray<AutonomyHours>? ReadHours(Input input, IReadOnlyList<Body.AutonomyHoursRequest>? hours)
    {
        if (hours is null)
        {
            return null;
        }

        if (hours.Count > AutonomySettings.HoursMax || hours.Any(h => h is null))
        {
            input.Error("autonomy.hours", $"At most {AutonomySettings.HoursMax} objects are right.");
            return null;
        }

        return [.. hours.Select((h, i) => Read(input, FormattableString.Invariant($"autonomy.hours[{i}]"), h))];
    }

    private static AutonomyHours Read(Input input, string field, Body.AutonomyHoursRequest hours)
    {
        var zone = input.RequiredText(field + ".zone", hours.Zone, ZoneLengthMax);
        if (hours.Days is not { Count: > 0 and <= 7 })
        {
            input.Error(field + ".days", $"A list of these is right: {Choice.List<DayOfWeek>()}.");
        }

        var days = (hours.Days ?? []).Take(7).Select((d, i) => input.RequiredChoice<DayOfWeek>(FormattableString.Invariant($"{field}.days[{i}]"), d));
        return new AutonomyHours(
            ReadTime(input, field + ".from", hours.From), ReadTime(input, field + ".to", hours.To), zone, [.. days]);
    }

    private static TimeOnly ReadTime(Input input, string field, string? text)
    {
        if (!TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            input.Error(field, "It is no time of day: HH:mm is right, such as 08:30.");
        }

        return time;
    }

    private static Body.AutonomyHours ToBody(AutonomyHours hours) => new(
        hours.From.ToString(TimeFormat, CultureInfo.InvariantCulture), hours.To.ToString(TimeFormat, CultureInfo.InvariantCulture), hours.Zone,
        [.. hours.Days.Select(Choice.Name)]);
}
