using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Indicators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>The catalogue of indicators, from which charts and the strategy editor build themselves.</summary>
internal static class IndicatorEndpoints
{
    private static readonly Body.IndicatorEntry[] Entries = [.. IndicatorCatalogue.Definitions.Select(ToBody)];

    public static void MapIndicators(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Markets");
        reads.MapGet("/indicators", List).WithSummary("All indicators, by name").WithName("ListIndicators");
        reads.MapGet("/indicators/{name}", Show).WithSummary("One indicator").WithName("GetIndicator");
    }

    private static Results<Ok<ListPage<Body.IndicatorEntry>>, ProblemResult> List(
        [Description("Only those of this family, for example movingAverage.")] string? family)
    {
        var input = new Input();
        if (family is not null && Choice.Parse<IndicatorFamily>(family) is null)
        {
            input.Error("family", $"One of {Choice.List<IndicatorFamily>()} is right.");
        }

        return input.Problem is { } problem
            ? problem
            : TypedResults.Ok(new ListPage<Body.IndicatorEntry>([.. Entries.Where(entry => family is null || entry.Family == family)], Next: null));
    }

    private static Results<Ok<Body.IndicatorEntry>, ProblemResult> Show(string name) =>
        Array.Find(Entries, entry => entry.Name == name) is { } entry ? TypedResults.Ok(entry) : ApiProblems.NotFound();

    private static Body.IndicatorEntry ToBody(IndicatorDefinition definition)
    {
        var made = definition.Create(definition.Defaults);
        return new Body.IndicatorEntry(
            definition.Name, definition.Title, Choice.Name(definition.Family), Choice.Name(definition.Pane), definition.Signature, made.Spec.Text,
            [.. definition.Parameters.Select(p => new Body.IndicatorParameter(p.Name, p.Minimum, p.Maximum, p.Default, p.IsWhole))],
            [.. definition.Outputs.Select(output => new Body.IndicatorOutput(output.Name, Choice.Name(output.Style)))],
            made.WarmUpBars, definition.IsStandard, definition.IsSparse, definition.NeedsBenchmark);
    }
}
