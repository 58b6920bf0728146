using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>The economic calendar: the same for every tenant; the platform imports it.</summary>
internal static class CalendarEndpoints
{
    private const int DefectsMax = 100;
    private static readonly TimeSpan RangeDefault = TimeSpan.FromDays(7);

    public static void MapCalendar(this IEndpointRouteBuilder api)
    {
        api.MapReads("Markets").MapGet("/calendar", ListAsync).WithSummary("The economic calendar, by time").WithName("ListCalendar");
        api.MapFor(Access.Platform, "Platform").MapPost("/platform/calendar", ImportAsync)
            .WithSummary("Import an economic calendar").WithName("ImportCalendar");
    }

    [PageOrder("time")]
    private static async Task<Results<Ok<ListPage<Body.EconomicRelease>>, ProblemResult>> ListAsync(
        [Description("Not before this time, RFC 3339; now where absent.")] string? from,
        [Description("Before this time, RFC 3339; a week after from where absent.")] string? to,
        [Description("Only of this currency.")] string? currency,
        [QueryValue(typeof(Impact)), Description("Only of at least this impact.")] string? impact,
        string? limit,
        string? cursor,
        TimeProvider time,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var first = input.OptionalTime("from", from) ?? time.GetUtcNow();
        var query = new CalendarQuery(
            first, input.OptionalTime("to", to) ?? After(first), input.Optional<Currency>("currency", currency),
            input.OptionalChoice<Impact>("impact", impact) ?? Impact.Low);
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Calendar.ListAsync(query, p, cancellationToken), ToBody);
    }

    private static async Task<Results<Ok<CalendarImport>, ProblemResult>> ImportAsync(
        ImportCalendarRequest request, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var source = MarketInput.Source(input, request.Source, absent: null);
        var zone = MarketInput.Zone(input, request.Zone);
        if (string.IsNullOrWhiteSpace(request.Content))
        {
            input.Error("content", "It is missing: CSV with a header line or a JSON list is right.");
        }

        if (input.Problem is { } problem)
        {
            return problem;
        }

        var file = CalendarReader.Read(request.Content!, source, zone);
        var change = await desk.Calendar.ImportAsync(new CalendarWrite(source, file.Releases, request.Replaces ?? false), cancellationToken);
        return TypedResults.Ok(new CalendarImport(
            change.Added, change.Changed, change.Unchanged, change.Removed,
            [.. file.Defects.Take(DefectsMax).Select(d => new RecordDefect(d.Line, d.Detail))]));
    }

    private static DateTimeOffset After(DateTimeOffset from) =>
        from > DateTimeOffset.MaxValue - RangeDefault ? DateTimeOffset.MaxValue : from + RangeDefault;

    private static Body.EconomicRelease ToBody(Domain.Markets.EconomicRelease r) => new(
        r.Source, r.Id, r.Time, r.Currency.Value, r.Title, Choice.Name(r.Impact), r.Actual, r.Forecast, r.Previous, r.AllDay);
}
