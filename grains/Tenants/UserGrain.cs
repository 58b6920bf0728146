using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

internal sealed class UserGrain(IJournal journal, TimeProvider time) : Grain, IUserGrain
{
    private EventSourced<User, UserEvent> user = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        user = new(journal, new JournalStream(GrainKeys.TenantOf(key)!.Value, $"user/{GrainKeys.LocalPart(key)}"), "user.v2", UserDecider.Apply);
        return user.LoadAsync(cancellationToken);
    }

    public Task<Reply<UserProfile>> RegisterAsync(RegisterUser command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), Profile, cancellationToken);

    public Task<Reply<UserProfile>> ManageAsync(MembershipCommand command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), Profile, cancellationToken);

    public Task<UserCredential?> GetCredentialAsync(CancellationToken cancellationToken) => Task.FromResult(
        user.State is { Removed: false } state
            ? new UserCredential(state.PasswordHash, state.HasSecondFactor ? state.Codes!.ProtectedSecret : null, state.Passkeys)
            : null);

    public Task<Reply<UserProfile>> SignInAsync(SignIn command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, LockoutRules.Default, time.GetUtcNow()), Profile, cancellationToken);

    public Task<Reply<UserProfile>> SignInWithPasskeyAsync(SignInWithPasskey command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), Profile, cancellationToken);

    public Task<Reply<UserProfile>> RefreshAsync(RefreshSession command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), Profile, cancellationToken);

    public Task<Reply<UserProfile>> EndSessionAsync(EndSession command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), Profile, cancellationToken);

    public Task<Reply<UserProfile>> ResetPasswordAsync(ResetPassword command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), Profile, cancellationToken);

    public Task<SessionStanding?> GetStandingAsync(string sessionId, CancellationToken cancellationToken) => Task.FromResult(
        user.State is { } state && state.Find(sessionId) is { } session && session.ExpiresAt > time.GetUtcNow()
            ? new SessionStanding(state.Stamp, session.StrongAt, state.HasSecondFactor || !state.Passkeys.IsEmpty)
            : null);

    public Task<Reply<UserProfile>> GetProfileAsync(CancellationToken cancellationToken) =>
        Task.FromResult(user.State is { } state ? Reply.Done(Profile(state)) : Reply.NotFound<UserProfile>("user"));

    public Task<Reply<UserSecurity>> GetSecurityAsync(CancellationToken cancellationToken) =>
        Task.FromResult(user.State is { } state ? Reply.Done(Security(state)) : Reply.NotFound<UserSecurity>("user"));

    public Task<Reply<UserSecurity>> ChangeAsync(OwnCommand command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserSettings.Decide(s, command, LockoutRules.Default, time.GetUtcNow()), Security, cancellationToken);

    private async Task<Reply<T>> ExecuteAsync<T>(
        UserCommand command, Func<User?, Outcome<UserEvent>> decide, Func<User, T> answer, CancellationToken cancellationToken)
    {
        var done = await user.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        return done.ToReply(() => answer(user.State!));
    }

    private static UserProfile Profile(User user) =>
        new(user.TenantId, user.Id, user.Login, user.DisplayName, user.Roles, user.Narrowed, user.Stamp);

    private UserSecurity Security(User user) => new(
        user.Id, user.Login, user.DisplayName, user.Sessions.RemoveAll(s => s.ExpiresAt <= time.GetUtcNow()), user.HasSecondFactor,
        user.Codes is { Enrolled: false } waiting ? waiting.ProtectedSecret : null, user.RecoveryHashes.Length, user.Passkeys);
}
