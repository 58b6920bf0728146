using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of a tenant and its members.</summary>
public static class TenantDecider
{
    private const int NameLengthMax = 100;
    private const int ReasonLengthMax = 500;

    /// <summary>Desk, SignIn and PlatformAdmin are no member's: the first two are the runtime's own, the last is above tenants.</summary>
    private const Roles MemberRoles = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst | Roles.ApiUser;

    public static Outcome<TenantEvent> Decide(Tenant? state, CreateTenant command, DateTimeOffset now)
    {
        if (state is not null)
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.AlreadyCreated(state.Id));
        }

        if (command.Id == TenantId.Platform)
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.Reserved(command.Id));
        }

        return string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > NameLengthMax
            ? Outcome<TenantEvent>.Refuse(TenantRefusals.Name)
            : Outcome<TenantEvent>.Accept(new TenantCreated(command.Id, command.Name, command.By, now));
    }

    /// <summary>What the tenant's administrators and its invited want.</summary>
    public static Outcome<TenantEvent> Decide(Tenant? state, TenantCommand command, DateTimeOffset now) => command switch
    {
        CreateTenant c => Decide(state, c, now),
        _ when state is null => Outcome<TenantEvent>.Refuse(TenantRefusals.NotFound),
        CompleteErasure c => Complete(state, c, now),
        EraseTenant c => Erase(state, c, now),
        _ when state.Erasure is not null => Outcome<TenantEvent>.Refuse(TenantRefusals.Erased),
        AddMember c => Decide(state, c, now),
        GovernanceCommand c => Govern(state, c, now),
        SetPermissionSet or RemovePermissionSet => TenantPermissions.Decide(state, command, now),
        _ => TenantMembership.Decide(state, command, now),
    };

    /// <summary>Adds a member; the same member again yields no event.</summary>
    public static Outcome<TenantEvent> Decide(Tenant? state, AddMember command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.NotFound);
        }

        if (state.Erasure is not null)
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.Erased);
        }

        var member = new Member(command.UserId, Logins.Normalise(command.Login), command.Roles);
        if (state.Members.TryGetValue(member.Login, out var known))
        {
            return known == member
                ? Outcome<TenantEvent>.Accept()
                : Outcome<TenantEvent>.Refuse(TenantRefusals.LoginTaken(member.Login));
        }

        var refusals = Check(state, member.Login, member.Roles);
        return refusals.IsEmpty
            ? Outcome<TenantEvent>.Accept(new MemberAdded(member.UserId, member.Login, member.Roles, command.By, now))
            : Outcome<TenantEvent>.Refuse(refusals);
    }

    public static Tenant Apply(Tenant? state, TenantEvent @event) => TenantState.Apply(state, @event);

    /// <summary>What is wrong with a member to come.</summary>
    internal static ImmutableArray<Refusal> Check(Tenant state, string login, Roles roles)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (Logins.Check(login) is { } malformed)
        {
            refusals.Add(malformed);
        }

        if (!AreMembers(roles))
        {
            refusals.Add(TenantRefusals.Roles);
        }

        if (state.Members.Count >= state.Quotas.MembersMax)
        {
            refusals.Add(TenantRefusals.Full(state.Quotas.MembersMax));
        }

        return refusals.ToImmutable();
    }

    internal static bool AreMembers(Roles roles) => roles != Roles.None && (roles & ~MemberRoles) == Roles.None;

    private static Outcome<TenantEvent> Govern(Tenant state, GovernanceCommand command, DateTimeOffset now) => command switch
    {
        SuspendTenant c when !IsReason(c.Reason) => Outcome<TenantEvent>.Refuse(TenantRefusals.Reason),
        SuspendTenant c => Outcome<TenantEvent>.Accept(
            state.Suspended == c.Reason ? [] : [new TenantSuspended(c.Reason, c.By, now)]),
        ResumeTenant c => Outcome<TenantEvent>.Accept(state.Closed ? [new TenantResumed(c.By, now)] : []),
        SetQuotas { Quotas: { MembersMax: < 1 or > Tenant.MembersMax } or { ApiKeysMax: < 0 or > ApiKeys.KeysMax } or { RequestsPerMinute: < 60 or > 100_000_000 } } =>
            Outcome<TenantEvent>.Refuse(TenantRefusals.Quotas),
        SetQuotas c => Outcome<TenantEvent>.Accept(state.Quotas == c.Quotas ? [] : [new TenantQuotasChanged(c.Quotas, c.By, now)]),
        RetireTenant c when !IsReason(c.Reason) => Outcome<TenantEvent>.Refuse(TenantRefusals.Reason),
        RetireTenant c => Outcome<TenantEvent>.Accept(
            state.EraseAfter is not null ? [] : [new TenantRetired(c.Reason, c.EraseAfter, c.By, now)]),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
    };

    private static Outcome<TenantEvent> Erase(Tenant state, EraseTenant command, DateTimeOffset now) => state switch
    {
        { Erasure: not null } => Outcome<TenantEvent>.Accept(),
        { EraseAfter: null } => Outcome<TenantEvent>.Refuse(TenantRefusals.NotRetired),
        { EraseAfter: { } after } when now < after => Outcome<TenantEvent>.Refuse(TenantRefusals.Kept(after)),
        _ => Outcome<TenantEvent>.Accept(new TenantErasureBegun(state.Id, command.By, now)),
    };

    private static Outcome<TenantEvent> Complete(Tenant state, CompleteErasure command, DateTimeOffset now) => state.Erasure switch
    {
        null => Outcome<TenantEvent>.Refuse(TenantRefusals.NotRetired),
        { DoneAt: not null } => Outcome<TenantEvent>.Accept(),
        _ => Outcome<TenantEvent>.Accept(new TenantErased(state.Id, command.Events, command.Rows, now)),
    };

    private static bool IsReason(string reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= ReasonLengthMax;
}
