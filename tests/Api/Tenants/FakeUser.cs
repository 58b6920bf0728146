using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;

namespace Countersign.Tests.Api.Tenants;

/// <summary>A user that lives in memory and decides by the real rules.</summary>
internal sealed class FakeUser(TimeProvider time) : IUserGrain
{
    private User? state;

    public User State => state!;

    public Task<Reply<UserProfile>> RegisterAsync(RegisterUser command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, time.GetUtcNow()));

    public Task<UserCredential?> GetCredentialAsync(CancellationToken cancellationToken) =>
        Task.FromResult(state is null ? null : new UserCredential(
            state.PasswordHash, state.HasSecondFactor ? state.Codes!.ProtectedSecret : null, state.Passkeys));

    public Task<Reply<UserProfile>> ManageAsync(MembershipCommand command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, time.GetUtcNow()));

    public Task<Reply<UserProfile>> SignInWithPasskeyAsync(SignInWithPasskey command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, time.GetUtcNow()));

    public Task<Reply<UserProfile>> ResetPasswordAsync(ResetPassword command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, time.GetUtcNow()));

    public Task<SessionStanding?> GetStandingAsync(string sessionId, CancellationToken cancellationToken) => Task.FromResult(
        state?.Find(sessionId) is { } session && session.ExpiresAt > time.GetUtcNow() ? new SessionStanding(state.Stamp, session.StrongAt) : null);

    public Task<Reply<UserSecurity>> GetSecurityAsync(CancellationToken cancellationToken) => Task.FromResult(Reply.Done(Security()));

    public async Task<Reply<UserSecurity>> ChangeAsync(OwnCommand command, CancellationToken cancellationToken) =>
        await Answer(UserSettings.Decide(state, command, LockoutRules.Default, time.GetUtcNow())) is Reply<UserProfile>.Refused refused
            ? new Reply<UserSecurity>.Refused(refused.Refusals)
            : Reply.Done(Security());

    public Task<Reply<UserProfile>> SignInAsync(SignIn command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, LockoutRules.Default, time.GetUtcNow()));

    public Task<Reply<UserProfile>> RefreshAsync(RefreshSession command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, time.GetUtcNow()));

    public Task<Reply<UserProfile>> EndSessionAsync(EndSession command, CancellationToken cancellationToken) =>
        Answer(UserDecider.Decide(state, command, time.GetUtcNow()));

    public Task<Reply<UserProfile>> GetProfileAsync(CancellationToken cancellationToken) => Task.FromResult(Reply.Done(Profile()));

    private Task<Reply<UserProfile>> Answer(Outcome<UserEvent> outcome)
    {
        if (outcome is Outcome<UserEvent>.Refused refused)
        {
            return Task.FromResult(Reply.Refused<UserProfile>(refused.Refusals));
        }

        var events = ((Outcome<UserEvent>.Accepted)outcome).Events;
        foreach (var e in events)
        {
            state = UserDecider.Apply(state, e);
        }

        return Task.FromResult(
            events.OfType<IRefusalEvent>().LastOrDefault() is { } no ? Reply.Refused<UserProfile>(no.Refusals) : Reply.Done(Profile()));
    }

    private UserProfile Profile() => new(
        State.TenantId, State.Id, State.Login, State.DisplayName, State.Roles, State.Narrowed, State.Stamp);

    private UserSecurity Security() => new(
        State.Id, State.Login, State.DisplayName, State.Sessions, State.HasSecondFactor,
        State.Codes is { Enrolled: false } waiting ? waiting.ProtectedSecret : null, State.RecoveryHashes.Length, State.Passkeys);
}
