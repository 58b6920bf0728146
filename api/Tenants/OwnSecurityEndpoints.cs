using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Tenants;

/// <summary>What people see and change of their own sign-in: sessions, password, confirming who they are.</summary>
internal static class OwnSecurityEndpoints
{
    public static void MapOwnSecurity(this IEndpointRouteBuilder api)
    {
        var own = api.MapFor(Access.Person, "Security").OpenWithoutSecondFactor();
        own.MapGet("/me/security", ShowAsync).WithSummary("How the caller's sign-in is secured").WithName("GetSecurity");
        own.MapGet("/me/sessions", ListAsync).WithSummary("The caller's sessions, the newest first").WithName("ListSessions");
        own.MapDelete("/me/sessions/{sessionId}", EndAsync).NeverShed().WithSummary("End one of the caller's sessions").WithName("EndSession");
        own.MapPost("/me/sessions/end-others", EndOthersAsync).NeverShed().WithSummary("End the caller's other sessions").WithName("EndOtherSessions");
        own.MapPost("/me/confirm", ConfirmAsync).NeverShed().WithSummary("Prove again who the caller is").WithName("ConfirmIdentity")
            .Limit(LimitedBy.Address);
        own.MapPut("/me/password", ChangePasswordAsync).WithSummary("Change the caller's password").WithName("ChangePassword")
            .Limit(LimitedBy.Address);
    }

    private static async Task<Results<Ok<SignInSecurity>, ProblemResult>> ShowAsync(
        HttpContext context, Desk desk, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var token = context.Token();
        return (await desk.User(token).GetSecurityAsync(cancellationToken)).ToOk(s => ToBody(s, token, options.Value.Tokens));
    }

    private static async Task<Results<Ok<IReadOnlyList<SignInSession>>, ProblemResult>> ListAsync(
        HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var token = context.Token();
        return (await desk.User(token).GetSecurityAsync(cancellationToken)).ToOk<UserSecurity, IReadOnlyList<SignInSession>>(s =>
        [
            .. s.Sessions.OrderByDescending(n => n.StartedAt).ThenBy(n => n.Id, StringComparer.Ordinal).Select(n => new SignInSession(
                n.Id, n.Id == token.Session, n.Origin?.Device, n.Origin?.Address, n.StartedAt, n.LastUsedAt, n.ExpiresAt)),
        ]);
    }

    private static Task<Results<NoContent, ProblemResult>> EndAsync(
        string sessionId, HttpContext context, Desk desk, SessionGate gate, CancellationToken cancellationToken) =>
        ChangeAsync(context, desk, gate, (command, by) => new RevokeSession(command, by, sessionId), cancellationToken);

    private static Task<Results<NoContent, ProblemResult>> EndOthersAsync(
        HttpContext context, Desk desk, SessionGate gate, CancellationToken cancellationToken) =>
        ChangeAsync(context, desk, gate, (command, by) => new EndOtherSessions(command, by, context.Token().Session), cancellationToken);

    private static async Task<Results<NoContent, ProblemResult>> ConfirmAsync(
        ConfirmRequest request, HttpContext context, Desk desk, SessionGate gate, CredentialCheck check, CancellationToken cancellationToken)
    {
        var input = new Input();
        var password = input.RequiredText("password", request.Password, Passwords.LengthMax);
        var code = input.OptionalText("code", request.Code, SecondFactors.CodeLengthMax);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var (right, factor) = await check.OfAsync(context.Token(), password, code, cancellationToken);
        return await ChangeAsync(
            context, desk, gate, (command, by) => new ConfirmIdentity(command, by, context.Token().Session, right, factor), cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemResult>> ChangePasswordAsync(
        ChangePasswordRequest request, HttpContext context, Desk desk, SessionGate gate, CredentialCheck check, Passwords passwords,
        CancellationToken cancellationToken)
    {
        var token = context.Token();
        if (await desk.User(token).GetSecurityAsync(cancellationToken) is not Reply<UserSecurity>.Done { Value: var user })
        {
            return ApiProblems.NotFound();
        }

        var input = new Input();
        var current = input.RequiredText("currentPassword", request.CurrentPassword, Passwords.LengthMax);
        var next = input.NewPassword("newPassword", request.NewPassword, user.Login, user.DisplayName);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var (right, _) = await check.OfAsync(token, current, null, cancellationToken);
        var hash = await passwords.HashAsync(next, cancellationToken);
        return await ChangeAsync(
            context, desk, gate, (command, by) => new ChangePassword(command, by, right, hash, token.Session), cancellationToken);
    }

    /// <summary>Has the user's grain carry out a change; the next request of the user is looked at anew.</summary>
    internal static async Task<Results<NoContent, ProblemResult>> ChangeAsync(
        HttpContext context, Desk desk, SessionGate gate, Func<CommandId, Actor, OwnCommand> change, CancellationToken cancellationToken)
    {
        var token = context.Token();
        var reply = await desk.User(token).ChangeAsync(change(CommandId.New(Guid.NewGuid()), token.Caller.Actor), cancellationToken);
        gate.Forget(token.Tenant, token.User);
        return reply.ToNothing();
    }

    private static SignInSecurity ToBody(UserSecurity security, AccessToken token, TokenOptions options) => new(
        security.CodesEnabled, security.RecoveryCodesLeft, security.Sessions.Find(s => s.Id == token.Session)?.StrongAt.AddMinutes(options.StrongMinutes),
        [.. security.Passkeys.Select(p => new PasskeySummary(p.CredentialId, p.Name, p.CreatedAt, p.LastUsedAt, p.BackedUp))]);
}
