using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.TradeIdeas;

internal sealed class TradeIdeaGrain(IJournal journal, IMarketClock clock, INotifier notifier) : Grain, ITradeIdeaGrain
{
    private EventSourced<TradeIdea, TradeIdeaEvent> idea = null!;
    private TenantId tenant;
    private TradeIdeaId id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = TradeIdeaId.Parse(GrainKeys.LocalPart(key));
        idea = new(journal, new JournalStream(tenant, $"idea/{id}"), schema: null, TradeIdeaDecider.Apply);
        return idea.LoadAsync(cancellationToken);
    }

    public async Task<Reply<TradeIdea>> RaiseAsync(RaiseIdea request, CancellationToken cancellationToken)
    {
        var (command, autonomy, openIdeas, quote) = request;
        if (await RiskFactsAsync(command.Proposal, quote, openIdeas, cancellationToken) is not { } risk)
        {
            return Reply.NotFound<TradeIdea>("account");
        }

        var facts = new RaiseFacts(risk, autonomy);
        var answer = await idea.ExecuteAsync(
            command.CommandId, command.By, s => TradeIdeaDecider.Decide(s, command, facts, quote.Time), cancellationToken);
        var reply = await FinishAsync(answer, cancellationToken);
        if (answer is CommandAnswer<TradeIdeaEvent>.Accepted && idea.State is { Status: TradeIdeaStatus.NeedsApproval } waiting)
        {
            await AskPeopleAsync(waiting, cancellationToken);
        }

        return reply;
    }

    public async Task<Reply<TradeIdea>> ApproveAsync(ApproveTradeIdea command, CancellationToken cancellationToken)
    {
        if (idea.State is not { Proposal: var proposal })
        {
            return Reply.NotFound<TradeIdea>("trade idea");
        }

        var quote = await GrainFactory.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(proposal.Symbol)).GetQuoteAsync();
        if (await RiskFactsAsync(proposal, quote, 0, cancellationToken) is not { } risk)
        {
            return Reply.NotFound<TradeIdea>("account");
        }

        var facts = new ApprovalFacts(risk, RevalidationRules.Default);
        var answer = await idea.ExecuteAsync(
            command.CommandId, command.By, s => TradeIdeaDecider.Decide(s, command, facts, clock.Now), cancellationToken);
        return await FinishAsync(answer, cancellationToken);
    }

    public async Task<Reply<TradeIdea>> RejectAsync(RejectTradeIdea command, CancellationToken cancellationToken) => idea.State is null
        ? Reply.NotFound<TradeIdea>("trade idea")
        : await FinishAsync(
            await idea.ExecuteAsync(command.CommandId, command.By, s => TradeIdeaDecider.Decide(s, command, clock.Now), cancellationToken),
            cancellationToken);

    public Task<Reply<TradeIdea>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult(idea.State is { } state ? Reply.Done(state) : Reply.NotFound<TradeIdea>("trade idea"));

    public async Task<TradeIdeaStatus?> SettleAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ExecuteIfDueAsync(cancellationToken);
        if (idea.State is { Status: TradeIdeaStatus.NeedsApproval, ExpiresAt: var expiresAt } && now >= expiresAt)
        {
            var command = new ExpireTradeIdea(CommandId.Parse("expire/" + id), Actor.Desk);
            await idea.ExecuteAsync(command.CommandId, command.By, s => TradeIdeaDecider.Decide(s, command, now), cancellationToken);
            await this.NoticeAsync(tenant, new DeskNotice("idea", id.Value));
        }

        return idea.State?.Status;
    }

    /// <summary>Tells the tenant's people that an idea waits. A notifier that fails holds nothing up: the idea is in their list anyway.</summary>
    private async Task AskPeopleAsync(TradeIdea waiting, CancellationToken cancellationToken)
    {
        var (proposal, until) = (waiting.Proposal, waiting.ExpiresAt);
        try
        {
            await notifier.NotifyAsync(
                new Notification(
                    tenant, $"{proposal.Side} {proposal.Quantity} {proposal.Symbol} waits for approval",
                    string.Create(CultureInfo.InvariantCulture, $"Idea {id} of {proposal.StrategyId}, until {until:yyyy-MM-dd HH:mm} UTC.")),
                cancellationToken);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // As IBroker's, a notifier's transport trouble comes as one of these.
        }
    }

    private async Task<RiskFacts?> RiskFactsAsync(
        TradeProposal proposal, Quote? quote, int openIdeas, CancellationToken cancellationToken) =>
        await Account(proposal).GetRiskFactsAsync(proposal.Symbol, quote, cancellationToken) is { } account
            ? new RiskFacts(account, quote, openIdeas)
            : null;

    private async Task<Reply<TradeIdea>> FinishAsync(CommandAnswer<TradeIdeaEvent> answer, CancellationToken cancellationToken)
    {
        await ExecuteIfDueAsync(cancellationToken);
        await this.NoticeAsync(tenant, new DeskNotice("idea", id.Value));
        return answer.ToReply(() => idea.State!);
    }

    /// <summary>
    /// Places the order of an idea that was approved or goes on its own, and records what came of it. The order's id follows from the idea's,
    /// so doing it again after a crash finds the first order instead of making a second.
    /// </summary>
    private async Task ExecuteIfDueAsync(CancellationToken cancellationToken)
    {
        if (idea.State is not { IsToBeExecuted: true } due)
        {
            return;
        }

        switch (await Account(due.Proposal).PlaceOrderAsync(due.Ticket(), cancellationToken))
        {
            case Reply<Order>.Done { Value: { Status: OrderStatus.Filled } order }:
                var executed = new RecordTradeIdeaExecution(
                    CommandId.Parse("executed/" + id), CallerContext.Actor, order.Id, order.FillPrice!.Value, order.ChangedAt);
                await idea.ExecuteAsync(
                    executed.CommandId, executed.By, s => TradeIdeaDecider.Decide(s, executed, clock.Now), cancellationToken);
                break;
            case Reply<Order>.Done { Value: { Status: OrderStatus.Denied or OrderStatus.Rejected } order }:
                await FailAsync(order.Id, order.Refusals, cancellationToken);
                break;
            case Reply<Order>.Refused { Refusals: var refusals }:
                await FailAsync(null, refusals, cancellationToken);
                break;
        }
    }

    private async Task FailAsync(
        OrderId? order, System.Collections.Immutable.ImmutableArray<Refusal> refusals, CancellationToken cancellationToken)
    {
        var failed = new RecordTradeIdeaFailure(CommandId.Parse("failed/" + id), CallerContext.Actor, order, refusals);
        await idea.ExecuteAsync(failed.CommandId, failed.By, s => TradeIdeaDecider.Decide(s, failed, clock.Now), cancellationToken);
    }

    private IAccountGrain Account(TradeProposal proposal) =>
        GrainFactory.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, proposal.AccountId));
}
