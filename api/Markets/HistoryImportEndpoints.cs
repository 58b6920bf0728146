using System.ComponentModel;
using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>Recordings that the platform's people bring into the market history, in parts.</summary>
internal static class HistoryImportEndpoints
{
    private const int FileNameLengthMax = 100;
    private const int TextLengthMax = 1_048_576;
    private const int DigitsMax = 8;
    private const int ZoneLengthMax = 40;
    private const int IdLengthMax = 40;
    private const string UsualSource = "import";

    private static readonly string[] Formats = [.. RecordedFormat.All.Select(f => f.Name)];

    public static void MapHistoryImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapFor(Access.Platform, "Platform").Refuses("import");
        imports.MapGet("/platform/history/imports", ListAsync)
            .WithSummary("Imports of recordings, newest first").WithDescription("Those since the desk was started; it keeps the last fifty.").WithName("ListHistoryImports");
        imports.MapGet("/platform/history/imports/{importId}", ShowAsync).WithSummary("How far an import is").WithName("GetHistoryImport");
        imports.MapPost("/platform/history/imports", BeginAsync)
            .WithSummary("Begin to import a recording")
            .WithDescription(
                "Its contents follow in parts. The same contents again store nothing twice: an import is known by what is in it, and one that was cut short goes on behind what is stored.")
            .WithName("BeginHistoryImport");
        imports.MapPut("/platform/history/imports/{importId}/content/{offset}", WriteAsync)
            .WithSummary("Send the next part of a recording")
            .WithDescription(
                "offset is where it begins, in bytes of UTF-8: what received says. A part that has come already changes nothing, so it can be sent again; any other place answers 409 "
                + "import.offset with the right one. With isLast it is stored in the background.")
            .WithName("WriteHistoryImport");
        imports.MapDelete("/platform/history/imports/{importId}", RemoveAsync)
            .WithSummary("Stop or forget an import").WithDescription("What is stored stays in the history.").WithName("RemoveHistoryImport");
    }

    private static async Task<Ok<ListPage<Body.HistoryImport>>> ListAsync(Desk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ListPage<Body.HistoryImport>([.. (await desk.HistoryImports.ListAsync(cancellationToken)).Select(ToBody)], Next: null));

    private static async Task<Results<Ok<Body.HistoryImport>, ProblemResult>> ShowAsync(string importId, Desk desk, CancellationToken cancellationToken) =>
        importId.Length > IdLengthMax ? ApiProblems.NotFound() : (await desk.HistoryImports.GetAsync(importId, cancellationToken)).ToOk(ToBody);

    private static async Task<Results<Created<Body.HistoryImport>, ProblemResult>> BeginAsync(
        BeginHistoryImportRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var options = new HistoryImportOptions(
            FileName(input, request.FileName), MarketInput.Source(input, request.Source, UsualSource), input.Optional<Symbol>("symbol", request.Symbol),
            input.OptionalChoice<Timeframe>("timeframe", request.Timeframe), input.OptionalOf("format", request.Format, Formats),
            Zone(input, request.Zone), Digits(input, request.Digits), request.Adjusted ?? false);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var id = "imp-" + IdempotencyKey.Digest(command);
        return (await desk.HistoryImports.BeginAsync(id, options, cancellationToken)).ToCreated($"/api/v1/platform/history/imports/{id}", ToBody);
    }

    private static async Task<Results<Ok<Body.HistoryImport>, ProblemResult>> WriteAsync(
        string importId,
        [Description("Where the part begins, bytes of UTF-8 from 0.")] string offset,
        HistoryImportPart request,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        if (!long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            input.Error("offset", "It is no place in a recording: bytes from 0 are right.");
        }

        if (request.Text is not { Length: <= TextLengthMax })
        {
            input.Error("text", "It is missing.");
        }

        if (input.Problem is { } problem)
        {
            return problem;
        }

        return importId.Length > IdLengthMax
            ? ApiProblems.NotFound()
            : (await desk.HistoryImports.WriteAsync(importId, at, request.Text!, request.IsLast ?? false, cancellationToken)).ToOk(ToBody);
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(string importId, Desk desk, CancellationToken cancellationToken) =>
        importId.Length > IdLengthMax ? ApiProblems.NotFound() : (await desk.HistoryImports.RemoveAsync(importId, cancellationToken)).ToNothing();

    // It becomes the name of a file: nothing that leads elsewhere.
    private static string FileName(Input input, string? name)
    {
        var text = input.RequiredText("fileName", name, FileNameLengthMax);
        if (text.Length > 0 && (!char.IsAsciiLetterOrDigit(text[0]) || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')))
        {
            input.Error("fileName", "Letters, digits, dots, hyphens and underscores are right, with a letter or digit first.");
        }

        return text;
    }

    private static string? Zone(Input input, string? zone)
    {
        var text = input.OptionalText("zone", zone, ZoneLengthMax);
        if (text is not null && !(text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+' or ':') && RecordedZone.TryParse(text, out _)))
        {
            input.Error("zone", "utc, +02:00, mt5 and names such as Europe/Berlin are right.");
        }

        return text;
    }

    private static int? Digits(Input input, int? digits)
    {
        if (digits is < 0 or > DigitsMax)
        {
            input.Error("digits", $"It is {digits}: 0 to {DigitsMax} is right.");
        }

        return digits;
    }

    private static Body.HistoryImport ToBody(Domain.Markets.HistoryImport i) => new(
        i.Id, i.Options.FileName, i.Options.Source, Choice.Name(i.Status), i.BegunAt, i.EndedAt, i.Received,
        i.Status == HistoryImportStatus.Done ? 1 : i.Received == 0 ? 0 : Math.Min(1, (double)i.Read / i.Received), i.Rows, i.LeftOut,
        [.. i.Lines.Select(l => new RecordDefect(l.Line, l.Problem))], i.Series, i.Problem);
}
