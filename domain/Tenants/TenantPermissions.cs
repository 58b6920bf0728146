using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The rules of a tenant's own permission sets.</summary>
internal static class TenantPermissions
{
    private const int NameLengthMax = 40;

    public static Outcome<TenantEvent> Decide(Tenant state, TenantCommand command, DateTimeOffset now) => command switch
    {
        SetPermissionSet c when !IsName(c.Name) => Outcome<TenantEvent>.Refuse(TenantRefusals.PermissionSetName),
        SetPermissionSet c when !c.Permissions.HasFlag(Permissions.Read) || (c.Permissions & ~Permissions.All) != Permissions.None =>
            Outcome<TenantEvent>.Refuse(TenantRefusals.Permissions),
        SetPermissionSet c when !state.PermissionSets.ContainsKey(c.Name) && state.PermissionSets.Count >= Tenant.PermissionSetsMax =>
            Outcome<TenantEvent>.Refuse(TenantRefusals.TooManyPermissionSets),
        SetPermissionSet c => Outcome<TenantEvent>.Accept(
            state.Narrowed(c.Name) == c.Permissions && state.PermissionSets.ContainsKey(c.Name)
                ? []
                : [new PermissionSetChanged(c.Name, c.Permissions, c.By, now)]),
        RemovePermissionSet c when !state.PermissionSets.ContainsKey(c.Name) => Outcome<TenantEvent>.Refuse(TenantRefusals.PermissionSetUnknown),
        RemovePermissionSet c when IsUsed(state, c.Name, now) => Outcome<TenantEvent>.Refuse(TenantRefusals.PermissionSetInUse),
        RemovePermissionSet c => Outcome<TenantEvent>.Accept(new PermissionSetRemoved(c.Name, c.By, now)),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
    };

    private static bool IsUsed(Tenant state, string name, DateTimeOffset now) =>
        state.Members.Values.Any(m => m.PermissionSet == name)
        || state.Invitations.Values.Any(i => i.PermissionSet == name && i.Accepted is null && i.ExpiresAt > now);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameLengthMax && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
