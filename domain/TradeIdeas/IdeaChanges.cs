using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <summary>The market and the account of one moment, as far as they matter to an idea. Null is not known.</summary>
/// <param name="Price">What the idea's order would trade at.</param>
/// <param name="Spread">Ask less bid.</param>
/// <param name="ToStop">From the price to the idea's stop; zero or less where it is reached.</param>
/// <param name="ToTarget">From the price to the idea's target; zero or less where it is reached.</param>
/// <param name="Position">Signed units of the symbol.</param>
/// <param name="Exposure">Position times price, signed, in the symbol's quote currency.</param>
/// <param name="Equity">In the account's currency.</param>
/// <param name="Gate">What the risk gate said: empty where the order could go.</param>
public sealed record IdeaMoment(
    DateTimeOffset At,
    Quote? Quote,
    Price? Price,
    decimal? Spread,
    decimal? ToStop,
    decimal? ToTarget,
    Quantity? Position,
    decimal? Exposure,
    decimal? Equity,
    TradingState? TradingState,
    ImmutableArray<Refusal> Gate);

/// <summary>What changed between the making of an idea and a later look at it.</summary>
/// <param name="MovedAgainst">How much worse the price is now, in the quote currency; negative where it is better; null without a price.</param>
/// <param name="MoveLimit">From where on an approval is refused.</param>
/// <param name="SpreadLimit">The widest spread that an approval allows; null where it is not looked at.</param>
/// <param name="Refusals">Why an approval now would be refused; empty where it would not.</param>
/// <param name="NeedsTwo">The size needs two people.</param>
public sealed record IdeaChanges(
    TradeIdeaId IdeaId,
    DateTimeOffset ExpiresAt,
    IdeaMoment Then,
    IdeaMoment Now,
    decimal? MovedAgainst,
    decimal MoveLimit,
    decimal? SpreadLimit,
    ImmutableArray<Refusal> Refusals,
    bool NeedsTwo)
{
    /// <summary>Compares the moment that an idea was made in with the one that an approval is checked on.</summary>
    public static IdeaChanges Of(TradeIdea idea, ApprovalInputs inputs)
    {
        var made = Moment(inputs, idea.RaisedAt, idea.Proposal.Snapshot.Quote, idea.RoutedOn?.Account, idea.RoutedOn);
        var now = Moment(inputs, inputs.Now, inputs.Facts.Quote, inputs.Facts.Account, inputs.Facts);
        return new IdeaChanges(
            idea.Id, idea.ExpiresAt, made, now, (now.Price - inputs.Reference) * inputs.Order.Side.Sign(), TradeIdeaGate.MoveLimit(inputs),
            TradeIdeaGate.SpreadLimit(inputs), TradeIdeaGate.Approve(inputs) is ApprovalOutcome.Refused refused ? refused.Refusals : [],
            TradeIdeaGate.NeedsTwo(inputs));
    }

    private static IdeaMoment Moment(ApprovalInputs inputs, DateTimeOffset at, Quote? quote, AccountRiskFacts? account, RiskFacts? facts)
    {
        var order = inputs.Order;
        var known = quote is not null && quote.Symbol == order.Symbol ? quote : null;
        var price = known?.For(order.Side);
        var sign = order.Side.Sign();
        return new IdeaMoment(
            at, known, price, known?.Spread, (price - inputs.Stop) * sign, (inputs.Target - price) * sign,
            account?.Position, account?.Position.Value * price?.Value, account?.Equity, account?.TradingState,
            facts is null ? [] : RiskGate.Check(facts.Account.Limits, facts, order, at));
    }
}
