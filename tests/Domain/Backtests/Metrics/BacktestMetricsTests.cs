using System.Collections;
using Countersign.Domain.Backtests.Metrics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Metrics;

public sealed class BacktestMetricsTests
{
    private static readonly MetricsSettings[] Conventions =
    [
        MetricsSettings.Default, new(ReturnPeriod.Month), new(Days: DayConvention.Utc, RiskFreeRate: 0.02, Trials: 50), new(Trials: 3, TrialVariance: 0.1),
    ];

    [Fact]
    public void Figures_OfAnyCurveAndTrades_AreNumbersOrNull() => Prop.ForAll(AnyBacktest.Values, AnyBacktest.Trades, (values, trades) =>
    {
        foreach (var settings in Conventions)
        {
            var result = ResultScene.Of(ResultScene.Daily([.. values]), 100m, [.. trades]);
            Assert.All(NumbersIn(BacktestMetrics.Of(result, settings)), number => Assert.True(double.IsFinite(number.Value), number.Key));
            Assert.All(NumbersIn(BacktestBreakdowns.Of(result, settings.Days)), number => Assert.True(double.IsFinite(number.Value), number.Key));
        }
    }).Check(AnyBacktest.Runs);

    [Fact]
    public void Returns_OfAnyCurveAboveZero_CompoundToTheTotal() => Prop.ForAll(AnyBacktest.Values, values =>
    {
        double[] positive = [.. values.Where(v => v is > 1.0 and < 1000.0)];
        var curve = ResultScene.Daily([.. positive]);
        foreach (var settings in Conventions.Where(_ => positive.Length > 0))
        {
            var grown = PeriodReturns.Of(curve, 100m, settings.Period, settings.Days).Aggregate(1.0, (product, r) => product * (1.0 + r.Return));
            var total = BacktestMetrics.Of(ResultScene.Of(curve), settings).Returns.TotalPercent;
            Assert.Equal(1.0, grown / (1.0 + (total / 100.0)), 9);
        }
    }).Check(AnyBacktest.Runs);

    [Fact]
    public void Ratios_OfAnyCurveAndTrades_StayInTheirRanges() => Prop.ForAll(AnyBacktest.Values, AnyBacktest.Trades, (values, trades) =>
    {
        double[] positive = [.. values.Where(v => v is > 1.0 and < 1000.0)];
        var metrics = BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily([.. positive]), 100m, [.. trades]), new MetricsSettings(Trials: 20));
        Assert.InRange(metrics.Drawdown.MaxPercent, 0.0, 100.0);
        Assert.InRange(metrics.Drawdown.LongestBars, metrics.Drawdown.MaxBars, positive.Length);
        Assert.InRange(metrics.Returns.ProbabilisticSharpe ?? 0.5, 0.0, 1.0);
        Assert.InRange(metrics.Returns.DeflatedSharpe ?? 0.0, 0.0, metrics.Returns.ProbabilisticSharpe ?? 1.0);
        Assert.True(metrics.Trades.Won + metrics.Trades.Lost <= metrics.Trades.Count);
        Assert.True(metrics.Trades.Expectancy is not { } mean || Math.Abs((mean * trades.Length) - trades.Sum(t => t.Net)) < 1e-9m);
        Assert.True(metrics.Trades.ProfitFactor is not { } factor || (factor > 1.0) == (trades.Sum(t => t.Net) > 0m));
    }).Check(AnyBacktest.Runs);

    [Fact]
    public void Ratios_WithoutDrift_DoNotDependOnTheAccountsSize()
    {
        var small = BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily(101.0, 99.0, 104.0, 103.0)), MetricsSettings.Default);
        var large = BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily(10100.0, 9900.0, 10400.0, 10300.0), 10_000m), MetricsSettings.Default);

        Assert.Equal(small.Returns.Sharpe!.Value, large.Returns.Sharpe!.Value, 9);
        Assert.Equal(small.Returns.Omega!.Value, large.Returns.Omega!.Value, 9);
        Assert.Equal(small.Drawdown.MaxPercent, large.Drawdown.MaxPercent, 9);
    }

    [Fact]
    public void ReferenceRun_TwelveYearsOfHours_HasTheReferencesFigures()
    {
        var result = ReferenceRun.Result();

        var metrics = BacktestMetrics.Of(result, MetricsSettings.Default);

        Assert.Equal(6.561101859, metrics.Drawdown.MaxPercent, 9);
        Assert.Equal(result.MaxDrawdownPercent, metrics.Drawdown.MaxPercent, 9);
        Assert.Equal((1_402, 415, 987), (metrics.Trades.Count, metrics.Trades.Won, metrics.Trades.Lost));
        Assert.Equal(-2.271622518, metrics.Returns.TotalPercent, 9);
        Assert.Equal(result.Fills.Sum(f => f.Commission), metrics.Activity.Commission);
        Assert.Equal(0m, metrics.Activity.Financing);
        Assert.InRange(metrics.Returns.Years, 11.9, 12.1);

        // From the first crossing on it is always in the market.
        Assert.InRange(metrics.Activity.ExposurePercent!.Value, 99.0, 100.0);
        Assert.InRange(metrics.Returns.ProbabilisticSharpe!.Value, 0.0, 0.5);
    }

    /// <summary>Every double of a record and of what it holds, by its path.</summary>
    private static IEnumerable<KeyValuePair<string, double>> NumbersIn(object value, string path = "")
    {
        foreach (var property in value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            var (name, held) = ($"{path}/{property.Name}", property.GetValue(value));
            var inner = held switch
            {
                double number => [KeyValuePair.Create(name, number)],
                IEnumerable rows and not string => rows.Cast<object>().Where(r => r is BreakdownRow).SelectMany(r => NumbersIn(r, name)),
                ReturnMetrics or DrawdownMetrics or TradeMetrics or ActivityMetrics => NumbersIn(held, name),
                _ => [],
            };
            foreach (var number in inner)
            {
                yield return number;
            }
        }
    }
}
