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
        Task.FromResult(state is null ? null : new UserCredential(state.PasswordHash));

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

    private UserProfile Profile() => new(State.TenantId, State.Id, State.Login, State.DisplayName, State.Roles);
}
