using System.Text.Json;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Audit;

[StatelessWorker]
internal sealed class DeskGrain(IReadModels reads, IJournalAudit audit) : Grain, IDeskGrain
{
    private TenantId Tenant => TenantId.Parse(this.GetPrimaryKeyString());

    public Task<Page<AccountRow>> AccountsAsync(PageRequest page, CancellationToken cancellationToken) =>
        reads.AccountsAsync(Tenant, page, cancellationToken).AsTask();

    public Task<Page<StrategyRow>> StrategiesAsync(PageRequest page, CancellationToken cancellationToken) =>
        reads.StrategiesAsync(Tenant, page, cancellationToken).AsTask();

    public Task<Page<TradeIdeaRow>> TradeIdeasAsync(TradeIdeaFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.TradeIdeasAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<OrderRow>> OrdersAsync(OrderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.OrdersAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<ExecutionRow>> ExecutionsAsync(ExecutionFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.ExecutionsAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<PositionRow>> PositionsAsync(PositionFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.PositionsAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<TradeRow>> TradesAsync(TradeFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.TradesAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<LedgerRow>> LedgerAsync(LedgerFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.LedgerAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<EquityRow>> EquityAsync(EquityFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.EquityAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<ControlRow>> ControlsAsync(ControlFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.ControlsAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<DecisionRow>> DecisionsAsync(DecisionFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.DecisionsAsync(Tenant, filter, page, cancellationToken).AsTask();

    public Task<Page<BacktestRow>> BacktestsAsync(BacktestFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        reads.BacktestsAsync(Tenant, filter, page, cancellationToken).AsTask();

    public async Task<Reply<DecisionReplayView>> ReplayDecisionAsync(string decisionId, CancellationToken cancellationToken)
    {
        if (await reads.FindDecisionAsync(Tenant, decisionId, cancellationToken) is not { Event: TradeIdeaEvent decision } recorded)
        {
            return Reply.NotFound<DecisionReplayView>("decision");
        }

        var action = DecisionActions.Of(decision);
        return DecisionReplay.Recompute(decision) is { } replay
            ? Reply.Done(new DecisionReplayView(
                decisionId, action, replay.Identical, replay.Recorded, replay.Recomputed,
                JsonSerializer.Serialize(recorded.Event, recorded.Event.GetType(), EventTypes.Json), replay.Differences))
            : Reply.Refused<DecisionReplayView>(new Refusal(
                "decision.not_computed", $"'{action}' was not computed, so there is nothing to compute again; raised, routed, approved and approval-refused decisions are."));
    }

    public Task<Reply<TradingStateView>> ChangeTradingAsync(ChangeTrading request, CancellationToken cancellationToken) =>
        new TradingSwitch(GrainFactory, reads, Tenant).ChangeAsync(request, cancellationToken);

    public Task<AuditReport> VerifyAuditAsync(CancellationToken cancellationToken) => audit.VerifyAsync(Tenant, cancellationToken).AsTask();
}
