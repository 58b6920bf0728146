using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
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

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var open = api.MapGroup("/login").WithTags("Sessions").AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        open.MapPost("", SignInAsync).WithSummary("Sign in").WithName("signIn");
        open.MapPost("/refresh", RefreshAsync).WithSummary("Exchange a refresh token").WithName("refreshSession");
        var own = api.MapGroup("").WithTags("Sessions").RequireAuthorization(Access.SignedIn).RequireRateLimiting(RateLimits.Requests)
            .AddEndpointFilter<CallerFilter>();
        own.MapPost("/logout", SignOutAsync).WithSummary("Sign out").WithName("signOut");
        own.MapGet("/me", MeAsync).WithSummary("Who the caller is").WithName("me");
    }

    private static async Task<Results<Ok<SessionTokens>, ProblemResult>> SignInAsync(
        SignInRequest request, SignInDesk desk, AccessTokens tokens, SteadyRefusal refusal, CancellationToken cancellationToken)
    {
        var input = new Input();
        var login = input.RequiredText("login", request.Login, LoginLengthMax);
        var password = input.RequiredText("password", request.Password, Passwords.LengthMax);
        return input.Problem is { } problem
            ? problem
            : await refusal.AnswerAsync(
                async () => ToTokens(await desk.SignInAsync(login, password, cancellationToken), tokens), ApiProblems.SignInRefused(),
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
                async () => RefreshToken.TryParse(text, out var token)
                    ? ToTokens(await desk.RefreshAsync(token, cancellationToken), tokens)
                    : null,
                ApiProblems.RefreshRefused(), cancellationToken);
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, SignInDesk desk, CancellationToken cancellationToken)
    {
        await desk.EndAsync(context.Token(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Me>, ProblemResult>> MeAsync(HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var token = context.Token();
        return (await desk.User(token).GetProfileAsync(cancellationToken)).ToOk(u =>
            new Me(u.Id.Value, u.Tenant.Value, u.Login, u.DisplayName, RoleNames.Of(u.Roles)));
    }

    private static SessionTokens? ToTokens(StartedSession? session, AccessTokens tokens) => session is null
        ? null
        : new SessionTokens(
            tokens.Issue(session.User.Tenant, session.User.Id, session.Refresh.Session, session.User.Roles), "Bearer",
            (int)tokens.Lifetime.TotalSeconds, session.Refresh.ToString(), session.RefreshExpiresAt);
}

/// <summary>Refusals of sign-ins all take as long, so that their time does not tell which logins exist.</summary>
internal sealed class SteadyRefusal(IOptions<ApiOptions> options, TimeProvider time)
{
    public async Task<Results<Ok<T>, ProblemResult>> AnswerAsync<T>(
        Func<Task<T?>> answer, ProblemResult refused, CancellationToken cancellationToken) where T : class
    {
        var started = time.GetTimestamp();
        if (await answer() is { } done)
        {
            return TypedResults.Ok(done);
        }

        var rest = TimeSpan.FromMilliseconds(options.Value.Passwords.RefusalMillisecondsMin) - time.GetElapsedTime(started);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        return refused;
    }
}
