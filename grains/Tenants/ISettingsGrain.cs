using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>
/// What one level has set: the platform (<see cref="GrainKeys.PlatformSettings"/>), a tenant (<see cref="GrainKeys.TenantSettings"/>) or a user
/// (<see cref="GrainKeys.UserSettings"/>). Each level has its own method, which refuses keys of another.
/// </summary>
public interface ISettingsGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<SettingsView>> SetPlatformAsync(SettingCommand command, CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<SettingsView>> SetTenantAsync(SettingCommand command, CancellationToken cancellationToken);

    /// <summary>A user's own; anybody else is refused.</summary>
    [AllowRoles(RoleSets.Members | Roles.PlatformAdmin)]
    Task<Reply<SettingsView>> SetOwnAsync(SettingCommand command, CancellationToken cancellationToken);

    /// <summary>What the sign-in and the API go by.</summary>
    [AllowRoles(Roles.SignIn)]
    Task<SettingsView> GetAsync(CancellationToken cancellationToken);
}

/// <summary>What a level has set.</summary>
/// <param name="Version">Changes with every change.</param>
public sealed record SettingsView(long Version, SettingsBook Book)
{
    public static SettingsView None { get; } = new(0, SettingsBook.None);
}
