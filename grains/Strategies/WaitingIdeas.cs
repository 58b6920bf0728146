using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Orleans;

namespace Countersign.Grains.Strategies;

/// <summary>A strategy's ideas that wait for a person. What was approved, or goes on its own, is an order under way and stays that.</summary>
internal sealed class WaitingIdeas(IGrainFactory grains, IReadModels reads, TenantId tenant, StrategyId strategy)
{
    // As many as a strategy can have open at most: on each of 32 symbols 100 to enter, and some to leave.
    private const int PagesMax = 25;

    /// <summary>Ends them: all, or those that would open something. An idea that was decided meanwhile stays as it is.</summary>
    public async Task WithdrawAsync(bool exitsToo, string reason, CancellationToken cancellationToken)
    {
        foreach (var id in await ListAsync(cancellationToken))
        {
            var idea = grains.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(tenant, id));
            if (exitsToo || await idea.GetAsync(cancellationToken) is Reply<TradeIdea>.Done { Value.Proposal.Intent: TradeIntent.Open })
            {
                await idea.WithdrawAsync(reason, cancellationToken);
            }
        }
    }

    // Listed before any of them ends: the list changes while they do.
    private async Task<List<TradeIdeaId>> ListAsync(CancellationToken cancellationToken)
    {
        var ids = new List<TradeIdeaId>();
        string? cursor = null;
        for (var i = 0; i < PagesMax; i++)
        {
            var page = await reads.TradeIdeasAsync(
                tenant, new TradeIdeaFilter(TradeIdeaStatus.NeedsApproval, null, strategy), new PageRequest(PageRequest.LimitMax, cursor),
                cancellationToken);
            ids.AddRange(page.Items.Select(row => row.Id));
            cursor = page.Next;
            if (cursor is null)
            {
                break;
            }
        }

        return ids;
    }
}
