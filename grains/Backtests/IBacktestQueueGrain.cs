using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Backtests;

/// <summary>A tenant's backtests that wait or run: who is next, and how many at a time. Its key is <see cref="GrainKeys.Backtests"/>.</summary>
public interface IBacktestQueueGrain : IGrainWithStringKey
{
    [AllowRoles(BacktestRoles.Starters)]
    Task<Reply<BacktestView>> SubmitAsync(BacktestWish wish, CancellationToken cancellationToken);

    [AllowRoles(BacktestRoles.Starters)]
    Task<Reply<BacktestView>> CancelAsync(BacktestJobId id, CancelBacktest command, CancellationToken cancellationToken);

    [AllowRoles(BacktestRoles.Starters)]
    Task<Reply<BacktestView>> RemoveAsync(BacktestJobId id, RemoveBacktest command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Members)]
    Task<Reply<BacktestView>> GetAsync(BacktestJobId id, CancellationToken cancellationToken);

    /// <summary>Gives a worker the next one to run, on record as started; null where nothing waits or the quota is used up.</summary>
    [AllowRoles(Roles.Desk)]
    Task<BacktestJob?> TakeAsync(CancellationToken cancellationToken);

    /// <summary>A worker tells how far it is.</summary>
    /// <returns>False where nobody wants the run any more: it is to stop.</returns>
    [AllowRoles(Roles.Desk)]
    Task<bool> ProgressAsync(BacktestJobId id, BacktestProgress progress, CancellationToken cancellationToken);

    /// <summary>A worker is at its end with a run.</summary>
    [AllowRoles(Roles.Desk)]
    Task EndAsync(BacktestJobId id, int attempt, BacktestEnd end, CancellationToken cancellationToken);

    /// <summary>After a start of the desk: what waits is offered to the workers, what was interrupted waits again.</summary>
    [AllowRoles(Roles.Desk)]
    Task WakeAsync(CancellationToken cancellationToken);
}

/// <summary>Who may start, cancel and delete backtests. Everybody of the tenant reads them.</summary>
public static class BacktestRoles
{
    public const Roles Starters = Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser;
}

/// <summary>A backtest as somebody asks for it: of a strategy of the tenant, or of a definition that comes along.</summary>
/// <param name="Strategy">Of the tenant; null where <paramref name="Definition"/> is given.</param>
/// <param name="Version">Of that strategy; null is its newest.</param>
/// <param name="Terms">Without symbols, those of the strategy are meant.</param>
public sealed record BacktestWish(
    CommandId CommandId, Actor By, BacktestJobId Id, StrategyDefinition? Definition, StrategyId? Strategy, int? Version, BacktestTerms Terms);

/// <summary>A job and where it stands now.</summary>
/// <param name="Position">1 is the next of the tenant's; null where it does not wait.</param>
/// <param name="Progress">Null where it does not run.</param>
public sealed record BacktestView(BacktestJob Job, int? Position, BacktestProgress? Progress);

/// <summary>How far a run is.</summary>
/// <param name="BarsTotal">0 as long as that is not known.</param>
public sealed record BacktestProgress(long BarsDone, long BarsTotal)
{
    public static BacktestProgress None { get; } = new(0, 0);

    /// <summary>0 to 1.</summary>
    public double Share => BarsTotal <= 0 ? 0.0 : Math.Clamp((double)BarsDone / BarsTotal, 0.0, 1.0);
}
