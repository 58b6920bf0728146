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
        if (state is null)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.InvalidCredentials);
        }

        if (state.LockedUntil is { } until && now < until)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.LockedOut(until));
        }

        if (command.Password == PasswordCheck.Right)
        {
            return Outcome<UserEvent>.Accept(
                new SignInSucceeded(now), new SessionStarted(command.SessionId, command.TokenHash, command.ExpiresAt, now));
        }

        var failures = state.FailedAttempts + 1;
        return failures >= rules.FailuresMax
            ? Outcome<UserEvent>.Accept(new SignInFailed(failures, now), new UserLockedOut(now + rules.Duration, now))
            : Outcome<UserEvent>.Accept(new SignInFailed(failures, now));
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
    public static Outcome<UserEvent> Decide(User? state, EndSession command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.NotFound);
        }

        return state.Find(command.SessionId) is null
            ? Outcome<UserEvent>.Accept()
            : Outcome<UserEvent>.Accept(new SessionEnded(command.SessionId, command.By, now));
    }

    public static User Apply(User? state, UserEvent @event) => @event switch
    {
        UserRegistered e => new User(e.Id, e.TenantId, e.Login, e.DisplayName, e.Roles, e.PasswordHash, 0, null, []),
        _ => ApplyRegistered(state ?? throw new InvalidOperationException($"{@event.GetType().Name} came before the user."), @event),
    };

    private static User ApplyRegistered(User state, UserEvent @event) => @event switch
    {
        SignInSucceeded => state with { FailedAttempts = 0, LockedUntil = null },
        SignInFailed e => state with { FailedAttempts = e.FailedAttempts },
        UserLockedOut e => state with { FailedAttempts = 0, LockedUntil = e.Until },
        SessionStarted e => state with { Sessions = Started(state.Sessions, e) },
        RefreshTokenRotated e => state with { Sessions = Rotated(state.Sessions, e) },
        RefreshTokenReuseDetected e => state with { Sessions = state.Sessions.RemoveAll(s => s.Id == e.SessionId) },
        SessionEnded e => state with { Sessions = state.Sessions.RemoveAll(s => s.Id == e.SessionId) },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a registered user."),
    };

    private static ImmutableList<Session> Started(ImmutableList<Session> sessions, SessionStarted e)
    {
        var live = sessions.RemoveAll(s => s.ExpiresAt <= e.At || s.Id == e.SessionId);
        var room = live.Count < User.SessionsMax ? live : live.RemoveRange(0, live.Count - User.SessionsMax + 1);
        return room.Add(new Session(e.SessionId, e.TokenHash, e.At, e.ExpiresAt, 0));
    }

    private static ImmutableList<Session> Rotated(ImmutableList<Session> sessions, RefreshTokenRotated e)
    {
        var at = sessions.FindIndex(s => s.Id == e.SessionId);
        var session = sessions[at];
        return sessions.SetItem(at, session with
        {
            TokenHash = e.TokenHash, ExpiresAt = e.ExpiresAt, Rotations = session.Rotations + 1,
        });
    }
}
