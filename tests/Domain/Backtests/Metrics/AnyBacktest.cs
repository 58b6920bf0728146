using Countersign.Domain.Backtests;
using Countersign.Domain.Execution;
using Countersign.Domain.Strategies;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Domain.Backtests.Metrics;

/// <summary>Random trades and curves, with the values that break formulas: none, one, equal ones, ruin.</summary>
internal static class AnyBacktest
{
    public static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20240311UL, 7UL);

    public static readonly Arbitrary<BacktestTrade[]> Trades = Arb.From(
        (from cents in Gen.Frequency((4, Gen.Choose(-500, 500)), (1, Gen.Constant(0)))
         from opened in Gen.Choose(0, 20_000)
         from hours in Gen.Choose(0, 300)
         from side in Gen.Elements(Side.Buy, Side.Sell)
         from reason in Gen.Elements(SignalReason.Rule, SignalReason.Stop, SignalReason.Target, SignalReason.Reverse)
         from symbol in Gen.Elements("EURUSD", "GBPUSD")
         select ResultScene.Trade(cents / 100m, opened, hours, side, reason, cents / 100m, 0.01m, 0.02m, symbol)).ListOf().Select(l => l.ToArray()));

    public static readonly Arbitrary<double[]> Values = Arb.From(Gen.OneOf(
        Gen.Choose(50, 150).Select(v => (double)v).ListOf(),
        Gen.Constant(100.0).ListOf(),
        Gen.Elements(100.0, 0.0, -10.0, 1e-300, 1e12).ListOf()).Select(l => l.ToArray()));
}
