using System.Collections.Immutable;
using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>Reads what requests say about risk.</summary>
internal static class RiskInput
{
    public const int ReasonLengthMax = 1_000;
    private const int TitleLengthMax = 200;
    private const string Windows = "blackouts";

    public static string ReadReason(Input input, string? reason) => input.RequiredText("reason", reason, ReasonLengthMax);

    public static ImmutableArray<BlackoutWindow> ReadBlackouts(Input input, IReadOnlyList<Body.BlackoutRequest>? windows)
    {
        if (windows is null || windows.Count > RiskPolicy.BlackoutsMax)
        {
            input.Error(Windows, FormattableString.Invariant($"A list of at most {RiskPolicy.BlackoutsMax} is right; [] has none."));
            return [];
        }

        return [.. windows.Select((window, i) => Read(input, $"{Windows}[{i}]", window))];
    }

    public static ImmutableArray<CalendarBlackout> ReadCalendarBlackouts(Input input, IReadOnlyList<Body.CalendarBlackoutRequest>? rules)
    {
        if (rules is null || rules.Count > RiskPolicy.CalendarBlackoutsMax)
        {
            input.Error("rules", FormattableString.Invariant($"A list of at most {RiskPolicy.CalendarBlackoutsMax} is right; [] has none."));
            return [];
        }

        return [.. rules.Select((rule, i) => Read(input, $"rules[{i}]", rule)).OfType<CalendarBlackout>()];
    }

    private static CalendarBlackout? Read(Input input, string field, Body.CalendarBlackoutRequest? rule)
    {
        if (rule is null)
        {
            input.Error(field, "It is null: an object is right.");
            return null;
        }

        return new CalendarBlackout(
            input.RequiredChoice<Impact>(field + ".impactMin", rule.ImpactMin), Minutes(input, field + ".minutesBefore", rule.MinutesBefore),
            Minutes(input, field + ".minutesAfter", rule.MinutesAfter), input.Optional<Currency>(field + ".currency", rule.Currency));
    }

    private static int Minutes(Input input, string field, int? minutes)
    {
        if (minutes is null or < 0 or > CalendarBlackout.MinutesMax)
        {
            input.Error(field, FormattableString.Invariant($"A whole number from 0 to {CalendarBlackout.MinutesMax} is right."));
        }

        return minutes ?? 0;
    }

    private static BlackoutWindow Read(Input input, string field, Body.BlackoutRequest? window)
    {
        if (window is null)
        {
            input.Error(field, "It is null: an object is right.");
            return new BlackoutWindow(default, default, null, string.Empty);
        }

        return new BlackoutWindow(
            input.RequiredTime(field + ".from", window.From), input.RequiredTime(field + ".until", window.Until),
            input.Optional<Currency>(field + ".currency", window.Currency),
            input.RequiredText(field + ".title", window.Title, TitleLengthMax));
    }
}
