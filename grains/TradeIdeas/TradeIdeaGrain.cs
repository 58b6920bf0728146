using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Grains.TradeIdeas;

[ImplicitStreamSubscription(DeskStreams.OrderEnds)]
internal sealed partial class TradeIdeaGrain(IJournal journal, IMarketClock clock, INotifier notifier, ISnapshotStore snapshots) : Grain, ITradeIdeaGrain
{
    private EventSourced<TradeIdea, TradeIdeaEvent> idea = null!;
    private TenantId tenant;
    private TradeIdeaId id;
    private DecisionCapture capture = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = TradeIdeaId.Parse(GrainKeys.LocalPart(key));
        capture = new DecisionCapture(GrainFactory, snapshots, tenant);
        idea = new(journal, new JournalStream(tenant, $"idea/{id}"), schema: null, TradeIdeaDecider.Apply);
        await idea.LoadAsync(cancellationToken);
        await this.GetStreamProvider(DeskStreams.Provider)
            .GetStream<Order>(StreamId.Create(DeskStreams.OrderEnds, key)).SubscribeAsync(OnOrderEndedAsync);
    }

    public async Task<Reply<TradeIdea>> RaiseAsync(RaiseIdea request, CancellationToken cancellationToken)
    {
        var (command, autonomy, openIdeas, quote) = request;
        var proposal = command.Proposal;
        var question = new IdeaQuestion(proposal.OrderIntent, proposal.StrategyId, quote, openIdeas);
        if (await Account(proposal).GetIdeaFactsAsync(question, cancellationToken) is not { } account)
        {
            return Reply.NotFound<TradeIdea>("account");
        }

        var around = idea.State is not null ? null : await capture.TakeAsync(proposal, account.Risk, quote.Time, cancellationToken);
        var facts = new RaiseFacts(account.Risk, autonomy, account.Autonomy, around?.Snapshots);
        var answer = await DecideAsync(command, s => TradeIdeaDecider.Decide(s, command, facts, quote.Time), around, cancellationToken);
        var reply = await FinishAsync(answer, quote.Time, cancellationToken);
        if (answer is CommandAnswer<TradeIdeaEvent>.Accepted && idea.State is { Status: TradeIdeaStatus.NeedsApproval } waiting)
        {
            await AskPeopleAsync(waiting, "approval", cancellationToken);
        }

        return reply;
    }

    public async Task<Reply<TradeIdea>> ApproveAsync(ApproveTradeIdea command, CancellationToken cancellationToken)
    {
        if (idea.State is not { Proposal: var proposal })
        {
            return Reply.NotFound<TradeIdea>("trade idea");
        }

        if (await ApprovalFactsAsync(proposal, cancellationToken) is not { } facts)
        {
            return Reply.NotFound<TradeIdea>("account");
        }

        var around = await capture.TakeAsync(proposal, facts.Risk, clock.Now, cancellationToken);
        facts = facts with { Snapshots = around.Snapshots };

        // Two people have to be two: who approves is who calls.
        var approval = command with { By = CallerContext.Actor };
        var answer = await DecideAsync(approval, s => TradeIdeaDecider.Decide(s, approval, facts, clock.Now), around, cancellationToken);
        var reply = await FinishAsync(answer, clock.Now, cancellationToken);
        if (answer is CommandAnswer<TradeIdeaEvent>.Accepted { Events: [TradeIdeaFirstApproved] })
        {
            await AskPeopleAsync(idea.State!, "a second approval", cancellationToken);
        }

        return reply;
    }

    public async Task<Reply<ApprovalPreview>> PreviewApprovalAsync(CancellationToken cancellationToken)
    {
        if (idea.State is not { } state)
        {
            return Reply.NotFound<ApprovalPreview>("trade idea");
        }

        if (await ApprovalFactsAsync(state.Proposal, cancellationToken) is not { } facts)
        {
            return Reply.NotFound<ApprovalPreview>("account");
        }

        var inputs = TradeIdeaDecider.ApprovalInputsOf(state, CallerContext.Actor, facts, clock.Now);
        return Reply.Done(new ApprovalPreview(state.Status, IdeaChanges.Of(state, inputs), state.FirstApproval));
    }

    public async Task<Reply<TradeIdea>> RejectAsync(RejectTradeIdea command, CancellationToken cancellationToken)
    {
        if (idea.State is not { Proposal: var proposal })
        {
            return Reply.NotFound<TradeIdea>("trade idea");
        }

        var around = await capture.TakeAsync(proposal, null, clock.Now, cancellationToken);
        var rejection = command with { Snapshots = around.Snapshots };
        return await FinishAsync(
            await DecideAsync(rejection, s => TradeIdeaDecider.Decide(s, rejection, clock.Now), around, cancellationToken), clock.Now,
            cancellationToken);
    }

    public Task<Reply<TradeIdea>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(idea.State is { } state ? Reply.Done(state) : Reply.NotFound<TradeIdea>("trade idea"));

    public async Task<TradeIdeaProgress?> SettleAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ResumeAsync(now, cancellationToken);
        if (idea.State is { Status: TradeIdeaStatus.NeedsApproval, ExpiresAt: var expiresAt } && now >= expiresAt)
        {
            var command = new ExpireTradeIdea(CommandId.Parse("expire/" + id), Actor.Desk);
            await idea.ExecuteAsync(command.CommandId, command.By, s => TradeIdeaDecider.Decide(s, command, now), cancellationToken);
            await this.NoticeAsync(tenant, new DeskNotice("idea", id.Value));
        }

        return idea.State is { } state ? new TradeIdeaProgress(state.Status, state.IsToBeExecuted) : null;
    }

    public async Task WithdrawAsync(string reason, CancellationToken cancellationToken)
    {
        var command = new RejectTradeIdea(CommandId.Parse("withdraw/" + id), Actor.Desk, reason);
        await idea.ExecuteAsync(command.CommandId, command.By, s => TradeIdeaDecider.Decide(s, command, clock.Now), cancellationToken);
        await this.NoticeAsync(tenant, new DeskNotice("idea", id.Value));
    }

    private async Task<CommandAnswer<TradeIdeaEvent>> DecideAsync(
        TradeIdeaCommand command, Func<TradeIdea?, Outcome<TradeIdeaEvent>> decide, CapturedSurroundings? around,
        CancellationToken cancellationToken)
    {
        try
        {
            return await idea.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        }
        finally
        {
            await (around?.Kept ?? Task.CompletedTask);
        }
    }

    /// <summary>Tells the tenant's people that an idea waits. A notifier that fails holds nothing up: the idea is in their list anyway.</summary>
    private async Task AskPeopleAsync(TradeIdea waiting, string what, CancellationToken cancellationToken)
    {
        var (proposal, until) = (waiting.Proposal, waiting.ExpiresAt);
        var message = new Notification(
            tenant, $"{proposal.Side} {proposal.Quantity} {proposal.Symbol} waits for {what}",
            string.Create(CultureInfo.InvariantCulture, $"Idea {id} of {proposal.StrategyId}, until {until:yyyy-MM-dd HH:mm} UTC."));
        await this.NoticeAsync(tenant, DeskNotice.ForPeople(NoticeTopic.Ideas, id.Value, message.Subject, message.Text, clock.Now));
        try
        {
            await notifier.NotifyAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // As IBroker's, a notifier's transport trouble comes as one of these.
        }
    }

    private async Task<ApprovalFacts?> ApprovalFactsAsync(TradeProposal proposal, CancellationToken cancellationToken)
    {
        var question = new IdeaQuestion(proposal.OrderIntent, proposal.StrategyId, null, 0);
        return await Account(proposal).GetIdeaFactsAsync(question, cancellationToken) is { } account
            ? new ApprovalFacts(account.Risk, RevalidationRules.Default)
            : null;
    }

    private IAccountGrain Account(TradeProposal proposal) =>
        GrainFactory.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, proposal.AccountId));
}
