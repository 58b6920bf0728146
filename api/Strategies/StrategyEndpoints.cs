using System.Text;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Strategies;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Strategies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Body = Countersign.Api.Contracts.Strategies;

namespace Countersign.Api.Strategies;

/// <summary>Strategies: what raises ideas.</summary>
internal static class StrategyEndpoints
{
    private const string SchemaType = "application/schema+json";

    private static readonly byte[] SchemaBytes = Encoding.UTF8.GetBytes(StrategySchema.Text);

    private static readonly EntityTagHeaderValue SchemaTag = new($"\"{StrategySchema.Hash}\"");

    public static void MapStrategies(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Strategies");
        reads.MapGet("/strategies", ListAsync).WithSummary("The tenant's strategies").WithName("ListStrategies");
        reads.MapGet("/strategies/schema", Schema).WithSummary("The strategy language as a JSON Schema").WithName("GetStrategySchema")
            .Produces<object>(StatusCodes.Status200OK, SchemaType).Produces(StatusCodes.Status304NotModified);
        reads.MapGet("/strategies/templates", Templates).WithSummary("Strategies to begin from").WithName("ListStrategyTemplates");
        reads.MapGet("/strategies/{strategyId}", ShowAsync).WithSummary("One strategy").WithName("GetStrategy");
        var trades = api.MapFor(Access.Trade, "Strategies");
        trades.MapPost("/strategies", CreateAsync).WithSummary("Define a strategy").WithName("CreateStrategy");
        trades.MapPost("/strategies/{strategyId}/activate", ActivateAsync).WithSummary("Let it raise ideas").WithName("ActivateStrategy").Changes("GetStrategy");
        trades.MapPost("/strategies/{strategyId}/deactivate", DeactivateAsync)
            .WithSummary("Let it raise no more").WithName("DeactivateStrategy").Changes("GetStrategy");
    }

    /// <summary>It changes only with the program, so a client keeps it and asks whether it is still the one.</summary>
    private static FileContentHttpResult Schema(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.File(SchemaBytes, SchemaType, entityTag: SchemaTag);
    }

    private static Ok<ListPage<StrategyTemplate>> Templates() =>
        TypedResults.Ok(new ListPage<StrategyTemplate>(StrategyTemplates.All, Next: null));

    [PageOrder("id")]
    private static async Task<Results<Ok<ListPage<StrategySummary>>, ProblemResult>> ListAsync(
        string? limit, string? cursor, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.Lists(context.Token()).StrategiesAsync(p, cancellationToken), StrategyMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Strategy>, ProblemResult>> ShowAsync(
        string strategyId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<StrategyId>(strategyId, out var id)
            ? (await desk.Strategy(context.Token(), id).GetAsync(cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();

    private static async Task<Results<Created<Body.Strategy>, ProblemResult>> CreateAsync(
        CreateStrategyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        SettingsDesk settings,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var id = input.Optional<StrategyId>("id", request.Id) ?? StrategyInput.IdOf(command);
        var definition = StrategyInput.ReadDefinition(input, request.Definition);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var whole = await StrategyInput.CompleteAsync(definition!, request.Definition, context.Token(), settings, cancellationToken);
        var create = new CreateStrategy(command, context.Token().Caller.Actor, id, whole);
        return (await desk.Strategy(context.Token(), id).CreateAsync(create, cancellationToken))
            .ToCreated($"{CountersignApi.Root}/strategies/{id}", StrategyMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Strategy>, ProblemResult>> ActivateAsync(
        string strategyId,
        ActivateStrategyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var account = input.Required<AccountId>("accountId", request.AccountId);
        var autonomy = StrategyInput.ReadAutonomy(input, request);
        var command = new ActivateStrategy(input.Command(idempotencyKey), context.Token().Caller.Actor, account, autonomy);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<StrategyId>(strategyId, out var id)
            ? (await desk.Strategy(context.Token(), id).ActivateAsync(command, cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Strategy>, ProblemResult>> DeactivateAsync(
        string strategyId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new PauseStrategy(input.Command(idempotencyKey), context.Token().Caller.Actor);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<StrategyId>(strategyId, out var id)
            ? (await desk.Strategy(context.Token(), id).PauseAsync(command, cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();
    }
}
