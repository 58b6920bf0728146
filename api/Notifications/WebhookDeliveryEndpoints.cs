using System.ComponentModel;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Grains.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Notifications;

namespace Countersign.Api.Notifications;

/// <summary>What was sent to webhooks, and sending it again.</summary>
internal static class WebhookDeliveryEndpoints
{
    private const int IdLengthMax = 64;
    private const string Tag = "Webhooks";

    public static void MapWebhookDeliveries(this IEndpointRouteBuilder api)
    {
        api.MapFor(Access.Administer, Tag).MapGet("/webhooks/{webhookId}/deliveries", ListAsync)
            .WithSummary("A webhook's messages, newest first; the dead letters with status=dead").WithName("ListWebhookDeliveries");
        var sends = api.MapFor(Access.Administer, Tag).RequireStrong();
        sends.MapPost("/webhooks/{webhookId}/test", TestAsync).WithSummary("Send a webhook a message that says nothing").WithName("TestWebhook");
        sends.MapPost("/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", RedeliverAsync)
            .WithSummary("Send a message again").WithName("RedeliverWebhookMessage");
        sends.MapPost("/webhooks/{webhookId}/replay", ReplayAsync).WithSummary("Send all dead letters again").WithName("ReplayWebhookDeadLetters");
    }

    [PageOrder("-createdAt")]
    private static async Task<Results<Ok<ListPage<Body.WebhookDelivery>>, ProblemResult>> ListAsync(
        string webhookId,
        [QueryValue(typeof(WebhookStatus)), Description("Only with this status.")] string? status,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var wanted = input.OptionalChoice<WebhookStatus>("status", status);
        var page = input.Page(limit, cursor, context);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (WebhookEndpoints.IdOf(webhookId) is not { } id)
        {
            return ApiProblems.NotFound();
        }

        try
        {
            var reply = await desk.Webhooks(context.Token()).DeliveriesAsync(id, wanted, page, cancellationToken);
            return reply.ToOk(rows => new ListPage<Body.WebhookDelivery>([.. rows.Items.Select(ToBody)], rows.Next));
        }
        catch (FormatException e) when (page.Cursor is not null)
        {
            return ApiProblems.InputInvalid("cursor", e.Message);
        }
    }

    private static async Task<Results<Accepted<Body.WebhookDelivery>, ProblemResult>> TestAsync(
        string webhookId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return WebhookEndpoints.IdOf(webhookId) is { } id
            ? (await desk.Webhooks(context.Token()).TestAsync(id, command, cancellationToken)).ToAccepted(Where(webhookId), ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Accepted<Body.WebhookDelivery>, ProblemResult>> RedeliverAsync(
        string webhookId,
        string deliveryId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var caller = context.Token();
        return WebhookEndpoints.IdOf(webhookId) is { } id && deliveryId.Length <= IdLengthMax
            ? (await desk.Webhooks(caller).RedeliverAsync(new(command, caller.Caller.Actor, id, deliveryId), cancellationToken)).ToAccepted(Where(webhookId), ToBody)
            : ApiProblems.NotFound();
    }

    private static async Task<Results<Accepted<WebhookReplay>, ProblemResult>> ReplayAsync(
        string webhookId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var caller = context.Token();
        return WebhookEndpoints.IdOf(webhookId) is { } id
            ? (await desk.Webhooks(caller).ReplayAsync(new(command, caller.Caller.Actor, id, 0), cancellationToken)).ToAccepted(Where(webhookId), n => new WebhookReplay(n))
            : ApiProblems.NotFound();
    }

    private static string Where(string webhookId) => $"{CountersignApi.Root}/webhooks/{webhookId}/deliveries";

    private static Body.WebhookDelivery ToBody(Grains.Notifications.WebhookDelivery d) => new(
        d.Id, d.Type, Choice.Name(d.Status), d.CreatedAt, d.Attempts, d.Status == WebhookStatus.Waiting ? d.NextAt : null, d.Last?.At, d.Last?.Answer,
        d.Last?.DurationMs, d.Last?.Error);
}
