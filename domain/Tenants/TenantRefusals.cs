using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public static class TenantRefusals
{
    public static Refusal NotFound { get; } = new("tenant.not_found", "There is no such tenant.");

    public static Refusal Name { get; } = new("tenant.name", "A tenant's name has 1 to 100 characters.");

    public static Refusal Roles { get; } = new(
        "tenant.roles", "A member has at least one of TenantAdmin, PortfolioManager, Analyst and ApiUser.");

    public static Refusal InvitationRefused { get; } = new(
        "tenant.invitation_refused", "The invitation is unknown, used, expired or revoked. Ask for another.");

    public static Refusal InvitationUnknown { get; } = new("tenant.invitation_not_found", "There is no such open invitation.");

    public static Refusal MemberUnknown { get; } = new("tenant.member_not_found", "The tenant has no such member.");

    public static Refusal LastAdministrator { get; } = new(
        "tenant.last_administrator", "The tenant would have no administrator left: make somebody else one first.");

    public static Refusal PermissionSetName { get; } = new(
        "tenant.permission_set_name", "A permission set's name has 1 to 40 lower-case letters, digits and hyphens.");

    public static Refusal PermissionSetUnknown { get; } = new("tenant.permission_set_not_found", "The tenant has no such permission set.");

    public static Refusal PermissionSetInUse { get; } = new(
        "tenant.permission_set_in_use", "Members or invitations have the permission set: give them another first.");

    public static Refusal Permissions { get; } = new("tenant.permissions", "A permission set has read, and whatever else it is to allow.");

    public static Refusal Reason { get; } = new("tenant.reason", "Say why, in 1 to 500 characters.");

    public static Refusal Quotas { get; } = new(
        "tenant.quotas",
        FormattableString.Invariant($"A tenant may have 1 to {Tenant.MembersMax} members, 0 to {ApiKeys.KeysMax} API keys and 60 to 100,000,000 requests a minute."));

    public static Refusal HasMembers { get; } = new(
        "tenant.has_members", "The tenant has members: its own administrators invite others.");

    public static Refusal TooManyInvitations { get; } = new(
        "tenant.invitations_full", FormattableString.Invariant($"{Tenant.InvitationsMax} invitations are open: revoke some first."));

    public static Refusal TooManyPermissionSets { get; } = new(
        "tenant.permission_sets_full", FormattableString.Invariant($"A tenant has {Tenant.PermissionSetsMax} permission sets at most."));

    public static Refusal Closed { get; } = new("tenant.closed", "The tenant is suspended.");

    public static Refusal Erased { get; } = new("tenant.erased", "The tenant is erased: nothing can be done with it any more, and its id is not given again.");

    public static Refusal NotRetired { get; } = new("tenant.not_retired", "Only a retired tenant can be erased: retire it first.");

    public static Refusal StillOpen { get; } = new(
        "tenant.still_open", "The tenant has open positions, working orders or unfinished backtests, which somebody has to end: resume it, let its people end them, and retire it again.");

    public static Refusal Kept(DateTimeOffset until) => new(
        "tenant.kept", FormattableString.Invariant($"What the tenant has is kept until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."));

    public static Refusal AlreadyCreated(TenantId id) => new("tenant.already_created", $"Tenant {id} exists already.");

    public static Refusal Reserved(TenantId id) => new("tenant.reserved", $"{id} is the platform's own name: a tenant needs another.");

    public static Refusal LoginTaken(string login) => new("tenant.login_taken", $"A member of the tenant has the login {login} already.");

    public static Refusal Full(int limit) => new(
        "tenant.full", FormattableString.Invariant($"The tenant has {limit} members, and that is the most."));
}
