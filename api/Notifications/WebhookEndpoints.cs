using System.Collections.Immutable;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Notifications;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Notifications;

namespace Countersign.Api.Notifications;

/// <summary>The tenant's webhooks.</summary>
internal static class WebhookEndpoints
{
    private const int TopicsMax = 20;
    private const int OverlapHoursDefault = 24;
    private const int OverlapHoursMax = 168;
    private const string Tag = "Webhooks";

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var reads = api.MapFor(Access.Administer, Tag);
        reads.MapGet("/webhooks", ListAsync).WithSummary("The tenant's webhooks").WithName("ListWebhooks");
        reads.MapGet("/webhooks/{webhookId}", ShowAsync).WithSummary("One webhook").WithName("GetWebhook");
        var changes = api.MapFor(Access.Administer, Tag).RequireStrong();
        changes.MapPost("/webhooks", RegisterAsync).WithSummary("Register a webhook").WithName("RegisterWebhook").Tells(ApiProblems.SecretToldBefore())
            .WithDescription("The answer tells the secret that its messages are signed with, once.");
        changes.MapPut("/webhooks/{webhookId}", ChangeAsync).WithSummary("Change a webhook").WithName("ChangeWebhook")
            .WithDescription("Replaces all but the secret. With active, one that the desk has disabled works again.");
        changes.MapPost("/webhooks/{webhookId}/rotate", RotateAsync).WithSummary("Give a webhook another secret").WithName("RotateWebhookSecret").Tells(ApiProblems.SecretToldBefore());
        changes.MapDelete("/webhooks/{webhookId}", RemoveAsync).WithSummary("Remove a webhook").WithName("RemoveWebhook");
    }

    /// <summary>The webhook of an address; null where it is malformed.</summary>
    internal static WebhookId? IdOf(string text) => PathId.TryRead<WebhookId>(text, out var id) ? id : null;

    private static async Task<Ok<ListPage<Body.Webhook>>> ListAsync(
        HttpContext context, Desk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var webhooks = await desk.Webhooks(context.Token()).ListAsync(cancellationToken);
        return TypedResults.Ok(new ListPage<Body.Webhook>([.. webhooks.Select(w => ToBody(w, now, null))], Next: null));
    }

    private static async Task<Results<Ok<Body.Webhook>, ProblemResult>> ShowAsync(
        string webhookId, HttpContext context, Desk desk, TimeProvider time, CancellationToken cancellationToken) => IdOf(webhookId) is { } id
        ? (await desk.Webhooks(context.Token()).GetAsync(id, cancellationToken)).ToOk(w => ToBody(w, time.GetUtcNow(), null))
        : ApiProblems.NotFound();

    private static async Task<Results<Created<Body.Webhook>, ProblemResult>> RegisterAsync(
        WebhookRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        IRandomness randomness,
        IDataProtectionProvider protection,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var fields = Read(input, request);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var secret = randomness.Bytes(WebhookSecret.Bytes);
        var id = WebhookId.Parse(WebhookId.Prefix + IdempotencyKey.Digest(command));
        var register = new RegisterWebhook(
            command, token.Caller.Actor, id, fields.Url, fields.Topics, fields.Description, fields.Active,
            WebhookSecret.Seal(protection, token.Tenant, secret));
        return await desk.Webhooks(token).ChangeAsync(register, cancellationToken) switch
        {
            Reply<Domain.Notifications.Webhook?>.Refused refused => RefusalProblems.Of(refused.Refusals),
            Reply<Domain.Notifications.Webhook?>.Done { Value: { } made } when made.Secret == register.Secret => TypedResults.Created(
                $"{CountersignApi.Root}/webhooks/{id}", ToBody(made, time.GetUtcNow(), WebhookSecret.Tell(secret))),
            _ => ApiProblems.SecretToldBefore(),
        };
    }

    private static async Task<Results<Ok<Body.Webhook>, ProblemResult>> ChangeAsync(
        string webhookId,
        WebhookRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var fields = Read(input, request);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (IdOf(webhookId) is not { } id)
        {
            return ApiProblems.NotFound();
        }

        var change = new ChangeWebhook(command, token.Caller.Actor, id, fields.Url, fields.Topics, fields.Description, fields.Active);
        return ToOk(await desk.Webhooks(token).ChangeAsync(change, cancellationToken), w => ToBody(w, time.GetUtcNow(), null));
    }

    private static async Task<Results<Ok<Body.Webhook>, ProblemResult>> RotateAsync(
        string webhookId,
        RotateWebhookRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        IRandomness randomness,
        IDataProtectionProvider protection,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var overlap = request.OverlapHours ?? OverlapHoursDefault;
        if (overlap is < 0 or > OverlapHoursMax)
        {
            input.Error("overlapHours", $"It is {overlap}: 0 to {OverlapHoursMax} is right.");
        }

        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (IdOf(webhookId) is not { } id)
        {
            return ApiProblems.NotFound();
        }

        var (now, secret) = (time.GetUtcNow(), randomness.Bytes(WebhookSecret.Bytes));
        var rotate = new RotateWebhookSecret(
            command, token.Caller.Actor, id, WebhookSecret.Seal(protection, token.Tenant, secret), now.AddHours(overlap));
        var reply = await desk.Webhooks(token).ChangeAsync(rotate, cancellationToken);
        return reply is Reply<Domain.Notifications.Webhook?>.Done { Value: var made } && made?.Secret != rotate.Secret
            ? ApiProblems.SecretToldBefore()
            : ToOk(reply, w => ToBody(w, now, WebhookSecret.Tell(secret)));
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(
        string webhookId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return IdOf(webhookId) is { } id
            ? (await desk.Webhooks(token).ChangeAsync(new RemoveWebhook(command, token.Caller.Actor, id), cancellationToken)).ToNothing()
            : ApiProblems.NotFound();
    }

    private static (string Url, ImmutableArray<string> Topics, string Description, bool Active) Read(Input input, WebhookRequest request)
    {
        var url = input.RequiredText("url", request.Url, WebhookDecider.UrlLengthMax);
        var description = request.Description is "" ? null : input.OptionalText("description", request.Description, WebhookDecider.DescriptionLengthMax);
        var topics = request.Topics ?? [];
        if (topics.Count is 0 or > TopicsMax || topics.Any(t => t is null || !WebhookTopics.All.Contains(t)))
        {
            input.Error("topics", $"At least one of these is right: {string.Join(", ", WebhookTopics.All)}.");
        }

        return (url, [.. topics], description ?? string.Empty, request.Active ?? true);
    }

    private static Results<Ok<Body.Webhook>, ProblemResult> ToOk(
        Reply<Domain.Notifications.Webhook?> reply, Func<Domain.Notifications.Webhook, Body.Webhook> map) => reply switch
    {
        Reply<Domain.Notifications.Webhook?>.Refused refused => RefusalProblems.Of(refused.Refusals),
        Reply<Domain.Notifications.Webhook?>.Done { Value: { } webhook } => TypedResults.Ok(map(webhook)),
        _ => ApiProblems.NotFound(),
    };

    private static Body.Webhook ToBody(Domain.Notifications.Webhook webhook, DateTimeOffset now, string? secret) => new(
        webhook.Id.Value, webhook.Url, [.. webhook.Topics], webhook.Description, webhook.Active, webhook.Disabled, webhook.CreatedAt,
        webhook.Previous is { } old && old.Until > now ? old.Until : null, secret);
}
