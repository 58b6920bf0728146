using System.ComponentModel;
using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Strategies;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Api.Tenants;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Strategies;

namespace Countersign.Api.Strategies;

/// <summary>A strategy's life after its making: further versions, what they changed, and its end.</summary>
internal static class StrategyVersionEndpoints
{
    public static void MapStrategyVersions(this IEndpointRouteBuilder api)
    {
        var reads = api.MapReads("Strategies");
        reads.MapGet("/strategies/{strategyId}/versions", ListAsync)
            .WithSummary("A strategy's versions, newest first").WithName("ListStrategyVersions");
        reads.MapGet("/strategies/{strategyId}/versions/{version}", ShowAsync)
            .WithSummary("One version with its definition").WithName("GetStrategyVersion");
        reads.MapGet("/strategies/{strategyId}/diff", CompareAsync)
            .WithSummary("What changed from one version to another").WithName("CompareStrategyVersions");
        var trades = api.MapFor(Access.Trade, "Strategies");
        trades.MapPost("/strategies/{strategyId}/revise", ReviseAsync)
            .WithSummary("Make a further version, or bring an earlier one back").WithName("ReviseStrategy").Changes("GetStrategy");
        trades.MapPost("/strategies/{strategyId}/retire", RetireAsync).WithSummary("End it for good").WithName("RetireStrategy").Changes("GetStrategy");
    }

    [PageOrder("-number")]
    private static async Task<Results<Ok<ListPage<StrategyVersionSummary>>, ProblemResult>> ListAsync(
        string strategyId, string? limit, string? cursor, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor, context);
        if (!PathId.TryRead<StrategyId>(strategyId, out var id))
        {
            return input.Problem ?? ApiProblems.NotFound();
        }

        var grain = desk.Strategy(context.Token(), id);
        if (input.Problem is null && await grain.GetAsync(cancellationToken) is Reply<Domain.Strategies.Strategy>.Refused refused)
        {
            return RefusalProblems.Of(refused.Refusals);
        }

        return await input.ListAsync(page, p => grain.ListVersionsAsync(p, cancellationToken), StrategyMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.StrategyVersion>, ProblemResult>> ShowAsync(
        string strategyId, string version, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<StrategyId>(strategyId, out var id)
        && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await desk.Strategy(context.Token(), id).GetVersionAsync(number, cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.StrategyComparison>, ProblemResult>> CompareAsync(
        string strategyId,
        [QueryValue(typeof(int), Required = true), Description("The number of the older version.")] string? from,
        [QueryValue(typeof(int), Required = true), Description("The number of the newer version.")] string? to,
        HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var older = RequiredVersion(input, "from", from);
        var newer = RequiredVersion(input, "to", to);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<StrategyId>(strategyId, out var id)
            ? (await desk.Strategy(context.Token(), id).CompareAsync(older, newer, cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Ok<Body.Strategy>, ProblemResult>> ReviseAsync(
        string strategyId,
        ReviseStrategyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        SettingsDesk settings,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        var definition = StrategyInput.ReadRevision(input, request);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<StrategyId>(strategyId, out var id))
        {
            return ApiProblems.NotFound();
        }

        var grain = desk.Strategy(context.Token(), id);
        if (request.Restore is { } number)
        {
            switch (await grain.GetVersionAsync(number, cancellationToken))
            {
                case Reply<Domain.Strategies.StrategyVersion>.Done done:
                    definition = done.Value.Definition;
                    break;
                case Reply<Domain.Strategies.StrategyVersion>.Refused refused:
                    return RefusalProblems.Of(refused.Refusals);
            }
        }

        if (request.Restore is null)
        {
            definition = await StrategyInput.CompleteAsync(definition!, request.Definition, context.Token(), settings, cancellationToken);
        }

        var revise = new ReviseStrategy(command, context.Token().Caller.Actor, definition!);
        return (await grain.ReviseAsync(revise, cancellationToken)).ToOk(StrategyMapping.ToBody);
    }

    private static async Task<Results<Ok<Body.Strategy>, ProblemResult>> RetireAsync(
        string strategyId,
        RetireStrategyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = new RetireStrategy(
            input.Command(idempotencyKey), context.Token().Caller.Actor, RiskInput.ReadReason(input, request.Reason));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return PathId.TryRead<StrategyId>(strategyId, out var id)
            ? (await desk.Strategy(context.Token(), id).RetireAsync(command, cancellationToken)).ToOk(StrategyMapping.ToBody)
            : ApiProblems.NotFound();
    }

    private static int RequiredVersion(Input input, string field, string? text)
    {
        if (text is null)
        {
            input.Error(field, "It is missing: the number of a version is right.");
        }

        return input.Whole(field, text, absent: 1, 1, Domain.Strategies.StrategyVersion.Max);
    }
}
