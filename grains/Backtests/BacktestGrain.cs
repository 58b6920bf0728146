using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Backtests;

internal sealed class BacktestGrain(IJournal journal, IBacktestResults results, TimeProvider time) : Grain, IBacktestGrain
{
    private EventSourced<BacktestJob, BacktestEvent> job = null!;
    private TenantId tenant;
    private BacktestJobId id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = BacktestJobId.Parse(GrainKeys.LocalPart(key));
        job = new(journal, new JournalStream(tenant, $"backtest/{id}"), schema: null, BacktestDecider.Apply);
        return job.LoadAsync(cancellationToken);
    }

    public Task<Reply<BacktestJob>> SubmitAsync(SubmitBacktest command, BacktestFacts facts, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => BacktestDecider.Decide(s, command with { Id = id }, facts, time.GetUtcNow()), cancellationToken);

    public Task<Reply<BacktestJob>> StartAsync(CancellationToken cancellationToken) =>
        ExecuteAsync(new StartBacktest(Next("start"), Actor.Desk), cancellationToken);

    public Task<Reply<BacktestJob>> ResumeAsync(int attemptsMax, CancellationToken cancellationToken) =>
        ExecuteAsync(new ResumeBacktest(Next("resume"), Actor.Desk, attemptsMax), cancellationToken);

    public Task<Reply<BacktestJob>> EndAsync(int attempt, BacktestEnd end, CancellationToken cancellationToken) =>
        ExecuteAsync(new RecordBacktestEnd(Next("end"), Actor.Desk, attempt, end), cancellationToken);

    public Task<Reply<BacktestJob>> CancelAsync(CancelBacktest command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, cancellationToken);

    public async Task<Reply<BacktestJob>> RemoveAsync(RemoveBacktest command, CancellationToken cancellationToken)
    {
        var reply = await ExecuteAsync(command, cancellationToken);
        if (job.State is { IsRemoved: true })
        {
            // After the record says so, and again at a repeat: what a crash left behind goes then.
            await results.DeleteAsync(tenant, id, cancellationToken);
        }

        return reply;
    }

    public Task<Reply<BacktestJob>> GetAsync(CancellationToken cancellationToken) => Task.FromResult(
        job.State is { IsRemoved: false } state ? Reply.Done(state) : Reply.NotFound<BacktestJob>("backtest"));

    public async Task<Reply<BacktestContent>> ReadResultAsync(CancellationToken cancellationToken)
    {
        if (job.State is not { IsRemoved: false } state)
        {
            return Reply.NotFound<BacktestContent>("backtest");
        }

        if (state.Status != BacktestStatus.Done)
        {
            return Reply.Refused<BacktestContent>(BacktestRefusals.NoResult);
        }

        return await results.ReadAsync(tenant, id, cancellationToken) is { } body
            ? Reply.Done(new BacktestContent(state, body))
            : Reply.Refused<BacktestContent>(BacktestRefusals.ResultGone);
    }

    // The desk's own commands are named by the state that they are decided on: one that is sent again finds another.
    private CommandId Next(string what) => CommandId.Parse(FormattableString.Invariant($"{what}-{job.Version}"));

    private Task<Reply<BacktestJob>> ExecuteAsync(BacktestCommand command, CancellationToken cancellationToken) =>
        ExecuteAsync(command, s => BacktestDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    private async Task<Reply<BacktestJob>> ExecuteAsync(
        BacktestCommand command, Func<BacktestJob?, Outcome<BacktestEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await job.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        if (answer is CommandAnswer<BacktestEvent>.Accepted { Events.IsEmpty: false })
        {
            await this.NoticeAsync(tenant, new DeskNotice("backtest", id.Value));
            if (job.State is { Status: BacktestStatus.Done or BacktestStatus.Failed } ended)
            {
                var subject = ended.Status == BacktestStatus.Done ? "A backtest is done" : "A backtest failed";
                await this.NoticeAsync(tenant, DeskNotice.ForPeople(NoticeTopic.Backtests, id.Value, subject, $"Backtest {id}.", time.GetUtcNow()));
            }
        }

        return answer.ToReply(() => job.State!);
    }
}
