using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Strategies;

/// <summary>A tenant's strategy: follows its symbols' bars while it is active and raises ideas. Its key is <see cref="GrainKeys.Strategy"/>.</summary>
public interface IStrategyGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> CreateAsync(CreateStrategy command, CancellationToken cancellationToken);

    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> ReviseAsync(ReviseStrategy command, CancellationToken cancellationToken);

    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> ActivateAsync(ActivateStrategy command, CancellationToken cancellationToken);

    /// <summary>
    /// Stops it until it is activated again. Ideas that would open something and wait for a person are withdrawn; those that would close
    /// something stay, and a person decides them. The desk does it when the tenant is erased.
    /// </summary>
    [AllowRoles(Roles.PortfolioManager | Roles.Desk)]
    Task<Reply<Strategy>> PauseAsync(PauseStrategy command, CancellationToken cancellationToken);

    /// <summary>Ends it for good and withdraws every idea of it that waits for a person. Positions and orders stay.</summary>
    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> RetireAsync(RetireStrategy command, CancellationToken cancellationToken);

    /// <summary>Changes how much of the strategy goes without a person; ideas that wait go on waiting.</summary>
    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> SetAutonomyAsync(SetStrategyAutonomy command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Reply<Strategy>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Its versions, newest first; empty where there is no such strategy.</summary>
    /// <exception cref="FormatException">The cursor is none of this list's.</exception>
    [AllowRoles(RoleSets.Members)]
    Task<Page<StrategyVersionRow>> ListVersionsAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>A version by its number, from 1.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<StrategyVersion>> GetVersionAsync(int number, CancellationToken cancellationToken);

    /// <summary>What changed from one version to another, in either direction.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<StrategyComparison>> CompareAsync(int from, int to, CancellationToken cancellationToken);

    /// <summary>Brings an active strategy back to its bars after a start of the desk; does nothing to any other.</summary>
    [AllowRoles(Roles.Desk)]
    Task WakeAsync(CancellationToken cancellationToken);
}
