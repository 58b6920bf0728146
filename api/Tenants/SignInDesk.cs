using System.Buffers.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInResult
{
    private SignInResult()
    {
    }

    /// <param name="User">Who.</param>
    /// <param name="Refresh">The session's newest refresh token.</param>
    public sealed record Started(UserProfile User, RefreshToken Refresh, DateTimeOffset RefreshExpiresAt) : SignInResult;

    /// <summary>The password is right, and the second factor is missing.</summary>
    public sealed record CodeNeeded : SignInResult;

    /// <summary>Anything else.</summary>
    public sealed record Refused : SignInResult;
}

/// <summary>Starts, continues and ends sessions. What is refused is refused without a reason: the reason is in the journal.</summary>
internal sealed class SignInDesk(
    IGrainFactory grains, Passwords passwords, SecondFactors factors, SessionGate gate, SettingsDesk settings, IRandomness randomness, IOptions<ApiOptions> options,
    TimeProvider time)
{
    /// <summary>A new session, where login, password and second factor belong together and the user is not locked out.</summary>
    public async Task<SignInResult> SignInAsync(
        string login, string password, string? code, SessionOrigin origin, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.SignIn));
        var row = await FindAsync(login, cancellationToken);
        var user = row is null ? null : UserGrain(row.Tenant, row.User);
        var credential = user is null ? null : await user.GetCredentialAsync(cancellationToken);
        var right = await passwords.CheckAsync(credential?.PasswordHash, password, cancellationToken);
        if (row is null || user is null || credential is null || await IsClosedAsync(row.Tenant, cancellationToken))
        {
            return new SignInResult.Refused();
        }

        // Now that the password is known, it is kept by today's parameters.
        var rehashed = right && passwords.IsOutdated(credential.PasswordHash) ? await passwords.HashAsync(password, cancellationToken) : null;
        var token = RefreshToken.Start(row.Tenant, row.User, randomness);
        var expiresAt = await RefreshExpiryAsync(row.Tenant, cancellationToken);
        var command = new SignIn(
            NewCommand(), Actor.User(row.User), right ? PasswordCheck.Right : PasswordCheck.Wrong, token.Session, token.Hash, expiresAt,
            factors.Prove(row.Tenant, row.User, credential.ProtectedCodeSecret, code), origin, rehashed);
        return Started(await user.SignInAsync(command, cancellationToken), token, expiresAt);
    }

    /// <summary>A new session for who proved to have a passkey.</summary>
    public async Task<SignInResult> SignInWithPasskeyAsync(
        PasskeyUser user, UserPasskeyInfo passkey, SessionOrigin origin, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(user.User), Roles.SignIn));
        if (await IsClosedAsync(user.Tenant, cancellationToken))
        {
            return new SignInResult.Refused();
        }

        var token = RefreshToken.Start(user.Tenant, user.User, randomness);
        var expiresAt = await RefreshExpiryAsync(user.Tenant, cancellationToken);
        var command = new SignInWithPasskey(
            NewCommand(), Actor.User(user.User), Base64Url.EncodeToString(passkey.CredentialId), passkey.SignCount, passkey.IsBackedUp,
            token.Session, token.Hash, expiresAt, origin);
        return Started(await UserGrain(user.Tenant, user.User).SignInWithPasskeyAsync(command, cancellationToken), token, expiresAt);
    }

    /// <summary>The session's next tokens, where the token is the newest of a living session.</summary>
    public async Task<SignInResult> RefreshAsync(RefreshToken token, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(token.User), Roles.SignIn));
        if (await IsClosedAsync(token.Tenant, cancellationToken))
        {
            return new SignInResult.Refused();
        }

        var next = token.Rotate(randomness);
        var expiresAt = await RefreshExpiryAsync(token.Tenant, cancellationToken);
        var command = new RefreshSession(NewCommand(), Actor.User(token.User), token.Session, token.Hash, next.Hash, expiresAt);
        var result = Started(await UserGrain(token.Tenant, token.User).RefreshAsync(command, cancellationToken), next, expiresAt);
        if (result is SignInResult.Refused)
        {
            // A token that was used before has ended its session, and access tokens of it with that.
            gate.Forget(token.Tenant, token.User);
        }

        return result;
    }

    /// <summary>Ends the session of a signed-in user. One that has ended stays so.</summary>
    public async Task EndAsync(AccessToken token, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(token.User), Roles.SignIn));
        await UserGrain(token.Tenant, token.User)
            .EndSessionAsync(new EndSession(NewCommand(), Actor.User(token.User), token.Session), cancellationToken);
        gate.Forget(token.Tenant, token.User);
    }

    /// <summary>Sets a password with a reset token; false where it is none of a user that waits for it.</summary>
    public async Task<bool> ResetPasswordAsync(HandedSecret token, UserId user, string password, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(user), Roles.SignIn));
        var command = new ResetPassword(
            NewCommand(), Actor.User(user), token.Hash, await passwords.HashAsync(password, cancellationToken));
        var reply = await UserGrain(token.Tenant, user).ResetPasswordAsync(command, cancellationToken);
        gate.Forget(token.Tenant, user);
        return reply is Reply<UserProfile>.Done;
    }

    /// <summary>Makes a member of who has an invitation; false where it is no open one.</summary>
    public async Task<bool> AcceptInvitationAsync(HandedSecret token, string displayName, string password, CancellationToken cancellationToken)
    {
        // The user's id follows from the invitation, so that a repetition after a crash means the same user.
        var user = UserId.Parse(UserId.Prefix + token.Subject);
        CallerContext.Set(new Caller(null, Actor.User(user), Roles.SignIn));
        if (await IsClosedAsync(token.Tenant, cancellationToken))
        {
            return false;
        }

        var hash = await passwords.HashAsync(password, cancellationToken);

        // New commands each time: a command that is remembered is answered without looking at the token again.
        var reply = await grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(token.Tenant)).AcceptInvitationAsync(
            new AcceptInvitation(NewCommand(), Actor.User(user), token.Subject, token.Hash, user),
            new RegisterUser(NewCommand(), Actor.User(user), user, token.Tenant, string.Empty, displayName, Roles.None, hash),
            cancellationToken);
        return reply is Reply<UserProfile>.Done;
    }

    private async Task<bool> IsClosedAsync(TenantId tenant, CancellationToken cancellationToken) =>
        tenant != TenantId.Platform
        && await grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(tenant)).GetStandingAsync(cancellationToken) != TenantStanding.Open;

    private Task<LoginRow?> FindAsync(string login, CancellationToken cancellationToken)
    {
        var normalised = Logins.Normalise(login);
        return Logins.Check(normalised) is null
            ? grains.GetGrain<ISignInGrain>(GrainKeys.SignIn).FindLoginAsync(normalised, cancellationToken)
            : Task.FromResult<LoginRow?>(null);
    }

    private IUserGrain UserGrain(TenantId tenant, UserId user) => grains.GetGrain<IUserGrain>(GrainKeys.User(tenant, user));

    private async ValueTask<DateTimeOffset> RefreshExpiryAsync(TenantId tenant, CancellationToken cancellationToken) => time.GetUtcNow().AddHours(
        Math.Min(options.Value.Tokens.RefreshHours, (await settings.OfTenantAsync(SettingCatalogue.SessionHours, tenant, cancellationToken)).Whole));

    private static CommandId NewCommand() => CommandId.New(Guid.NewGuid());

    private static SignInResult Started(Reply<UserProfile> reply, RefreshToken token, DateTimeOffset expiresAt) => reply switch
    {
        Reply<UserProfile>.Done done => new SignInResult.Started(done.Value, token, expiresAt),
        Reply<UserProfile>.Refused { Refusals: [var only] } when only == UserRefusals.SecondFactorRequired => new SignInResult.CodeNeeded(),
        _ => new SignInResult.Refused(),
    };
}
