using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>Starts, continues and ends sessions. What is refused is refused without a reason: the reason is in the journal.</summary>
internal sealed class SignInDesk(IGrainFactory grains, Passwords passwords, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>A new session; null where login and password do not belong together, or the user is locked out.</summary>
    public async Task<StartedSession?> SignInAsync(string login, string password, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.SignIn));
        var row = await FindAsync(login, cancellationToken);
        var user = row is null ? null : UserGrain(row.Tenant, row.User);
        var credential = user is null ? null : await user.GetCredentialAsync(cancellationToken);
        var right = await passwords.CheckAsync(credential?.PasswordHash, password, cancellationToken);
        if (row is null || user is null || credential is null)
        {
            return null;
        }

        var token = RefreshToken.Start(row.Tenant, row.User);
        var expiresAt = RefreshExpiry();
        var command = new SignIn(
            NewCommand(), Actor.User(row.User), right ? PasswordCheck.Right : PasswordCheck.Wrong, token.Session, token.Hash, expiresAt);
        return Started(await user.SignInAsync(command, cancellationToken), token, expiresAt);
    }

    /// <summary>The session's next tokens; null where the token is not the newest of a living session.</summary>
    public async Task<StartedSession?> RefreshAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(token.User), Roles.SignIn));
        var next = token.Rotate();
        var expiresAt = RefreshExpiry();
        var command = new RefreshSession(NewCommand(), Actor.User(token.User), token.Session, token.Hash, next.Hash, expiresAt);
        return Started(await UserGrain(token.Tenant, token.User).RefreshAsync(command, cancellationToken), next, expiresAt);
    }

    /// <summary>Ends the session of a signed-in user. One that has ended stays so.</summary>
    public async Task EndAsync(AccessToken token, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(token.User), Roles.SignIn));
        await UserGrain(token.Tenant, token.User)
            .EndSessionAsync(new EndSession(NewCommand(), Actor.User(token.User), token.Session), cancellationToken);
    }

    private Task<LoginRow?> FindAsync(string login, CancellationToken cancellationToken)
    {
        var normalised = Logins.Normalise(login);
        return Logins.Check(normalised) is null
            ? grains.GetGrain<ISignInGrain>(GrainKeys.SignIn).FindLoginAsync(normalised, cancellationToken)
            : Task.FromResult<LoginRow?>(null);
    }

    private IUserGrain UserGrain(TenantId tenant, UserId user) => grains.GetGrain<IUserGrain>(GrainKeys.User(tenant, user));

    private DateTimeOffset RefreshExpiry() => time.GetUtcNow().AddHours(options.Value.Tokens.RefreshHours);

    private static CommandId NewCommand() => CommandId.New(Guid.NewGuid());

    private static StartedSession? Started(Reply<UserProfile> reply, RefreshToken token, DateTimeOffset expiresAt) =>
        reply is Reply<UserProfile>.Done done ? new StartedSession(done.Value, token, expiresAt) : null;
}

/// <summary>A session's user and newest refresh token.</summary>
internal sealed record StartedSession(UserProfile User, RefreshToken Refresh, DateTimeOffset RefreshExpiresAt);
