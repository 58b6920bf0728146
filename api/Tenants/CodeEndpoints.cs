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

namespace Countersign.Api.Tenants;

/// <summary>
/// Authenticator codes and recovery codes. Their secrets are told in the answer and never again, so these requests take no idempotency key: a
/// repetition makes new ones.
/// </summary>
internal static class CodeEndpoints
{
    public static void MapCodes(this IEndpointRouteBuilder api)
    {
        var codes = api.MapFor(Access.Person, "Security").OpenWithoutSecondFactor().RequireStrong();
        codes.MapPost("/me/codes", StartAsync).WithSummary("Set up an authenticator").WithName("StartCodes");
        codes.MapPost("/me/codes/enable", EnableAsync).WithSummary("Enable it with its first code").WithName("EnableCodes");
        codes.MapDelete("/me/codes", DisableAsync).WithSummary("Disable codes").WithName("DisableCodes");
        codes.MapPost("/me/recovery-codes", ReplaceAsync).WithSummary("Replace the recovery codes").WithName("ReplaceRecoveryCodes");
    }

    private static async Task<Results<Ok<CodesSetUp>, ProblemResult>> StartAsync(
        HttpContext context, Desk desk, SecondFactors factors, CancellationToken cancellationToken)
    {
        var token = context.Token();
        var (secret, kept) = factors.NewSecret(token.Tenant, token.User);
        return (await desk.User(token).ChangeAsync(new StartCodes(NewCommand(), token.Caller.Actor, kept), cancellationToken)).ToOk(u =>
        {
            var address = SecondFactors.Address(u.Login, secret);
            return new CodesSetUp(Totp.ToBase32(secret), address, SecondFactors.Svg(address));
        });
    }

    private static async Task<Results<Ok<RecoveryCodes>, ProblemResult>> EnableAsync(
        CodeRequest request, HttpContext context, Desk desk, SecondFactors factors, SessionGate gate, CancellationToken cancellationToken)
    {
        var input = new Input();
        var token = context.Token();
        var code = input.RequiredText("code", request.Code, SecondFactors.CodeLengthMax);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var user = await desk.User(token).GetSecurityAsync(cancellationToken);
        var step = user is Reply<UserSecurity>.Done { Value.ProtectedCodeSecret: { } waiting }
            ? factors.Match(token.Tenant, token.User, waiting, code)
            : null;
        var recovery = factors.NewRecoveryCodes();
        var reply = await desk.User(token).ChangeAsync(
            new EnableCodes(NewCommand(), token.Caller.Actor, step, SecondFactors.HashesOf(recovery), token.Session), cancellationToken);
        gate.Forget(token.Tenant, token.User);
        return reply.ToOk(_ => new RecoveryCodes(recovery));
    }

    private static Task<Results<NoContent, ProblemResult>> DisableAsync(
        HttpContext context, Desk desk, SessionGate gate, CancellationToken cancellationToken) =>
        OwnSecurityEndpoints.ChangeAsync(context, desk, gate, (command, by) => new DisableCodes(command, by), cancellationToken);

    private static async Task<Results<Ok<RecoveryCodes>, ProblemResult>> ReplaceAsync(
        HttpContext context, Desk desk, SecondFactors factors, CancellationToken cancellationToken)
    {
        var token = context.Token();
        var recovery = factors.NewRecoveryCodes();
        return (await desk.User(token).ChangeAsync(
            new ReplaceRecoveryCodes(NewCommand(), token.Caller.Actor, SecondFactors.HashesOf(recovery)), cancellationToken))
            .ToOk(_ => new RecoveryCodes(recovery));
    }

    private static CommandId NewCommand() => CommandId.New(Guid.NewGuid());
}
