using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Backtests;

/// <summary>One backtest of a tenant and its result. Its key is <see cref="GrainKeys.Backtest"/>; the tenant's queue tells it what happens.</summary>
public interface IBacktestGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.Desk)]
    Task<Reply<BacktestJob>> SubmitAsync(SubmitBacktest command, BacktestFacts facts, CancellationToken cancellationToken);

    /// <summary>A worker begins with it.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<BacktestJob>> StartAsync(CancellationToken cancellationToken);

    /// <summary>Nobody works on it: where it ran it waits again, or fails if that happened too often.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<BacktestJob>> ResumeAsync(int attemptsMax, CancellationToken cancellationToken);

    /// <summary>A worker is at its end with it.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<BacktestJob>> EndAsync(int attempt, BacktestEnd end, CancellationToken cancellationToken);

    [AllowRoles(Roles.Desk)]
    Task<Reply<BacktestJob>> CancelAsync(CancelBacktest command, CancellationToken cancellationToken);

    /// <summary>Takes an ended job out of the lists and its result away; safe to repeat.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<BacktestJob>> RemoveAsync(RemoveBacktest command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Readers)]
    Task<Reply<BacktestJob>> GetAsync(CancellationToken cancellationToken);

    /// <summary>The stored result of a backtest that is done.</summary>
    /// <exception cref="BacktestResultsUnavailableException">The store does not answer.</exception>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<BacktestContent>> ReadResultAsync(CancellationToken cancellationToken);
}

/// <summary>A job and its result as it is stored.</summary>
/// <param name="Body">For <see cref="BacktestArchive.Unpack"/>; not to be changed.</param>
public sealed record BacktestContent(BacktestJob Job, byte[] Body);
