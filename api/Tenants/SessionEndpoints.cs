using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Tenants;

/// <summary>Sign-in, refresh, sign-out and who the caller is.</summary>
internal static class SessionEndpoints
{
    private const int LoginLengthMax = 254;
    private const int RefreshTokenLengthMax = 512;
    private const int DisplayNameLengthMax = 100;
    private const int DeviceLengthMax = 200;

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var open = api.MapGroup("/login").WithTags("Sessions").AllowAnonymous().Limit(LimitedBy.Address).NeverShed();
        open.MapPost("", SignInAsync).WithSummary("Sign in").WithName("SignIn").Tells(ApiProblems.SignInRefused(), ApiProblems.SignInCode());
        open.MapPost("/refresh", RefreshAsync).WithSummary("Exchange a refresh token").WithName("RefreshSession").Tells(ApiProblems.RefreshRefused());
        open.MapPost("/invitation", AcceptAsync).WithSummary("Accept an invitation").WithName("AcceptInvitation").Tells(ApiProblems.SecretRefused());
        open.MapPost("/password-reset", ResetAsync).WithSummary("Set a password with a reset token").WithName("ResetPassword").Tells(ApiProblems.SecretRefused());
        var own = api.MapGroup("").WithTags("Sessions").RequireAuthorization(Access.SignedIn).Limit(LimitedBy.Caller).NeverShed().OpenWithoutSecondFactor()
            .AddEndpointFilter<CallerFilter>();
        own.MapPost("/logout", SignOutAsync).WithSummary("Sign out").WithName("SignOut");
        own.MapGet("/me", MeAsync).WithSummary("Who the caller is").WithName("GetMe");
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemResult>> SignInAsync(
        SignInRequest request, HttpContext context, SignInDesk desk, AccessTokens tokens, SteadyRefusal refusal, RequestLimits limits,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var login = input.RequiredText("login", request.Login, LoginLengthMax);
        var password = input.RequiredText("password", request.Password, Passwords.LengthMax);
        var code = input.OptionalText("code", request.Code, SecondFactors.CodeLengthMax);
        return (input.Problem ?? limits.TakeLogin(context, login)) is { } problem
            ? problem
            : await refusal.AnswerAsync(
                async () => ToAnswer(
                    await desk.SignInAsync(login, password, code, OriginOf(context), cancellationToken), tokens, ApiProblems.SignInRefused()),
                cancellationToken);
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemResult>> RefreshAsync(
        RefreshRequest request, SignInDesk desk, AccessTokens tokens, SteadyRefusal refusal, CancellationToken cancellationToken)
    {
        var input = new Input();
        var text = input.RequiredText("refreshToken", request.RefreshToken, RefreshTokenLengthMax);
        return input.Problem is { } problem
            ? problem
            : await refusal.AnswerAsync(
                async () => ToAnswer(
                    RefreshToken.TryParse(text, out var token) ? await desk.RefreshAsync(token, cancellationToken) : new SignInResult.Refused(),
                    tokens, ApiProblems.RefreshRefused()),
                cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemResult>> AcceptAsync(
        AcceptInvitationRequest request, SignInDesk desk, SteadyRefusal refusal, CancellationToken cancellationToken)
    {
        var input = new Input();
        var text = input.RequiredText("token", request.Token, HandedSecret.LengthMax);
        var name = input.RequiredText("displayName", request.DisplayName, DisplayNameLengthMax);
        var password = input.NewPassword("password", request.Password, name);
        return input.Problem is { } problem
            ? problem
            : await refusal.AnswerAsync<NoContent>(
                async () => HandedSecret.TryParse(HandedSecret.Invitation, text, out var token)
                    && await desk.AcceptInvitationAsync(token, name, password, cancellationToken)
                        ? TypedResults.NoContent()
                        : ApiProblems.SecretRefused(),
                cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemResult>> ResetAsync(
        ResetPasswordRequest request, SignInDesk desk, SteadyRefusal refusal, CancellationToken cancellationToken)
    {
        var input = new Input();
        var text = input.RequiredText("token", request.Token, HandedSecret.LengthMax);
        var password = input.NewPassword("password", request.Password);
        return input.Problem is { } problem
            ? problem
            : await refusal.AnswerAsync<NoContent>(
                async () => HandedSecret.TryParse(HandedSecret.PasswordReset, text, out var token)
                    && PathId.TryRead<UserId>(token.Subject, out var user)
                    && await desk.ResetPasswordAsync(token, user, password, cancellationToken)
                        ? TypedResults.NoContent()
                        : ApiProblems.SecretRefused(),
                cancellationToken);
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, SignInDesk desk, CancellationToken cancellationToken)
    {
        await desk.EndAsync(context.Token(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Me>, ProblemResult>> MeAsync(HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var token = context.Token();
        var may = TenantInput.Names(Access.Of(token));
        return token.Key is { } key
            ? TypedResults.Ok(new Me(token.User.Value, token.Tenant.Value, key.Id, key.Name, RoleNames.Of(token.Roles), may))
            : (await desk.User(token).GetProfileAsync(cancellationToken)).ToOk(u =>
                new Me(u.Id.Value, u.Tenant.Value, u.Login, u.DisplayName, RoleNames.Of(u.Roles), may));
    }

    /// <summary>Where a request comes from, cut to what is kept.</summary>
    internal static SessionOrigin OriginOf(HttpContext context)
    {
        var device = new string([.. context.Request.Headers.UserAgent.ToString().Where(c => !char.IsControl(c)).Take(DeviceLengthMax)]);
        return new SessionOrigin(device, context.Connection.RemoteIpAddress?.ToString() ?? string.Empty);
    }

    internal static Results<Ok<SessionTokens>, ProblemResult> ToAnswer(SignInResult result, AccessTokens tokens, ProblemResult refused) => result switch
    {
        SignInResult.Started s => TypedResults.Ok(new SessionTokens(
            tokens.Issue(s.User.Tenant, s.User.Id, s.Refresh.Session, s.User.Roles, s.User.Narrowed, s.User.Stamp), "Bearer",
            (int)tokens.Lifetime.TotalSeconds, s.Refresh.ToString(), s.RefreshExpiresAt)),
        SignInResult.CodeNeeded => ApiProblems.SignInCode(),
        _ => refused,
    };
}

/// <summary>Refusals of sign-ins all take as long, so that their time does not tell which logins exist.</summary>
internal sealed class SteadyRefusal(IOptions<ApiOptions> options, TimeProvider time)
{
    public async Task<Results<T, ProblemResult>> AnswerAsync<T>(
        Func<Task<Results<T, ProblemResult>>> answer, CancellationToken cancellationToken) where T : IResult
    {
        var started = time.GetTimestamp();
        var result = await answer();
        if (result.Result is not ProblemResult)
        {
            return result;
        }

        var rest = TimeSpan.FromMilliseconds(options.Value.Passwords.RefusalMillisecondsMin) - time.GetElapsedTime(started);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        return result;
    }
}
