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
        user = new(journal, new JournalStream(GrainKeys.TenantOf(key)!.Value, $"user/{GrainKeys.LocalPart(key)}"), "user.v1", UserDecider.Apply);
        return user.LoadAsync(cancellationToken);
    }

    public Task<Reply<UserProfile>> RegisterAsync(RegisterUser command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    public Task<UserCredential?> GetCredentialAsync(CancellationToken cancellationToken) =>
        Task.FromResult(user.State is { } state ? new UserCredential(state.PasswordHash) : null);

    public Task<Reply<UserProfile>> SignInAsync(SignIn command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, LockoutRules.Default, time.GetUtcNow()), cancellationToken);

    public Task<Reply<UserProfile>> RefreshAsync(RefreshSession command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    public Task<Reply<UserProfile>> EndSessionAsync(EndSession command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => UserDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    public Task<Reply<UserProfile>> GetProfileAsync(CancellationToken cancellationToken) =>
        Task.FromResult(user.State is { } state ? Reply.Done(Profile(state)) : Reply.NotFound<UserProfile>("user"));

    private async Task<Reply<UserProfile>> ExecuteAsync(
        UserCommand command, Func<User?, Outcome<UserEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await user.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        return answer.ToReply(() => Profile(user.State!));
    }

    private static UserProfile Profile(User user) => new(user.TenantId, user.Id, user.Login, user.DisplayName, user.Roles);
}
