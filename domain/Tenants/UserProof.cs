using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>Whether who signs in, or confirms to be itself, proved it.</summary>
internal static class UserProof
{
    /// <summary>Events that begin with no failure where it was proved; a recorded failure or lockout where not; a refusal where nothing counts.</summary>
    public static Outcome<UserEvent> Check(User? state, PasswordCheck password, FactorProof? factor, LockoutRules rules, DateTimeOffset now)
    {
        if (state is null or { Removed: true })
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.InvalidCredentials);
        }

        if (state.LockedUntil is { } until && now < until)
        {
            return Outcome<UserEvent>.Refuse(UserRefusals.LockedOut(until));
        }

        if (password == PasswordCheck.Wrong)
        {
            return Failed(state, rules, now);
        }

        if (state.Codes is not { Enrolled: true } codes)
        {
            return Outcome<UserEvent>.Accept();
        }

        return factor switch
        {
            null => Outcome<UserEvent>.Refuse(UserRefusals.SecondFactorRequired),
            { TotpStep: { } step } when step > codes.LastStep => Outcome<UserEvent>.Accept(new CodeUsed(step, now)),
            { RecoveryHash: { } hash } when state.RecoveryHashes.Contains(hash) => Outcome<UserEvent>.Accept(new RecoveryCodeUsed(hash, now)),
            _ => Failed(state, rules, now),
        };
    }

    public static bool Holds(ImmutableArray<UserEvent> events) => !events.Any(e => e is SignInFailed);

    private static Outcome<UserEvent> Failed(User state, LockoutRules rules, DateTimeOffset now)
    {
        var failures = state.FailedAttempts + 1;
        return failures >= rules.FailuresMax
            ? Outcome<UserEvent>.Accept(new SignInFailed(failures, now), new UserLockedOut(now + rules.DurationAfter(state.Lockouts), now))
            : Outcome<UserEvent>.Accept(new SignInFailed(failures, now));
    }
}
