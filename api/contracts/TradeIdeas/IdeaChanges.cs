namespace Countersign.Api.Contracts.TradeIdeas;

/// <summary>What an approval would meet now.</summary>
/// <param name="Status">The idea's status: only one that is <c>needsApproval</c> can be approved.</param>
/// <param name="Changes">What changed since the idea was made, and every reason why an approval would be refused.</param>
/// <param name="FirstApproval">The first of two people's; null where there is none yet.</param>
public sealed record ApprovalPreview(string Status, IdeaChanges Changes, FirstApproval? FirstApproval);

/// <summary>The first of two people's approvals.</summary>
/// <param name="By"><c>user:u-…</c></param>
/// <param name="Note">What was said; null where nothing was.</param>
/// <param name="At">When, UTC.</param>
public sealed record FirstApproval(string By, string? Note, DateTimeOffset At);

/// <summary>What changed between the making of an idea and a later look at it.</summary>
/// <param name="ExpiresAt">Until when it can be approved, UTC.</param>
/// <param name="Then">When it was made.</param>
/// <param name="Now">At the look.</param>
/// <param name="MovedAgainst">How much worse the price is, in quote currency; negative where it is better; null without a price.</param>
/// <param name="MoveLimit">From where on an approval is refused, in quote currency.</param>
/// <param name="SpreadLimit">The widest spread that an approval allows, in quote currency; null where it is not looked at.</param>
/// <param name="NeedsTwo">Whether the size needs two people.</param>
/// <param name="Refusals">Why an approval would be refused; empty where it would not.</param>
public sealed record IdeaChanges(
    DateTimeOffset ExpiresAt, IdeaMoment Then, IdeaMoment Now, decimal? MovedAgainst, decimal MoveLimit, decimal? SpreadLimit,
    bool NeedsTwo, IReadOnlyList<RefusalReason> Refusals);

/// <summary>The market and the account of one moment, as far as they matter to an idea. Null is not known.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Quote">The market.</param>
/// <param name="Price">What the idea's order would trade at, in quote currency.</param>
/// <param name="Spread">Ask less bid, in quote currency.</param>
/// <param name="ToStop">From the price to the idea's stop, in quote currency; 0 or less where it is reached.</param>
/// <param name="ToTarget">From the price to the idea's target, in quote currency; 0 or less where it is reached.</param>
/// <param name="Position">What the account holds of the instrument, in base currency; negative is short.</param>
/// <param name="Exposure">Position times price, in quote currency.</param>
/// <param name="Equity">The account's, in its currency.</param>
/// <param name="TradingState">The account's: <c>active</c>, <c>reducing</c> or <c>halted</c>.</param>
/// <param name="Gate">Why the risk gate would refuse the order; empty where it could go.</param>
public sealed record IdeaMoment(
    DateTimeOffset At, Markets.Quote? Quote, decimal? Price, decimal? Spread, decimal? ToStop, decimal? ToTarget, decimal? Position,
    decimal? Exposure, decimal? Equity, string? TradingState, IReadOnlyList<RefusalReason> Gate);
