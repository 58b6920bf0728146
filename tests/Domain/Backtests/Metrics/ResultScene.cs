using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Domain.Backtests.Metrics;

/// <summary>Results made by hand: a curve of days, trades of given gains.</summary>
internal static class ResultScene
{
    public static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    /// <summary>Tuesday 7 January 2014, 00:00 UTC.</summary>
    public static readonly DateTimeOffset Start = new(2014, 1, 7, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A point at noon of each day from <see cref="Start"/> on.</summary>
    public static EquityCurve Daily(params ImmutableArray<double> values) => Curve(TimeSpan.FromDays(1), values);

    public static EquityCurve Curve(TimeSpan step, ImmutableArray<double> values) => new(
        [.. values.Select((_, i) => (Start.AddHours(12) + (step * i)).UtcTicks)], values, [.. values.Select((_, i) => i % 2 == 1)]);

    public static BacktestResult Of(EquityCurve curve, decimal start = 100m, params ImmutableArray<BacktestTrade> trades) => new(
        [EurUsd], new string('a', 64), curve.Count, trades.Length, 0, [], trades, [], curve, start, curve.Count == 0 ? start : (decimal)curve.Values[^1], 0.0);

    public static BacktestResult OfTrades(params ImmutableArray<BacktestTrade> trades) => Of(Daily(100.0, 101.0), 100m, trades);

    /// <summary>A trade of one unit, opened at 1.25 in so many hours from <see cref="Start"/>, and held for some.</summary>
    public static BacktestTrade Trade(
        decimal net, double opened = 0.0, double hours = 2.0, Side side = Side.Buy, SignalReason reason = SignalReason.Rule, decimal gross = 0m,
        decimal against = 0m, decimal inFavour = 0m, string symbol = "EURUSD") => new(
        Symbol.Parse(symbol), side, new Quantity(1m), Start.AddHours(opened), new Price(1.25m), Start.AddHours(opened + hours),
        new Price(1.25m + (net * (int)side)), gross, net, reason, inFavour, against);
}
