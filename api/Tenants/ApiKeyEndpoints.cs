using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>The tenant's API keys.</summary>
internal static class ApiKeyEndpoints
{
    private const int OverlapMinutesDefault = 60;
    private const int OverlapMinutesMax = 10_080;
    private const string IdPrefix = "k-";

    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        api.MapFor(Access.Administer, "API keys").MapGet("/api-keys", ListAsync).WithSummary("The tenant's API keys").WithName("ListApiKeys");
        var changes = api.MapFor(Access.Administer, "API keys").RequireStrong();
        changes.MapPost("/api-keys", CreateAsync).WithSummary("Make an API key").WithName("CreateApiKey").Tells(ApiProblems.SecretToldBefore());
        changes.MapPost("/api-keys/{keyId}/rotate", RotateAsync).WithSummary("Give a key another secret").WithName("RotateApiKey").Tells(ApiProblems.SecretToldBefore());
        changes.MapDelete("/api-keys/{keyId}", RevokeAsync).WithSummary("End a key").WithName("RevokeApiKey");
    }

    private static async Task<Ok<IReadOnlyList<Body.ApiKey>>> ListAsync(
        HttpContext context, Desk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var token = context.Token();
        var now = time.GetUtcNow();
        return TypedResults.Ok<IReadOnlyList<Body.ApiKey>>(
            [.. (await desk.ApiKeys(token).ListAsync(cancellationToken)).Select(k => ToBody(k, token, now, null))]);
    }

    private static async Task<Results<Ok<Body.ApiKey>, ProblemResult>> CreateAsync(
        CreateApiKeyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        IRandomness randomness,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var name = input.RequiredText("name", request.Name, ApiKeys.NameLengthMax);
        var scopes = input.Permissions("scopes", request.Scopes, ApiKeys.ScopesMax);
        var expiresAt = input.OptionalTime("expiresAt", request.ExpiresAt);
        var networks = request.Networks ?? [];
        if (networks.Count > ApiKeys.NetworksMax || networks.Any(n => n is null || !ApiKeyGate.IsNetwork(n)))
        {
            input.Error("networks", $"At most {ApiKeys.NetworksMax} addresses or networks are right, such as 203.0.113.7 or 10.0.0.0/8.");
        }

        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (await desk.Tenant(token).GetAsync(cancellationToken) is not Reply<Tenant>.Done { Value.Quotas: var quotas })
        {
            return ApiProblems.NotFound();
        }

        var secret = new HandedSecret(HandedSecret.ApiKey, token.Tenant, IdPrefix + IdempotencyKey.Digest(command), randomness.Secret());
        var create = new CreateApiKey(
            command, token.Caller.Actor, secret.Subject, name, secret.Hash, scopes, [.. networks], request.RequestsPerMinute, expiresAt,
            quotas.ApiKeysMax);
        return Told(await desk.ApiKeys(token).ChangeAsync(create, cancellationToken), secret, token, time.GetUtcNow());
    }

    private static async Task<Results<Ok<Body.ApiKey>, ProblemResult>> RotateAsync(
        string keyId,
        RotateApiKeyRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        ApiKeyGate gate,
        IRandomness randomness,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var overlap = request.OverlapMinutes ?? OverlapMinutesDefault;
        if (overlap is < 0 or > OverlapMinutesMax)
        {
            input.Error("overlapMinutes", $"It is {overlap}: 0 to {OverlapMinutesMax} is right.");
        }

        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        var secret = new HandedSecret(HandedSecret.ApiKey, token.Tenant, keyId, randomness.Secret());
        var rotate = new RotateApiKey(command, token.Caller.Actor, keyId, secret.Hash, now.AddMinutes(overlap));
        var reply = await desk.ApiKeys(token).ChangeAsync(rotate, cancellationToken);
        gate.Forget(token.Tenant);
        return Told(reply, secret, token, now);
    }

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(
        string keyId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        ApiKeyGate gate,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var reply = await desk.ApiKeys(token).ChangeAsync(new RevokeApiKey(command, token.Caller.Actor, keyId), cancellationToken);
        gate.Forget(token.Tenant);
        return reply.ToNothing();
    }

    private static Results<Ok<Body.ApiKey>, ProblemResult> Told(
        Reply<Domain.Tenants.ApiKey?> reply, HandedSecret secret, AccessToken token, DateTimeOffset now) => reply switch
    {
        Reply<Domain.Tenants.ApiKey?>.Refused refused => RefusalProblems.Of(refused.Refusals),
        Reply<Domain.Tenants.ApiKey?>.Done { Value: { } key } when key.SecretHash == secret.Hash =>
            TypedResults.Ok(ToBody(key, token, now, secret.ToString())),
        _ => ApiProblems.SecretToldBefore(),
    };

    private static Body.ApiKey ToBody(Domain.Tenants.ApiKey key, AccessToken token, DateTimeOffset now, string? secret) => new(
        key.Id, new HandedSecret(HandedSecret.ApiKey, token.Tenant, key.Id, string.Empty).Prefix, key.Name, TenantInput.Names(key.Scopes),
        [.. key.Networks], key.RequestsPerMinute, key.CreatedAt, key.ExpiresAt, key.LastUsedAt,
        key.Previous is { } old && old.Until > now ? old.Until : null, secret);
}
