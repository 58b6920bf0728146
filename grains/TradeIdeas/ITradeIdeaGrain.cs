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
    /// <summary>Raises and routes the idea; the order of one that goes on its own is placed before the reply and may fill after it.</summary>
    [AllowRoles(Roles.Desk)]
    Task<Reply<TradeIdea>> RaiseAsync(RaiseIdea request, CancellationToken cancellationToken);

    /// <summary>
    /// Countersigns the idea: it is checked again against the market of now and, if it holds, its order is placed. The reply carries the idea
    /// with what changed since it was made, and its fill where that came at once; or every reason why not: a refused approval leaves the idea
    /// waiting. Of a size that needs two people the first approval leaves it waiting for the second. Who approves is the caller, whatever the
    /// command says.
    /// </summary>
    [AllowRoles(RoleSets.Traders)]
    Task<Reply<TradeIdea>> ApproveAsync(ApproveTradeIdea command, CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Traders)]
    Task<Reply<TradeIdea>> RejectAsync(RejectTradeIdea command, CancellationToken cancellationToken);

    /// <summary>What changed since the idea was made, and what an approval by the caller would be answered now. Changes nothing.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<ApprovalPreview>> PreviewApprovalAsync(CancellationToken cancellationToken);

    [AllowRoles(RoleSets.Readers)]
    Task<Reply<TradeIdea>> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Finishes what a crash interrupted, learns how the order under way stands, expires the idea where its time has come. An idea that was
    /// decided and has no order yet is checked again before one is placed, and fails once its time is over.
    /// </summary>
    /// <param name="now">By the desk's clock.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null where there is no such idea.</returns>
    [AllowRoles(Roles.Desk)]
    Task<TradeIdeaProgress?> SettleAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends an idea that waits for a person and has become void; does nothing to any other.</summary>
    /// <param name="reason">Why, 1 to 1,000 characters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    [AllowRoles(Roles.Desk)]
    Task WithdrawAsync(string reason, CancellationToken cancellationToken);
}

/// <summary>How far an idea is.</summary>
/// <param name="Status">Its status.</param>
/// <param name="IsUnderWay">It was decided, and its order's end is not known yet.</param>
public sealed record TradeIdeaProgress(TradeIdeaStatus Status, bool IsUnderWay);

/// <summary>What an approval would meet.</summary>
/// <param name="Status">The idea's status: only one that needs approval can be approved.</param>
/// <param name="Changes">What changed since the idea was made, and every reason why an approval would be refused.</param>
/// <param name="FirstApproval">The first of two people's; null where there is none yet.</param>
public sealed record ApprovalPreview(TradeIdeaStatus Status, IdeaChanges Changes, FirstApproval? FirstApproval);

/// <summary>What a strategy sends to raise an idea.</summary>
/// <param name="Command">The idea.</param>
/// <param name="Autonomy">The strategy's setting at that moment.</param>
/// <param name="OpenIdeas">The strategy's other ideas that wait for a decision.</param>
/// <param name="Quote">The market that the decision was made on; its time is the decision's now.</param>
public sealed record RaiseIdea(RaiseTradeIdea Command, Autonomy Autonomy, int OpenIdeas, Quote Quote);
