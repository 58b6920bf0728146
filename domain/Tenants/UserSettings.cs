using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of what a user asks for itself: password, sessions, second factors.</summary>
public static class UserSettings
{
    private const int NameLengthMax = 100;

    public static Outcome<UserEvent> Decide(User? state, OwnCommand command, LockoutRules rules, DateTimeOffset now)
    {
        if (state is null or { Removed: true })
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.NotFound);
        }

        return command.By != Actor.User(state.Id)
            ? Outcome<UserEvent>.Refuse(UserRefusals.NotYourself)
            : command switch
            {
                ChangePassword c => Change(state, c, rules, now),
                ConfirmIdentity c => Confirm(state, c, rules, now),
                RevokeSession c => UserDecider.End(state, c.SessionId, c.By, now),
                EndOtherSessions c => Outcome<UserEvent>.Accept(
                    [.. state.Sessions.Where(s => s.Id != c.KeepSessionId).Select(s => new SessionEnded(s.Id, c.By, now))]),
                StartCodes c => state.HasSecondFactor
                    ? Outcome<UserEvent>.Refuse(UserRefusals.CodesEnabledAlready)
                    : Outcome<UserEvent>.Accept(new CodesStarted(c.ProtectedSecret, now)),
                EnableCodes c => Enable(state, c, now),
                DisableCodes c => Outcome<UserEvent>.Accept(state.Codes is null ? [] : [new CodesDisabled(c.By, now)]),
                ReplaceRecoveryCodes c => state.HasSecondFactor
                    ? Outcome<UserEvent>.Accept(new RecoveryCodesReplaced(c.RecoveryHashes, now))
                    : Outcome<UserEvent>.Refuse(UserRefusals.CodesAbsent),
                AddPasskey c => Add(state, c.Passkey, now),
                RemovePasskey c => state.Passkeys.Exists(p => p.CredentialId == c.CredentialId)
                    ? Outcome<UserEvent>.Accept(new PasskeyRemoved(c.CredentialId, now))
                    : Outcome<UserEvent>.Refuse(UserRefusals.PasskeyUnknown),
                _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
            };
    }

    // Wrong guesses of the old password count like those of a sign-in: a stolen access token must not be a way to guess on.
    private static Outcome<UserEvent> Change(User state, ChangePassword command, LockoutRules rules, DateTimeOffset now)
    {
        var proof = UserProof.Check(state with { Codes = null }, command.Password, null, rules, now);
        return proof is Outcome<UserEvent>.Accepted { Events: var events } && UserProof.Holds(events)
            ? Outcome<UserEvent>.Accept(new PasswordChanged(command.PasswordHash, command.KeepSessionId, command.By, now))
            : proof;
    }

    private static Outcome<UserEvent> Confirm(User state, ConfirmIdentity command, LockoutRules rules, DateTimeOffset now)
    {
        if (state.Find(command.SessionId) is null)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.RefreshUnknown);
        }

        var proof = UserProof.Check(state, command.Password, command.Factor, rules, now);
        return proof is Outcome<UserEvent>.Accepted { Events: var events } && UserProof.Holds(events)
            ? Outcome<UserEvent>.Accept([.. events, new SignInSucceeded(now), new SessionStrengthened(command.SessionId, now)])
            : proof;
    }

    private static Outcome<UserEvent> Enable(User state, EnableCodes command, DateTimeOffset now) => state.Codes switch
    {
        null => Outcome<UserEvent>.Refuse(UserRefusals.CodesNotStarted),
        { Enrolled: true } => Outcome<UserEvent>.Refuse(UserRefusals.CodesEnabledAlready),
        _ when command.Step is not { } step => Outcome<UserEvent>.Refuse(UserRefusals.CodeWrong),
        _ => Outcome<UserEvent>.Accept(new CodesEnabled(command.Step.Value, command.RecoveryHashes, command.KeepSessionId, now)),
    };

    private static Outcome<UserEvent> Add(User state, Passkey passkey, DateTimeOffset now)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (string.IsNullOrWhiteSpace(passkey.Name) || passkey.Name.Length > NameLengthMax)
        {
            refusals.Add(UserRefusals.PasskeyName);
        }

        if (state.Passkeys.Count >= User.PasskeysMax)
        {
            refusals.Add(UserRefusals.PasskeysFull);
        }

        if (state.Passkeys.Exists(p => p.CredentialId == passkey.CredentialId))
        {
            refusals.Add(UserRefusals.PasskeyKnown);
        }

        return refusals.Count == 0
            ? Outcome<UserEvent>.Accept(new PasskeyAdded(passkey, now))
            : Outcome<UserEvent>.Refuse(refusals.ToImmutable());
    }
}
