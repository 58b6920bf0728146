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

    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> PauseAsync(PauseStrategy command, CancellationToken cancellationToken);

    /// <summary>Changes how much of the strategy goes without a person; ideas that wait go on waiting.</summary>
    [AllowRoles(Roles.PortfolioManager)]
    Task<Reply<Strategy>> SetAutonomyAsync(SetStrategyAutonomy command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Reply<Strategy>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Brings an active strategy back to its bars after a start of the desk; does nothing to any other.</summary>
    [AllowRoles(Roles.Desk)]
    Task WakeAsync(CancellationToken cancellationToken);
}
