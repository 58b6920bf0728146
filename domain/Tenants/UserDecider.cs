using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of signing in. Events that implement <see cref="IRefusalEvent"/> are appended and answered as a refusal.</summary>
public static class UserDecider
{
    private const int NameLengthMax = 100;

    public static Outcome<UserEvent> Decide(User? state, RegisterUser command, DateTimeOffset now)
    {
        if (state is not null)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.AlreadyRegistered(state.Id));
        }

        var login = Logins.Normalise(command.Login);
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (Logins.Check(login) is { } malformed)
        {
            refusals.Add(malformed);
        }

        if (string.IsNullOrWhiteSpace(command.DisplayName) || command.DisplayName.Length > NameLengthMax)
        {
            refusals.Add(UserRefusals.DisplayName);
        }

        return refusals.Count == 0
            ? Outcome<UserEvent>.Accept(new UserRegistered(
                command.Id, command.TenantId, login, command.DisplayName, command.Roles, command.PasswordHash, command.By, now))
            : Outcome<UserEvent>.Refuse(refusals.ToImmutable());
    }

    /// <summary>
    /// A session, a recorded failure, or a lockout. While locked out even the right password is refused, and nothing is recorded.
    /// </summary>
    public static Outcome<UserEvent> Decide(User? state, SignIn command, LockoutRules rules, DateTimeOffset now)
    {
        var proof = UserProof.Check(state, command.Password, command.Factor, rules, now);
        return proof is Outcome<UserEvent>.Accepted { Events: var events } && UserProof.Holds(events)
            ? Outcome<UserEvent>.Accept(
                [
                    .. events, new SignInSucceeded(now), new SessionStarted(command.SessionId, command.TokenHash, command.ExpiresAt, now, command.Origin),
                    .. command.NewPasswordHash is { } hash ? (UserEvent[])[new PasswordRehashed(hash, now)] : [],
                ])
            : proof;
    }

    /// <summary>
    /// A session for who has the passkey. Lockouts are no obstacle: a passkey cannot be guessed, and strangers must not keep its owner out.
    /// </summary>
    public static Outcome<UserEvent> Decide(User? state, SignInWithPasskey command, DateTimeOffset now)
    {
        if (state is null or { Removed: true } || state.Passkeys.Find(p => p.CredentialId == command.Passkey) is not { } passkey)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.InvalidCredentials);
        }

        // An authenticator that counts and does not go on counting has a twin somewhere.
        if (command.SignCount <= passkey.SignCount && (command.SignCount, passkey.SignCount) is not (0, 0))
        {
            return Outcome<UserEvent>.Accept(new SignInFailed(state.FailedAttempts, now));
        }

        return Outcome<UserEvent>.Accept(
            new PasskeyUsed(passkey.CredentialId, command.SignCount, command.BackedUp, now),
            new SignInSucceeded(now), new SessionStarted(command.SessionId, command.TokenHash, command.ExpiresAt, now, command.Origin));
    }

    /// <summary>The next token; where the presented one is not the newest, the session ends.</summary>
    public static Outcome<UserEvent> Decide(User? state, RefreshSession command, DateTimeOffset now)
    {
        if (state?.Find(command.SessionId) is not { } session)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.RefreshUnknown);
        }

        if (!string.Equals(session.TokenHash, command.PresentedHash, StringComparison.Ordinal))
        {
            return Outcome<UserEvent>.Accept(new RefreshTokenReuseDetected(session.Id, now));
        }

        return now >= session.ExpiresAt
            ? Outcome<UserEvent>.Refuse(UserRefusals.RefreshExpired(session.ExpiresAt))
            : Outcome<UserEvent>.Accept(new RefreshTokenRotated(session.Id, command.NextHash, command.ExpiresAt, now));
    }

    /// <summary>Ends a session; one that has ended already yields no event.</summary>
    public static Outcome<UserEvent> Decide(User? state, EndSession command, DateTimeOffset now) => End(state, command.SessionId, command.By, now);

    /// <summary>Sets the password of who has the newest reset token, once. All sessions end and a lockout is lifted.</summary>
    public static Outcome<UserEvent> Decide(User? state, ResetPassword command, DateTimeOffset now) =>
        state is { Removed: false, Reset: { } reset } && now < reset.ExpiresAt
            && string.Equals(reset.TokenHash, command.PresentedHash, StringComparison.Ordinal)
            ? Outcome<UserEvent>.Accept(new PasswordChanged(command.PasswordHash, null, command.By, now))
            : Outcome<UserEvent>.Refuse(UserRefusals.ResetRefused);

    /// <summary>What the tenant does with a member.</summary>
    public static Outcome<UserEvent> Decide(User? state, MembershipCommand command, DateTimeOffset now) => state is null or { Removed: true }
        ? Outcome<UserEvent>.Refuse(UserRefusals.NotFound)
        : command switch
        {
            ChangeUserRoles c when (c.Roles, c.Narrowed) == (state.Roles, state.Narrowed) => Outcome<UserEvent>.Accept(),
            ChangeUserRoles c => Outcome<UserEvent>.Accept(new UserRolesChanged(c.Roles, c.Narrowed, c.By, now)),
            IssuePasswordReset c => Outcome<UserEvent>.Accept(new PasswordResetIssued(c.TokenHash, c.ExpiresAt, c.By, now)),
            ResetSecondFactors c => Outcome<UserEvent>.Accept(new SecondFactorsRemoved(c.By, now)),
            RemoveUser c => Outcome<UserEvent>.Accept(new UserRemoved(c.By, now)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
        };

    public static User Apply(User? state, UserEvent @event) => UserState.Apply(state, @event);

    internal static Outcome<UserEvent> End(User? state, string sessionId, Actor by, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.NotFound);
        }

        return state.Find(sessionId) is null
            ? Outcome<UserEvent>.Accept()
            : Outcome<UserEvent>.Accept(new SessionEnded(sessionId, by, now));
    }
}
