using System.Collections.Immutable;

namespace Countersign.Domain.Tenants;

/// <summary>How events change a user.</summary>
internal static class UserState
{
    public static User Apply(User? state, UserEvent @event) => @event switch
    {
        UserRegistered e => new User(e.Id, e.TenantId, e.Login, e.DisplayName, e.Roles, e.PasswordHash, 0, null, []),
        _ => ApplyRegistered(state ?? throw new InvalidOperationException($"{@event.GetType().Name} came before the user."), @event),
    };

    private static User ApplyRegistered(User state, UserEvent @event) => @event switch
    {
        SignInSucceeded => state with { FailedAttempts = 0, LockedUntil = null, Lockouts = 0 },
        SignInFailed e => state with { FailedAttempts = e.FailedAttempts },
        UserLockedOut e => state with { FailedAttempts = 0, LockedUntil = e.Until, Lockouts = state.Lockouts + 1 },
        SessionStarted e => state with { Sessions = Started(state.Sessions, e) },
        SessionStrengthened e => Changed(state, e.SessionId, s => s with { StrongAt = e.At }),
        RefreshTokenRotated e => Changed(state, e.SessionId, s => s with
        {
            TokenHash = e.TokenHash, ExpiresAt = e.ExpiresAt, Rotations = s.Rotations + 1, LastUsedAt = e.At,
        }),
        RefreshTokenReuseDetected e => Without(state, e.SessionId),
        SessionEnded e => Without(state, e.SessionId),
        PasswordChanged e => Alone(state, e.KeptSessionId) with
        {
            PasswordHash = e.PasswordHash, Reset = null, FailedAttempts = 0, LockedUntil = null, Lockouts = 0,
        },
        PasswordRehashed e => state with { PasswordHash = e.PasswordHash },
        PasswordResetIssued e => state with { Reset = new PasswordReset(e.TokenHash, e.ExpiresAt) },
        UserRolesChanged e => state with { Roles = e.Roles, Narrowed = e.Narrowed, Stamp = state.Stamp + 1 },
        UserRemoved => Alone(state, null) with { Removed = true, Reset = null },
        _ => ApplyFactor(state, @event),
    };

    private static User ApplyFactor(User state, UserEvent @event) => @event switch
    {
        CodesStarted e => state with { Codes = new CodeGenerator(e.ProtectedSecret, false, 0) },
        CodesEnabled e => Alone(state, e.KeptSessionId) with
        {
            Codes = state.Codes! with { Enrolled = true, LastStep = e.Step }, RecoveryHashes = e.RecoveryHashes,
        },
        CodeUsed e => state with { Codes = state.Codes! with { LastStep = e.Step } },
        RecoveryCodeUsed e => state with { RecoveryHashes = state.RecoveryHashes.Remove(e.Hash) },
        RecoveryCodesReplaced e => state with { RecoveryHashes = e.RecoveryHashes },
        CodesDisabled => state with { Codes = null, RecoveryHashes = [], Stamp = state.Stamp + 1 },
        PasskeyAdded e => state with { Passkeys = state.Passkeys.Add(e.Passkey), Stamp = state.Stamp + 1 },
        PasskeyUsed e => state with { Passkeys = Used(state.Passkeys, e) },
        PasskeyRemoved e => state with { Passkeys = state.Passkeys.RemoveAll(p => p.CredentialId == e.CredentialId), Stamp = state.Stamp + 1 },
        SecondFactorsRemoved => Alone(state, null) with { Codes = null, RecoveryHashes = [], Passkeys = [] },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a registered user."),
    };

    // One session at most goes on, and with a new stamp: whoever else was signed in has to prove anew who it is.
    private static User Alone(User state, string? keptSessionId) => state with
    {
        Sessions = state.Sessions.RemoveAll(s => s.Id != keptSessionId), Stamp = state.Stamp + 1,
    };

    private static User Without(User state, string sessionId) => state with { Sessions = state.Sessions.RemoveAll(s => s.Id == sessionId) };

    private static User Changed(User state, string sessionId, Func<Session, Session> change)
    {
        var at = state.Sessions.FindIndex(s => s.Id == sessionId);
        return state with { Sessions = state.Sessions.SetItem(at, change(state.Sessions[at])) };
    }

    private static ImmutableList<Passkey> Used(ImmutableList<Passkey> passkeys, PasskeyUsed e)
    {
        var at = passkeys.FindIndex(p => p.CredentialId == e.CredentialId);
        return passkeys.SetItem(at, passkeys[at] with { SignCount = e.SignCount, BackedUp = e.BackedUp, LastUsedAt = e.At });
    }

    private static ImmutableList<Session> Started(ImmutableList<Session> sessions, SessionStarted e)
    {
        var live = sessions.RemoveAll(s => s.ExpiresAt <= e.At || s.Id == e.SessionId);
        var room = live.Count < User.SessionsMax ? live : live.RemoveRange(0, live.Count - User.SessionsMax + 1);
        return room.Add(new Session(e.SessionId, e.TokenHash, e.At, e.ExpiresAt, 0, e.Origin, e.At, e.At));
    }
}
