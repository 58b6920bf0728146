using System.ComponentModel;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>The day's sessions and an instrument's hours.</summary>
internal static class TradingSessionEndpoints
{
    private const int DaysDefault = 1;
    private const int DaysMax = 31;

    public static void MapTradingSessions(this IEndpointRouteBuilder api) => api.MapReads("Markets").MapGet("/sessions", Show)
        .WithSummary("When Asia, London and New York trade, and an instrument's hours").WithName("GetTradingSessions");

    private static Results<Ok<Body.TradingSessions>, ProblemResult> Show(
        [QueryValue(typeof(DateTimeOffset)), Description("The time asked about, RFC 3339; now where absent.")] string? at,
        [QueryValue(typeof(int)), Description("How many days of sessions from then, 1 to 31; 1 where absent.")] string? days,
        [Description("Tells this instrument's hours too.")] string? symbol,
        TimeProvider time)
    {
        var input = new Input();
        var asked = input.OptionalTime("at", at) ?? time.GetUtcNow();
        var count = input.Whole("days", days, DaysDefault, 1, DaysMax);
        var instrument = input.Optional<Symbol>("symbol", symbol);
        if (asked.Year is < 1970 or > 2199)
        {
            input.Error("at", "A time from 1970 to 2199 is right.");
        }

        if (input.Problem is { } problem)
        {
            return problem;
        }

        var sessions = TradingSessions.Between(new TimeRange(asked, asked.AddDays(count)));
        return TypedResults.Ok(new Body.TradingSessions(
            asked, [.. TradingSessions.At(asked).Select(Choice.Name)],
            [.. sessions.Select(s => new Body.SessionHours(Choice.Name(s.Session), s.Hours.From, s.Hours.Until))],
            [.. TradingSessions.Overlaps(sessions).Select(o => new Body.SessionOverlap(
                Choice.Name(o.First), Choice.Name(o.Second), o.Hours.From, o.Hours.Until))],
            instrument is { } known ? HoursOf(known, asked) : null));
    }

    private static Body.MarketHours HoursOf(Symbol symbol, DateTimeOffset time)
    {
        var hours = SessionCalendar.HoursOf(symbol);
        var date = SessionCalendar.DateOf(hours, time);
        return new Body.MarketHours(
            symbol.Value, Choice.Name(hours), SessionCalendar.IsOpen(hours, time), SessionCalendar.NextOpen(hours, time),
            SessionCalendar.On(hours, date) is null, date);
    }
}
