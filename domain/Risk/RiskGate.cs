using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>The first risk gate: every failed check at once, each with its figure and its limit.</summary>
public static class RiskGate
{
    /// <summary>Empty where the order may go.</summary>
    public static ImmutableArray<Refusal> Check(RiskLimits limits, RiskFacts facts, OrderIntent intent, DateTimeOffset now)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        var reduces = OnlyReduces(facts.Account, intent);
        if (facts.Account.TradingState == TradingState.Halted || (facts.Account.TradingState == TradingState.Reducing && !reduces))
        {
            refusals.Add(RiskRefusals.TradingHalted(facts.Account.TradingState));
        }

        CheckQuote(refusals, limits, facts.Quote, intent.Symbol, now);
        if (!reduces)
        {
            CheckPosition(refusals, limits, facts.Account, intent);
            CheckDailyLoss(refusals, limits, facts.Account);
        }

        if (facts.OpenIdeas >= limits.MaxOpenIdeas)
        {
            refusals.Add(RiskRefusals.MaxOpenIdeas(facts.OpenIdeas, limits.MaxOpenIdeas));
        }

        return refusals.ToImmutable();
    }

    /// <summary>
    /// The order, with those of its side that are under way, goes against the position and is no larger: it can only make it smaller.
    /// </summary>
    public static bool OnlyReduces(AccountRiskFacts account, OrderIntent intent) =>
        Math.Sign(account.Position.Value) == -intent.Side.Sign()
        && intent.Quantity + account.UnderWay(intent.Side) <= account.Position.Abs();

    private static void CheckQuote(
        ImmutableArray<Refusal>.Builder refusals, RiskLimits limits, Quote? quote, Symbol symbol, DateTimeOffset now)
    {
        if (quote is null || quote.Symbol != symbol)
        {
            refusals.Add(RiskRefusals.NoPrice(symbol));
        }
        else if (now - quote.Time > limits.QuoteAgeMax)
        {
            refusals.Add(RiskRefusals.StalePrice(symbol, now - quote.Time, limits.QuoteAgeMax));
        }
    }

    private static void CheckPosition(
        ImmutableArray<Refusal>.Builder refusals, RiskLimits limits, AccountRiskFacts account, OrderIntent intent)
    {
        var most = intent.Quantity + account.UnderWay(intent.Side);
        var would = new Quantity(account.Position.Value + (intent.Side.Sign() * most.Value));
        if (would.Abs() > limits.MaxPosition)
        {
            refusals.Add(RiskRefusals.MaxPosition(intent.Symbol, would, limits.MaxPosition));
        }
    }

    private static void CheckDailyLoss(ImmutableArray<Refusal>.Builder refusals, RiskLimits limits, AccountRiskFacts account)
    {
        var loss = -(account.RealisedToday + account.Unrealised);
        if (loss >= limits.MaxDailyLoss)
        {
            refusals.Add(RiskRefusals.MaxDailyLoss(
                new Money(loss, account.Currency), new Money(limits.MaxDailyLoss, account.Currency)));
        }
    }
}
