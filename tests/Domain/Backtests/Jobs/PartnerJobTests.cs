using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Jobs;

/// <summary>A backtest of a strategy that looks at a partner needs the partner's bars, traded or not.</summary>
public sealed class PartnerJobTests
{
    private static readonly DateTimeOffset From = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly Symbol GbpUsd = Symbol.Parse("GBPUSD");

    [Fact]
    public void Submit_WithoutBarsOfThePartner_IsRefusedAndNamesIt()
    {
        var refusal = Assert.Single(Assert.IsType<Outcome<BacktestEvent>.Refused>(Submit([Stored(EurUsd)])).Refusals);

        Assert.Contains("GBPUSD", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_WithBarsOfBoth_IsAccepted() => Assert.IsType<Outcome<BacktestEvent>.Accepted>(Submit([Stored(EurUsd), Stored(GbpUsd)]));

    [Fact]
    public void Submit_BarsOfBothTogether_CountAgainstTheQuota()
    {
        Assert.IsType<Outcome<BacktestEvent>.Accepted>(Submit([Stored(EurUsd), Stored(GbpUsd)], barsMax: 210));
        Assert.IsType<Outcome<BacktestEvent>.Refused>(Submit([Stored(EurUsd), Stored(GbpUsd)], barsMax: 150));
    }

    private static Outcome<BacktestEvent> Submit(ImmutableArray<StoredBars> stored, long barsMax = 1_000_000)
    {
        var definition = ExampleStrategies.Read("pairs") with { Symbols = [EurUsd] };
        var terms = new BacktestTerms(
            new BacktestTask.Single(), [EurUsd], From, From.AddHours(100), null, [], 10_000m, 0, null, null, BacktestPriority.Normal, null);
        var command = new SubmitBacktest(CommandId.Parse("c-1"), Actor.Desk, BacktestJobId.Parse("b-one"), new TestedStrategy(definition, null, null), terms);
        return BacktestDecider.Decide(null, command, new BacktestFacts(stored, 0, new BacktestQuota(BarsMax: barsMax)), From);
    }

    private static StoredBars Stored(Symbol symbol) => new(symbol, Timeframe.H1, "oanda", 100, From, From.AddHours(99));
}
