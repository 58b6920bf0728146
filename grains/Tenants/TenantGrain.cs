using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Risk;
using Countersign.Grains.Strategies;
using Orleans;

namespace Countersign.Grains.Tenants;

internal sealed class TenantGrain(IJournal journal, IReadModels reads, ITenantEraser eraser, TimeProvider time) : Grain, ITenantGrain
{
    /// <summary>As <see cref="StrategyRow.Status"/> has it.</summary>
    private const string ActiveStrategy = "active";

    private EventSourced<Tenant, TenantEvent> tenant = null!;
    private TenantId id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = TenantId.Parse(this.GetPrimaryKeyString());
        tenant = new(journal, new JournalStream(id, $"tenant/{id}"), "tenant.v2", TenantDecider.Apply);
        return tenant.LoadAsync(cancellationToken);
    }

    public Task<Reply<Tenant>> CreateAsync(CreateTenant command, CancellationToken cancellationToken) =>
        ExecuteAsync(command with { Id = id }, cancellationToken);

    public async Task<Reply<TenantSummary>> GovernAsync(GovernanceCommand command, CancellationToken cancellationToken)
    {
        if (command is EraseTenant erase && await StopAsync(erase, cancellationToken) is { } open)
        {
            return Reply.Refused<TenantSummary>(open);
        }

        if (await ExecuteAsync(command, cancellationToken) is Reply<Tenant>.Refused refused)
        {
            return new Reply<TenantSummary>.Refused(refused.Refusals);
        }

        // Nobody gets in who could stop its strategies, so they stop here. Resuming the tenant leaves that to its own people.
        if (command is SuspendTenant or RetireTenant)
        {
            var halt = new ChangeTradingState(
                command.CommandId, command.By, "The tenant is suspended.", TradingState.Halted,
                new HaltCause("halt.tenant_suspended", "The platform suspended the tenant.", null, null));
            await GrainFactory.GetGrain<IRiskPolicyGrain>(GrainKeys.TenantRisk(id)).HaltAsync(halt, cancellationToken);
        }

        if (command is EraseTenant)
        {
            eraser.Wake();
        }

        return Reply.Done(Summary(tenant.State!));
    }

    public async Task<Reply<TenantSummary>> CompleteErasureAsync(CompleteErasure command, CancellationToken cancellationToken) =>
        await ExecuteAsync(command, cancellationToken) is Reply<Tenant>.Refused refused
            ? new Reply<TenantSummary>.Refused(refused.Refusals)
            : Reply.Done(Summary(tenant.State!));

    public Task<Reply<TenantSummary>> SummariseAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tenant.State is { } state ? Reply.Done(Summary(state)) : Reply.NotFound<TenantSummary>("tenant"));

    public async Task<Reply<Tenant>> AddMemberAsync(RegisterUser command, CancellationToken cancellationToken)
    {
        var login = Logins.Normalise(command.Login);
        if (await TakenAsync(login, command.Id, cancellationToken) is { } taken)
        {
            return Reply.Refused<Tenant>(taken);
        }

        var add = new AddMember(command.CommandId, command.By, command.Id, login, command.Roles);
        if (TenantDecider.Decide(tenant.State, add, time.GetUtcNow()) is Outcome<TenantEvent>.Refused refused)
        {
            return new Reply<Tenant>.Refused(refused.Refusals);
        }

        return await User(command.Id).RegisterAsync(command with { TenantId = id, Login = login }, cancellationToken) is Reply<UserProfile>.Refused no
            ? new Reply<Tenant>.Refused(no.Refusals)
            : await ExecuteAsync(add, cancellationToken);
    }

    // The platform's people invite a tenant's first member and nobody else: they must not let themselves in.
    public Task<Reply<Tenant>> InviteAsync(TenantCommand command, CancellationToken cancellationToken) => InviteCheckedAsync(
        command is InviteMember invite && CallerContext.Current is { Tenant: null } ? invite with { ToFirstMember = true } : command, cancellationToken);

    private async Task<Reply<Tenant>> InviteCheckedAsync(TenantCommand command, CancellationToken cancellationToken) =>
        command is InviteMember invite && await TakenAsync(Logins.Normalise(invite.Login), null, cancellationToken) is { } taken
            ? Reply.Refused<Tenant>(taken)
            : await ExecuteAsync(command, cancellationToken);

    // The tenant decides first, as the invitation is good once; who comes again after a crash between the two is registered then.
    public async Task<Reply<UserProfile>> AcceptInvitationAsync(
        AcceptInvitation command, RegisterUser user, CancellationToken cancellationToken)
    {
        if (tenant.State?.Invitations.GetValueOrDefault(command.InvitationId) is not { } invitation
            || await TakenAsync(invitation.Login, command.UserId, cancellationToken) is not null
            || await ExecuteAsync(command, cancellationToken) is Reply<Tenant>.Refused)
        {
            return Reply.Refused<UserProfile>(TenantRefusals.InvitationRefused);
        }

        var register = user with { Id = command.UserId, TenantId = id, Login = invitation.Login, Roles = invitation.Roles };
        var registered = await User(command.UserId).RegisterAsync(register, cancellationToken);
        return registered is Reply<UserProfile>.Done && tenant.State!.Narrowed(invitation.PermissionSet) is { } narrowed
            ? await User(command.UserId).ManageAsync(
                new ChangeUserRoles(Derived(command.CommandId, "narrow"), command.By, invitation.Roles, narrowed), cancellationToken)
            : registered;
    }

    public async Task<Reply<Tenant>> ChangeAsync(TenantCommand command, CancellationToken cancellationToken)
    {
        var reply = await ExecuteAsync(command, cancellationToken);
        if (reply is Reply<Tenant>.Done)
        {
            foreach (var (member, follows) in Following(tenant.State!, command))
            {
                await User(member).ManageAsync(follows, cancellationToken);
            }
        }

        return reply;
    }

    public Task<Reply<UserProfile>> HelpMemberAsync(UserId member, MembershipCommand command, CancellationToken cancellationToken) =>
        tenant.State?.Find(member) is null || command is not (IssuePasswordReset or ResetSecondFactors)
            ? Task.FromResult(Reply.Refused<UserProfile>(TenantRefusals.MemberUnknown))
            : User(member).ManageAsync(command, cancellationToken);

    public Task<TenantStanding> GetStandingAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tenant.State is { Closed: true } ? TenantStanding.Closed : TenantStanding.Open);

    public Task<int?> GetRequestsPerMinuteAsync(CancellationToken cancellationToken) => Task.FromResult(tenant.State?.Quotas.RequestsPerMinute);

    public Task<Reply<Tenant>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(tenant.State is { } state ? Reply.Done(state) : Reply.NotFound<Tenant>("tenant"));

    /// <summary>Pauses the tenant's strategies, which would go on judging bars. Money at a venue is a person's to end: where there is some, nothing is erased.</summary>
    private async Task<Refusal?> StopAsync(EraseTenant command, CancellationToken cancellationToken)
    {
        if (TenantDecider.Decide(tenant.State, command, time.GetUtcNow()) is not Outcome<TenantEvent>.Accepted { Events.IsEmpty: false })
        {
            return null;
        }

        var any = new PageRequest(1, null);
        if ((await reads.PositionsAsync(id, new PositionFilter(null), any, cancellationToken)).Items.Length > 0
            || (await reads.OrdersAsync(id, new OrderFilter(null, null, null, IsOpen: true), any, cancellationToken)).Items.Length > 0
            || (await reads.UnfinishedBacktestsAsync(id, 1, cancellationToken)).Length > 0)
        {
            return TenantRefusals.StillOpen;
        }

        for (PageRequest? page = new(PageRequest.LimitMax, null); page is { } next;)
        {
            var strategies = await reads.StrategiesAsync(id, next, cancellationToken);
            foreach (var strategy in strategies.Items.Where(s => s.Status == ActiveStrategy))
            {
                await GrainFactory.GetGrain<IStrategyGrain>(GrainKeys.Strategy(id, strategy.Id))
                    .PauseAsync(new PauseStrategy(Derived(command.CommandId, strategy.Id.Value), command.By), cancellationToken);
            }

            page = strategies.Next is { } cursor ? next with { Cursor = cursor } : null;
        }

        return null;
    }

    private async Task<Reply<Tenant>> ExecuteAsync(TenantCommand command, CancellationToken cancellationToken)
    {
        var answer = await tenant.ExecuteAsync(
            command.CommandId, command.By, s => TenantDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);
        return answer.ToReply(() => tenant.State!);
    }

    /// <summary>What a change of the tenant means for its users. Each has the command's id, so that a repetition changes nothing twice.</summary>
    private static IEnumerable<(UserId Member, MembershipCommand Command)> Following(Tenant state, TenantCommand command) => command switch
    {
        RemoveMember c => [(c.UserId, new RemoveUser(c.CommandId, c.By))],
        ChangeMember c => [(c.UserId, new ChangeUserRoles(c.CommandId, c.By, c.Roles, state.Narrowed(c.PermissionSet)))],
        SetPermissionSet c => state.Members.Values.Where(m => m.PermissionSet == c.Name)
            .Select(m => (m.UserId, (MembershipCommand)new ChangeUserRoles(c.CommandId, c.By, m.Roles, c.Permissions))).ToImmutableArray(),
        _ => [],
    };

    private async Task<Refusal?> TakenAsync(string login, UserId? by, CancellationToken cancellationToken) =>
        await reads.FindLoginAsync(login, cancellationToken) is { } taken && (taken.Tenant != id || taken.User != by)
            ? TenantRefusals.LoginTaken(login)
            : null;

    private IUserGrain User(UserId user) => GrainFactory.GetGrain<IUserGrain>(GrainKeys.User(id, user));

    private static CommandId Derived(CommandId command, string what) => CommandId.Parse($"{what}/{command}");

    private static TenantSummary Summary(Tenant tenant) =>
        new(tenant.Id, tenant.Name, tenant.Members.Count, tenant.Quotas, tenant.Suspended, tenant.EraseAfter, tenant.Erasure);
}
