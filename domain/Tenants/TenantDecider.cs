using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of a tenant and its members.</summary>
public static class TenantDecider
{
    private const int NameLengthMax = 100;

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

    /// <summary>Adds a member; the same member again yields no event.</summary>
    public static Outcome<TenantEvent> Decide(Tenant? state, AddMember command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<TenantEvent>.Refuse(TenantRefusals.NotFound);
        }

        var member = new Member(command.UserId, Logins.Normalise(command.Login), command.Roles);
        if (state.Members.TryGetValue(member.Login, out var known))
        {
            return known == member
                ? Outcome<TenantEvent>.Accept()
                : Outcome<TenantEvent>.Refuse(TenantRefusals.LoginTaken(member.Login));
        }

        var refusals = Check(state, member);
        return refusals.IsEmpty
            ? Outcome<TenantEvent>.Accept(new MemberAdded(member.UserId, member.Login, member.Roles, command.By, now))
            : Outcome<TenantEvent>.Refuse(refusals);
    }

    public static Tenant Apply(Tenant? state, TenantEvent @event) => @event switch
    {
        TenantCreated e => new Tenant(e.Id, e.Name, ImmutableSortedDictionary.Create<string, Member>(StringComparer.Ordinal)),
        MemberAdded e when state is not null => state with
        {
            Members = state.Members.SetItem(e.Login, new Member(e.UserId, e.Login, e.Roles)),
        },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} came before the tenant was created."),
    };

    private static ImmutableArray<Refusal> Check(Tenant state, Member member)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (Logins.Check(member.Login) is { } login)
        {
            refusals.Add(login);
        }

        if (member.Roles == Roles.None || (member.Roles & ~MemberRoles) != Roles.None)
        {
            refusals.Add(TenantRefusals.Roles);
        }

        if (state.Members.Count >= Tenant.MembersMax)
        {
            refusals.Add(TenantRefusals.Full(Tenant.MembersMax));
        }

        return refusals.ToImmutable();
    }
}
