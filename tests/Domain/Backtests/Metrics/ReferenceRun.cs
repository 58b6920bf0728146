using Countersign.Domain.Backtests;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Metrics;

/// <summary>The reference strategy over twelve years of hours, run once for all tests that look at what came of it.</summary>
internal static class ReferenceRun
{
    private static readonly Lazy<BacktestResult> Ran = new(() => Backtest.Run(Strategy!, Bars(), Settings!));

    public static StrategyDefinition Strategy { get; } = ExampleStrategies.Read("ema-cross");

    public static BacktestSettings Settings { get; } = new(Instruments.Find(ResultScene.EurUsd)!, 100_000m);

    public static BacktestResult Result()
    {
        // Skips the test where the recording is absent, and not the one that came first only.
        Assert.NotEmpty(Bars());
        return Ran.Value;
    }

    private static IReadOnlyList<Bar> Bars() => RecordedBars.Read("data/fx/hour/eurusd_oanda_h1_2007-2018.csv", Timeframe.H1, bidOnly: true);
}
