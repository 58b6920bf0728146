using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>Who belongs to the tenant.</summary>
internal static class MemberEndpoints
{
    private const int LoginLengthMax = 254;
    private const int DisplayNameLengthMax = 100;
    private const int PasswordLengthMin = 12;
    private const int RolesMax = 4;

    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var members = api.MapFor(Access.Administer, "Members");
        members.MapGet("/members", ListAsync).WithSummary("The tenant's members, by login").WithName("listMembers");
        members.MapPost("/members", AddAsync).WithSummary("Add a member").WithName("addMember");
    }

    private static async Task<Results<Ok<ListPage<Body.Member>>, ProblemResult>> ListAsync(
        string? limit, string? cursor, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        return (await desk.Tenant(context.Token()).GetAsync(cancellationToken)).ToOk(t => ToPage(t, page.Limit, page.Cursor));
    }

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
        var password = input.RequiredText("password", request.Password, Passwords.LengthMax);
        if (request.Password is { Length: < PasswordLengthMin })
        {
            input.Error("password", $"It is too short: {PasswordLengthMin} characters or more are right.");
        }

        var roles = ReadRoles(input, request.Roles);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var user = UserId.Parse(UserId.Prefix + IdempotencyKey.Digest(command));
        var register = new RegisterUser(command, token.Caller.Actor, user, token.Tenant, login, name, roles, passwords.Hash(password));
        return (await desk.Tenant(token).AddMemberAsync(register, cancellationToken))
            .ToOk(t => ToBody(t.Members.Values.First(m => m.UserId == user)));
    }

    // A tenant holds its members itself, so their list is cut here.
    private static ListPage<Body.Member> ToPage(Tenant tenant, int limit, string? after)
    {
        var rest = tenant.Members.Values.Where(m => after is null || string.CompareOrdinal(m.Login, after) > 0).Take(limit + 1).ToList();
        return new ListPage<Body.Member>([.. rest.Take(limit).Select(ToBody)], rest.Count > limit ? rest[limit - 1].Login : null);
    }

    private static Body.Member ToBody(Domain.Tenants.Member member) => new(member.UserId.Value, member.Login, RoleNames.Of(member.Roles));

    private static Roles ReadRoles(Input input, IReadOnlyList<string>? names)
    {
        if (names is not { Count: > 0 and <= RolesMax } || names.Any(n => n is null) || RoleNames.Parse([.. names]) is not { } roles)
        {
            input.Error(
                "roles",
                $"At least one of these is right: {RoleNames.TenantAdmin}, {RoleNames.PortfolioManager}, {RoleNames.Analyst}, {RoleNames.ApiUser}.");
            return Roles.None;
        }

        return roles;
    }
}
