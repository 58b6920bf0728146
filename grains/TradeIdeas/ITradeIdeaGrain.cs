using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.TradeIdeas;

/// <summary>One trade idea from its making to its end. Its key is <see cref="GrainKeys.TradeIdea"/>.</summary>
public interface ITradeIdeaGrain : IGrainWithStringKey
{
    /// <summary>Raises and routes the idea; one that goes on its own is executed before the reply.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<TradeIdea>> RaiseAsync(RaiseIdea request, CancellationToken cancellationToken);

    /// <summary>
    /// Countersigns the idea: it is checked again against the market of now and, if it holds, executed. The reply carries the idea with its
    /// fill, or every reason why not; a refused approval leaves the idea waiting.
    /// </summary>
    [AllowRoles(RoleSets.Traders)]
    Task<Reply<TradeIdea>> ApproveAsync(ApproveTradeIdea command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Traders)]
    Task<Reply<TradeIdea>> RejectAsync(RejectTradeIdea command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Readers)]
    Task<Reply<TradeIdea>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Finishes what a crash interrupted, expires the idea where its time has come, and tells its status.</summary>
    /// <param name="now">By the desk's clock.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null where there is no such idea.</returns>
    [AllowRoles(Roles.Desk)]
    Task<TradeIdeaStatus?> SettleAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>What a strategy sends to raise an idea.</summary>
/// <param name="Command">The idea.</param>
/// <param name="Autonomy">The strategy's setting at that moment.</param>
/// <param name="OpenIdeas">The strategy's other ideas that wait for a decision.</param>
/// <param name="Quote">The market that the decision was made on; its time is the decision's now.</param>
public sealed record RaiseIdea(RaiseTradeIdea Command, Autonomy Autonomy, int OpenIdeas, Quote Quote);
