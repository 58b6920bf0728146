using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

internal sealed class TenantGrain(IJournal journal, IReadModels reads, TimeProvider time) : Grain, ITenantGrain
{
    private EventSourced<Tenant, TenantEvent> tenant = null!;
    private TenantId id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = TenantId.Parse(this.GetPrimaryKeyString());
        tenant = new(journal, new JournalStream(id, $"tenant/{id}"), "tenant.v1", TenantDecider.Apply);
        return tenant.LoadAsync(cancellationToken);
    }

    public async Task<Reply<Tenant>> CreateAsync(CreateTenant command, CancellationToken cancellationToken)
    {
        var create = command with { Id = id };
        var answer = await tenant.ExecuteAsync(
            create.CommandId, create.By, s => TenantDecider.Decide(s, create, time.GetUtcNow()), cancellationToken);
        return answer.ToReply(() => tenant.State!);
    }

    public async Task<Reply<Tenant>> AddMemberAsync(RegisterUser command, CancellationToken cancellationToken)
    {
        var login = Logins.Normalise(command.Login);
        if (await reads.FindLoginAsync(login, cancellationToken) is { } taken && (taken.Tenant != id || taken.User != command.Id))
        {
            return Reply.Refused<Tenant>(TenantRefusals.LoginTaken(login));
        }

        var add = new AddMember(command.CommandId, command.By, command.Id, login, command.Roles);
        if (TenantDecider.Decide(tenant.State, add, time.GetUtcNow()) is Outcome<TenantEvent>.Refused refused)
        {
            return new Reply<Tenant>.Refused(refused.Refusals);
        }

        var user = GrainFactory.GetGrain<IUserGrain>(GrainKeys.User(id, command.Id));
        if (await user.RegisterAsync(command with { TenantId = id, Login = login }, cancellationToken) is Reply<UserProfile>.Refused no)
        {
            return new Reply<Tenant>.Refused(no.Refusals);
        }

        var answer = await tenant.ExecuteAsync(
            add.CommandId, add.By, s => TenantDecider.Decide(s, add, time.GetUtcNow()), cancellationToken);
        return answer.ToReply(() => tenant.State!);
    }

    public Task<Reply<Tenant>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tenant.State is { } state ? Reply.Done(state) : Reply.NotFound<Tenant>("tenant"));
}
