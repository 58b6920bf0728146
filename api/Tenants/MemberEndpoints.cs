using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Audit;
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

/// <summary>Who belongs to the tenant, and what each may do.</summary>
internal static class MemberEndpoints
{
    private const int LoginLengthMax = 254;
    private const int DisplayNameLengthMax = 100;
    private const int PermissionSetLengthMax = 40;

    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var reads = api.MapFor(Access.Administer, "Members");
        reads.MapGet("/members", ListAsync).WithSummary("The tenant's members, by login").WithName("ListMembers");
        reads.MapGet("/members/{userId}", ShowAsync).WithSummary("One member").WithName("GetMember");
        var changes = api.MapFor(Access.Administer, "Members").RequireStrong();
        changes.MapPost("/members", AddAsync).WithSummary("Add a member").WithName("AddMember");
        changes.MapPut("/members/{userId}", ChangeAsync).WithSummary("Change what a member may do").WithName("ChangeMember").Changes("GetMember");
        changes.MapDelete("/members/{userId}", RemoveAsync).WithSummary("Remove a member").WithName("RemoveMember").Changes("GetMember", isAnswer: false);
        changes.MapPost("/members/{userId}/password-reset", ResetPasswordAsync)
            .WithSummary("Hand out a password reset").WithName("IssuePasswordReset");
        changes.MapPost("/members/{userId}/second-factors/reset", ResetFactorsAsync)
            .WithSummary("Take away second factors that were lost").WithName("ResetSecondFactors");
    }

    private static async Task<Results<Ok<ListPage<Body.Member>>, ProblemResult>> ListAsync(
        string? limit, string? cursor, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor, context);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return (await desk.Tenant(context.Token()).GetAsync(cancellationToken)).ToOk(t => ToPage(t, page.Limit, page.Cursor));
    }

    private static async Task<Results<Ok<Body.Member>, ProblemResult>> ShowAsync(
        string userId, HttpContext context, Desk desk, CancellationToken cancellationToken) =>
        PathId.TryRead<UserId>(userId, out var user)
        && await desk.Tenant(context.Token()).GetAsync(cancellationToken) is Reply<Tenant>.Done { Value: var tenant } && tenant.Find(user) is { } member
            ? TypedResults.Ok(ToBody(member))
            : ApiProblems.NotFound();

    private static async Task<Results<Ok<Body.Member>, ProblemResult>> AddAsync(
        AddMemberRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        Passwords passwords,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var login = input.RequiredText("login", request.Login, LoginLengthMax);
        var name = input.RequiredText("displayName", request.DisplayName, DisplayNameLengthMax);
        var password = input.NewPassword("password", request.Password, login, name);
        var roles = input.MemberRoles("roles", request.Roles);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var user = UserId.Parse(UserId.Prefix + IdempotencyKey.Digest(command));
        var hash = await passwords.HashAsync(password, cancellationToken);
        var register = new RegisterUser(command, token.Caller.Actor, user, token.Tenant, login, name, roles, hash);
        return (await desk.Tenant(token).AddMemberAsync(register, cancellationToken)).ToOk(t => ToBody(t.Find(user)!));
    }

    private static async Task<Results<Ok<Body.Member>, ProblemResult>> ChangeAsync(
        string userId,
        ChangeMemberRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        SessionGate gate,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var roles = input.MemberRoles("roles", request.Roles);
        var set = input.OptionalText("permissionSet", request.PermissionSet, PermissionSetLengthMax);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<UserId>(userId, out var user))
        {
            return ApiProblems.NotFound();
        }

        var reply = await desk.Tenant(token).ChangeAsync(new ChangeMember(command, token.Caller.Actor, user, roles, set), cancellationToken);
        gate.Forget(token.Tenant, user);
        return reply.ToOk(t => ToBody(t.Find(user)!));
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(
        string userId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        SessionGate gate,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<UserId>(userId, out var user))
        {
            return ApiProblems.NotFound();
        }

        var reply = await desk.Tenant(token).ChangeAsync(new RemoveMember(command, token.Caller.Actor, user), cancellationToken);
        gate.Forget(token.Tenant, user);
        return reply.ToNothing();
    }

    // No idempotency key: the token is told in the answer and never again, and a repetition makes a new one, which alone is good.
    private static async Task<Results<Ok<PasswordResetToken>, ProblemResult>> ResetPasswordAsync(
        string userId, HttpContext context, Desk desk, IRandomness randomness, IOptions<ApiOptions> options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var token = context.Token();
        if (!PathId.TryRead<UserId>(userId, out var user))
        {
            return ApiProblems.NotFound();
        }

        var secret = new HandedSecret(HandedSecret.PasswordReset, token.Tenant, user.Value, randomness.Secret());
        var expiresAt = time.GetUtcNow().AddMinutes(options.Value.Tokens.PasswordResetMinutes);
        var command = new IssuePasswordReset(CommandId.New(Guid.NewGuid()), token.Caller.Actor, secret.Hash, expiresAt);
        return (await desk.Tenant(token).HelpMemberAsync(user, command, cancellationToken))
            .ToOk(_ => new PasswordResetToken(secret.ToString(), expiresAt));
    }

    private static async Task<Results<NoContent, ProblemResult>> ResetFactorsAsync(
        string userId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        SessionGate gate,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var id = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<UserId>(userId, out var user))
        {
            return ApiProblems.NotFound();
        }

        var command = new ResetSecondFactors(id, token.Caller.Actor);
        var reply = await desk.Tenant(token).HelpMemberAsync(user, command, cancellationToken);
        gate.Forget(token.Tenant, user);
        return reply.ToNothing();
    }

    // A tenant holds its members itself, so their list is cut here.
    private static ListPage<Body.Member> ToPage(Tenant tenant, int limit, string? after)
    {
        var rest = tenant.Members.Values.Where(m => after is null || string.CompareOrdinal(m.Login, after) > 0).Take(limit + 1).ToList();
        return new ListPage<Body.Member>([.. rest.Take(limit).Select(ToBody)], rest.Count > limit ? rest[limit - 1].Login : null);
    }

    private static Body.Member ToBody(Domain.Tenants.Member member) =>
        new(member.UserId.Value, member.Login, RoleNames.Of(member.Roles), member.PermissionSet);
}
