using Countersign.Api.Contracts;
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
using Microsoft.Extensions.Options;
using Body = Countersign.Api.Contracts.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>Invitations and the tenant's own permission sets.</summary>
internal static class InvitationEndpoints
{
    private const int LoginLengthMax = 254;
    private const int PermissionSetLengthMax = 40;

    public static void MapInvitations(this IEndpointRouteBuilder api)
    {
        var reads = api.MapFor(Access.Administer, "Members");
        reads.MapGet("/members/invitations", ListAsync).WithSummary("Open invitations").WithName("ListInvitations");
        reads.MapGet("/members/permission-sets", ListSetsAsync).WithSummary("The tenant's permission sets").WithName("ListPermissionSets");
        reads.MapGet("/members/permission-sets/{name}", ShowSetAsync).WithSummary("One permission set").WithName("GetPermissionSet");
        var changes = api.MapFor(Access.Administer, "Members").RequireStrong();
        changes.MapPost("/members/invitations", InviteAsync).WithSummary("Invite a member").WithName("InviteMember").Tells(ApiProblems.SecretToldBefore());
        changes.MapDelete("/members/invitations/{invitationId}", RevokeAsync)
            .WithSummary("Take an invitation back").WithName("RevokeInvitation");
        changes.MapPut("/members/permission-sets/{name}", SetAsync)
            .WithSummary("Make or change a permission set").WithName("SetPermissionSet").Changes("GetPermissionSet", makes: true);
        changes.MapDelete("/members/permission-sets/{name}", RemoveSetAsync)
            .WithSummary("Remove a permission set").WithName("RemovePermissionSet").Changes("GetPermissionSet", isAnswer: false);
    }

    private static async Task<Results<Ok<ListPage<Body.Invitation>>, ProblemResult>> ListAsync(
        string? limit, string? cursor, HttpContext context, Desk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor, context);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        return (await desk.Tenant(context.Token()).GetAsync(cancellationToken)).ToOk(t =>
        {
            var rest = t.Invitations.Values
                .Where(i => i.Accepted is null && i.ExpiresAt > now && (page.Cursor is null || string.CompareOrdinal(i.Id, page.Cursor) > 0))
                .Take(page.Limit + 1).ToList();
            return new ListPage<Body.Invitation>(
                [.. rest.Take(page.Limit).Select(i => ToBody(i, null))], rest.Count > page.Limit ? rest[page.Limit - 1].Id : null);
        });
    }

    private static async Task<Results<Ok<Body.Invitation>, ProblemResult>> InviteAsync(
        InviteRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        IRandomness randomness,
        IOptions<ApiOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var login = input.RequiredText("login", request.Login, LoginLengthMax);
        var roles = input.MemberRoles("roles", request.Roles);
        var set = input.OptionalText("permissionSet", request.PermissionSet, PermissionSetLengthMax);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var secret = new HandedSecret(HandedSecret.Invitation, token.Tenant, IdempotencyKey.Digest(command), randomness.Secret());
        var invite = new InviteMember(
            command, token.Caller.Actor, secret.Subject, login, roles, set, secret.Hash,
            time.GetUtcNow().AddHours(options.Value.Tokens.InvitationHours));
        return await desk.Tenant(token).InviteAsync(invite, cancellationToken) switch
        {
            Reply<Tenant>.Refused refused => RefusalProblems.Of(refused.Refusals),
            Reply<Tenant>.Done { Value: var tenant } when tenant.Invitations.GetValueOrDefault(secret.Subject) is { } made
                && made.TokenHash == secret.Hash => TypedResults.Ok(ToBody(made, secret.ToString())),
            _ => ApiProblems.SecretToldBefore(),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(
        string invitationId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var command = input.Command(idempotencyKey);
        return input.Problem is { } problem
            ? problem
            : (await desk.Tenant(token).InviteAsync(new RevokeInvitation(command, token.Caller.Actor, invitationId), cancellationToken)).ToNothing();
    }

    private static async Task<Results<Ok<IReadOnlyList<Body.PermissionSet>>, ProblemResult>> ListSetsAsync(
        HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        (await desk.Tenant(context.Token()).GetAsync(cancellationToken)).ToOk<Tenant, IReadOnlyList<Body.PermissionSet>>(
            t => [.. t.PermissionSets.Select(s => new Body.PermissionSet(s.Key, TenantInput.Names(s.Value)))]);

    private static async Task<Results<Ok<Body.PermissionSet>, ProblemResult>> ShowSetAsync(
        string name, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        await desk.Tenant(context.Token()).GetAsync(cancellationToken) is Reply<Tenant>.Done { Value: var tenant }
        && tenant.PermissionSets.TryGetValue(name, out var permissions)
            ? TypedResults.Ok(new Body.PermissionSet(name, TenantInput.Names(permissions)))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.PermissionSet>, ProblemResult>> SetAsync(
        string name,
        SetPermissionSetRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        SessionGate gate,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var permissions = input.Permissions("permissions", request.Permissions, Permissions.All);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var reply = await desk.Tenant(token).ChangeAsync(new SetPermissionSet(command, token.Caller.Actor, name, permissions), cancellationToken);
        gate.Forget(token.Tenant);
        return reply.ToOk(_ => new Body.PermissionSet(name, TenantInput.Names(permissions)));
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveSetAsync(
        string name,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var command = input.Command(idempotencyKey);
        return input.Problem is { } problem
            ? problem
            : (await desk.Tenant(token).ChangeAsync(new RemovePermissionSet(command, token.Caller.Actor, name), cancellationToken)).ToNothing();
    }

    internal static Body.Invitation ToBody(Domain.Tenants.Invitation invitation, string? secret) => new(
        invitation.Id, invitation.Login, RoleNames.Of(invitation.Roles), invitation.PermissionSet, invitation.ExpiresAt, secret);
}
