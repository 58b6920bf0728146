using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Backtests;

internal sealed class BacktestQueueGrain(IReadModels reads, IJournal journal, IBacktestRunner runner, BacktestQuotas quotas)
    : Grain, IBacktestQueueGrain
{
    private const int UnfinishedMax = 10_000;

    private readonly BacktestLine line = new();
    
    // Null: cancelled, and its worker has not stopped yet.
    private readonly Dictionary<BacktestJobId, BacktestProgress?> running = [];
    private TenantId tenant;

    private BacktestQuota Quota => quotas.Of(tenant);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        tenant = GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;
        foreach (var row in await reads.UnfinishedBacktestsAsync(tenant, UnfinishedMax, cancellationToken))
        {
            if (runner.IsRunning(tenant, row.Id))
            {
                running[row.Id] = BacktestProgress.None;
            }
            else
            {
                await StandAgainAsync(row.Id, cancellationToken);
            }
        }

        Offer();
    }

    public async Task<Reply<BacktestView>> SubmitAsync(BacktestWish wish, CancellationToken cancellationToken)
    {
        if (await StrategyVersions.FindAsync(journal, tenant, wish, cancellationToken) is not { } strategy)
        {
            return Reply.NotFound<BacktestView>("strategy");
        }

        var terms = wish.Terms.Symbols.IsEmpty ? wish.Terms with { Symbols = strategy.Definition.Symbols } : wish.Terms;
        var history = await GrainFactory.GetGrain<IMarketHistoryGrain>(GrainKeys.MarketHistory).ListAsync(cancellationToken);
        var facts = new BacktestFacts(history.ToStoredBars(), line.Count, Quota);
        var reply = await Job(wish.Id).SubmitAsync(new SubmitBacktest(wish.CommandId, wish.By, wish.Id, strategy, terms), facts, cancellationToken);
        if (reply is Reply<BacktestJob>.Done { Value: { Status: BacktestStatus.Queued } job })
        {
            line.Add(job.Id, job.Terms.Priority);
            Offer();
        }

        return View(reply);
    }

    public async Task<Reply<BacktestView>> CancelAsync(BacktestJobId id, CancelBacktest command, CancellationToken cancellationToken)
    {
        var reply = await Job(id).CancelAsync(command, cancellationToken);
        if (reply is Reply<BacktestJob>.Done { Value.Status: BacktestStatus.Cancelled })
        {
            line.Remove(id);
            if (running.ContainsKey(id))
            {
                running[id] = null;
                runner.Cancel(tenant, id);
            }
        }

        return View(reply);
    }

    public async Task<Reply<BacktestView>> RemoveAsync(BacktestJobId id, RemoveBacktest command, CancellationToken cancellationToken) =>
        View(await Job(id).RemoveAsync(command, cancellationToken));

    public async Task<Reply<BacktestView>> GetAsync(BacktestJobId id, CancellationToken cancellationToken) =>
        View(await Job(id).GetAsync(cancellationToken));

    public async Task<BacktestJob?> TakeAsync(CancellationToken cancellationToken)
    {
        while (running.Count < Quota.RunningMax && line.First is { } id)
        {
            var reply = await Job(id).StartAsync(cancellationToken);

            // Only now: where the start cannot be written it goes on waiting.
            line.Remove(id);
            if (reply is Reply<BacktestJob>.Done { Value: var job })
            {
                running[id] = BacktestProgress.None;
                return job;
            }
        }

        return null;
    }

    public Task<bool> ProgressAsync(BacktestJobId id, BacktestProgress progress, CancellationToken cancellationToken)
    {
        var wanted = running.GetValueOrDefault(id) is not null;
        if (wanted)
        {
            running[id] = progress;
        }

        return Task.FromResult(wanted);
    }

    public async Task EndAsync(BacktestJobId id, int attempt, BacktestEnd end, CancellationToken cancellationToken)
    {
        var reply = await Job(id).EndAsync(attempt, end, cancellationToken);
        running.Remove(id);
        if (reply is Reply<BacktestJob>.Done { Value: { Status: BacktestStatus.Queued } job })
        {
            line.Add(id, job.Terms.Priority);
        }

        Offer();
    }

    public Task WakeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task StandAgainAsync(BacktestJobId id, CancellationToken cancellationToken)
    {
        var reply = await Job(id).ResumeAsync(Quota.AttemptsMax, cancellationToken);
        if (reply is Reply<BacktestJob>.Done { Value: { Status: BacktestStatus.Queued } job })
        {
            line.Add(id, job.Terms.Priority);
        }
    }

    private void Offer()
    {
        if (line.Count > 0 && running.Count < Quota.RunningMax)
        {
            runner.Offer(tenant);
        }
    }

    private Reply<BacktestView> View(Reply<BacktestJob> reply) => reply switch
    {
        Reply<BacktestJob>.Done { Value: var job } => Reply.Done(
            new BacktestView(job, line.PositionOf(job.Id), job.Status == BacktestStatus.Running ? running.GetValueOrDefault(job.Id) : null)),
        Reply<BacktestJob>.Refused refused => new Reply<BacktestView>.Refused(refused.Refusals),
        _ => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
    };

    private IBacktestGrain Job(BacktestJobId id) => GrainFactory.GetGrain<IBacktestGrain>(GrainKeys.Backtest(tenant, id));
}
