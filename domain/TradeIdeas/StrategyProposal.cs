using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.TradeIdeas;

/// <summary>From a strategy's signal to a proposal, live and when a decision is made again.</summary>
public static class StrategyProposal
{
    /// <summary>The proposal of a signal. A closing proposal carries no protective levels.</summary>
    public static TradeProposal Of(
        Signal signal, StrategyDefinition definition, Quote quote, AccountId account, StrategyId strategy, int version, TradeIntent intent,
        Quantity quantity, decimal? equity = null, PositionId? position = null) => new(
        account, strategy, version, signal.Frame.Symbol, intent, SideOf(signal, intent), quantity,
        intent == TradeIntent.Open ? signal.Stop : null, intent == TradeIntent.Open ? signal.Target : null, signal.Confidence,
        signal.Rationale, new MarketSnapshot(quote, definition, signal.Frame, equity), position)
        {
            Strength = signal.Strength,
            StopTrail = intent == TradeIntent.Open ? signal.StopTrail : null,
        };

    /// <summary>
    /// The proposal that the recorded definition gives on the recorded frame; null where it gives none. The quantity of a closing proposal is
    /// the position's, and that of a risk share needs the equity, which old records lack: those two are taken as recorded.
    /// </summary>
    public static TradeProposal? Again(TradeProposal recorded)
    {
        var (quote, definition, frame, equity) = recorded.Snapshot;
        if (StrategyRules.Decide(definition, frame) is not { } signal)
        {
            return null;
        }

        var isComputed = recorded.Intent == TradeIntent.Open && (!StrategySize.NeedsEquity(definition) || equity is not null);
        var quantity = isComputed && Instruments.Find(frame.Symbol) is { } instrument
            ? StrategySize.Of(definition, signal.Basis, equity ?? 0m, instrument)
            : recorded.Quantity;
        var again = Of(
            signal, definition, quote, recorded.AccountId, recorded.StrategyId, recorded.StrategyVersion, recorded.Intent, quantity, equity,
            recorded.PositionId);

        // What was not told then is no difference now.
        return recorded.Strength is null ? again with { Strength = null } : again;
    }

    // A reversal is one signal and two orders to the same side: one closes, one opens.
    private static Side SideOf(Signal signal, TradeIntent intent) => intent == TradeIntent.Open && !signal.IsEntry
        ? throw new ArgumentException("A signal to leave opens nothing.", nameof(intent))
        : signal.Side;
}
