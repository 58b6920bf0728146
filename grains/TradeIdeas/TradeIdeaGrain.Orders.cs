using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans.Streams;

namespace Countersign.Grains.TradeIdeas;

// From a decided idea to its order, and from the order's end back to the idea.
internal sealed partial class TradeIdeaGrain
{
    private async Task<Reply<TradeIdea>> FinishAsync(
        CommandAnswer<TradeIdeaEvent> answer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What was decided in this very turn was checked in it; what is heard of again was not.
        if (answer is CommandAnswer<TradeIdeaEvent>.Accepted && idea.State is { IsToBeExecuted: true } due)
        {
            await PlaceAsync(due.Ticket(), cancellationToken);
        }
        else
        {
            await ResumeAsync(now, cancellationToken);
        }

        await this.NoticeAsync(tenant, new DeskNotice("idea", id.Value));
        return answer.ToReply(() => idea.State!);
    }

    /// <summary>
    /// Takes up an idea that was decided and has no end yet. An order that the account knows is only asked about. Where it knows none, nothing
    /// was sent: the order is placed if the idea still holds, and never once its time is over.
    /// </summary>
    private async Task ResumeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (idea.State is not { IsToBeExecuted: true } due)
        {
            return;
        }

        if (await FindOrderAsync(due, cancellationToken) is { } order)
        {
            // The account looks for the fate of one whose answer was lost when it is told the same order again.
            await (OrderStateMachine.IsFinal(order.Status) ? RecordAsync(order, cancellationToken) : PlaceAsync(order.Ticket, cancellationToken));
        }
        else if (await ApprovalFactsAsync(due.Proposal, cancellationToken) is { } facts)
        {
            var inputs = TradeIdeaDecider.ApprovalInputsOf(due, due.DecidedBy ?? Actor.Desk, facts, now);
            var refusals = TradeIdeaGate.Revalidate(inputs);
            if (refusals.IsEmpty)
            {
                await PlaceAsync(due.Ticket(), cancellationToken);
            }
            else if (now >= due.ExpiresAt)
            {
                await FailAsync(refusals, inputs, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Places the order and records its end where the answer has one. The order's id follows from the idea's, so doing it again finds the first
    /// order instead of making a second.
    /// </summary>
    private async Task PlaceAsync(OrderTicket ticket, CancellationToken cancellationToken)
    {
        switch (await Account(idea.State!.Proposal).PlaceOrderAsync(ticket, cancellationToken))
        {
            case Reply<Order>.Done { Value: var order }:
                await RecordAsync(order, cancellationToken);
                break;
            case Reply<Order>.Refused when await FindOrderAsync(idea.State!, cancellationToken) is { } known:
                await RecordAsync(known, cancellationToken);
                break;
            case Reply<Order>.Refused { Refusals: [{ Code: var code }, ..] } when code == RiskRefusals.Unavailable.Code:
                // Nothing was decided about the order: the idea is taken up again later, while it lives.
                break;
            case Reply<Order>.Refused { Refusals: var refusals }:
                await FailAsync(refusals, null, cancellationToken);
                break;
        }
    }

    private async Task OnOrderEndedAsync(Order order, StreamSequenceToken? token)
    {
        if (idea.State is not null)
        {
            await RecordAsync(order, CancellationToken.None);
            await this.NoticeAsync(tenant, new DeskNotice("idea", id.Value));
        }
    }

    private async Task<Order?> FindOrderAsync(TradeIdea due, CancellationToken cancellationToken) =>
        await Account(due.Proposal).GetOrderAsync(due.OrderIdToPlace, cancellationToken) is Reply<Order>.Done { Value: var order } ? order : null;

    private async Task RecordAsync(Order order, CancellationToken cancellationToken)
    {
        var ended = new RecordTradeIdeaOrder(CommandId.Parse("order-ended/" + id), CallerContext.Actor, order);
        await idea.ExecuteAsync(ended.CommandId, ended.By, s => TradeIdeaDecider.Decide(s, ended, clock.Now), cancellationToken);
    }

    private async Task FailAsync(ImmutableArray<Refusal> refusals, ApprovalInputs? inputs, CancellationToken cancellationToken)
    {
        var failed = new FailTradeIdea(CommandId.Parse("failed/" + id), CallerContext.Actor, refusals, inputs);
        await idea.ExecuteAsync(failed.CommandId, failed.By, s => TradeIdeaDecider.Decide(s, failed, inputs?.Now ?? clock.Now), cancellationToken);
    }
}
