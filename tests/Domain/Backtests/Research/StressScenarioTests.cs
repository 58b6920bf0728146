using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class StressScenarioTests
{
    private static readonly BarSeries Walk = ResearchScene.Walk(600);

    [Fact]
    public void Apply_AnyScenario_LeavesBarsConsistent()
    {
        var random = new Random(11);
        var recorded = ResearchScene.Minutes().Series[0];
        for (var i = 0; i < 60; i++)
        {
            var series = i % 2 == 0 ? ResearchScene.Walk(300, seed: i) : recorded.Between(recorded.StartAt(i * 100), recorded.StartAt((i * 100) + 300));
            var scenario = Any(random, series, depth: 2);

            var stressed = scenario.Apply(series);

            Assert.StartsWith("Made up: ", scenario.Label, StringComparison.Ordinal);
            foreach (var bar in stressed.Bars)
            {
                Assert.True(bar.Bid.IsConsistent && bar.Ask.IsConsistent, $"{scenario.Label}: {bar}");
                Assert.True(
                    bar.Ask.Open >= bar.Bid.Open && bar.Ask.High >= bar.Bid.High && bar.Ask.Low >= bar.Bid.Low && bar.Ask.Close >= bar.Bid.Close,
                    $"{scenario.Label}: {bar}");
            }
        }
    }

    [Fact]
    public void Gap_AtABarsStart_MovesEverythingFromThere()
    {
        var stressed = new StressScenario.Gap(At(100), -15.0).Apply(Walk);

        Assert.Equal(Walk[99], stressed[99]);
        Assert.Equal(Math.Round(Walk[100].Bid.Open.Value * 0.85m, 5, MidpointRounding.AwayFromZero), stressed[100].Bid.Open.Value);
        Assert.Equal(Math.Round(Walk[599].Ask.Close.Value * 0.85m, 5, MidpointRounding.AwayFromZero), stressed[599].Ask.Close.Value);
    }

    [Fact]
    public void Gap_InsideABar_ClosesItMovedAndReachesOverBoth()
    {
        var stressed = new StressScenario.Gap(At(100).AddSeconds(30), -15.0).Apply(Walk);

        Assert.Equal(Walk[100].Bid.Open, stressed[100].Bid.Open);
        Assert.Equal(Walk[100].Bid.High, stressed[100].Bid.High);
        Assert.Equal(0.85, stressed[100].Bid.Close.ToDouble() / Walk[100].Bid.Close.ToDouble(), 4);
        Assert.Equal(0.85, stressed[100].Bid.Low.ToDouble() / Walk[100].Bid.Low.ToDouble(), 4);
    }

    [Fact]
    public void Snb2015_Spread_IsWideForAnHour()
    {
        var stressed = StressScenario.Snb2015(At(100)).Apply(Walk);

        Assert.Equal(0.0002, Spread(stressed[99]), 9);
        Assert.Equal((20 * 0.0002 * 0.85) + (0.02 * stressed[130].Bid.Close.ToDouble()), Spread(stressed[130]), 3);
        Assert.Equal(0.0002 * 0.85, Spread(stressed[161]), 4);
    }

    [Fact]
    public void Volatility_Window_ScalesMovesAroundTheMeanAndEndsWhereItDid()
    {
        var stressed = new StressScenario.Volatility(At(100), At(300), 3.0).Apply(Walk);

        var (before, after) = (Moves(Walk, 100, 300), Moves(stressed, 100, 300));
        Assert.Equal(3.0, Deviation(after) / Deviation(before), 1);
        Assert.Equal(before.Average(), after.Average(), 6);
        Assert.Equal(Walk[299].Bid.Close.ToDouble(), stressed[299].Bid.Close.ToDouble(), 4);
        Assert.Equal((Walk[99], Walk[300]), (stressed[99], stressed[300]));
    }

    [Fact]
    public void Outage_Window_LeavesItsBarsOut()
    {
        var stressed = new StressScenario.Outage(At(100).AddSeconds(30), At(110)).Apply(Walk);

        Assert.Equal(590, stressed.Count);
        Assert.Equal((Walk[99], Walk[110]), (stressed[99], stressed[100]));
    }

    [Theory]
    [InlineData(-95.0, 1.0)]
    [InlineData(10.0, 0.5)]
    public void Apply_OutOfRange_Throws(double percent, double spread) =>
        Assert.Throws<ArgumentException>(() => new StressScenario.Gap(At(1), percent, spread).Apply(Walk));

    [Fact]
    public void StressData_LargerBars_AreJoinedFromTheChangedOnes()
    {
        var hours = BarSeriesBuilder.Of(Walk.Symbol, Timeframe.H1, RecordedBars.Join(Walk.Bars, Timeframe.H1));

        var stressed = StressData.Apply(new BacktestData(hours, Walk), new StressScenario.Gap(At(90), -10.0));

        var minutes = stressed.Find(Walk.Symbol, Timeframe.M1)!;
        Assert.Equal(minutes.Join(Timeframe.H1).Bars, stressed.Find(Walk.Symbol, Timeframe.H1)!.Bars);
        Assert.NotEqual(hours[1], stressed.Find(Walk.Symbol, Timeframe.H1)![1]);
    }

    [Fact]
    public void StressTest_Scenarios_AreRunAndLabelled()
    {
        var study = new ResearchStudy(
            ResearchScene.Space(ResearchScene.TwoAverages), new(ResearchScene.Walk(3_000)), ResearchScene.Settings, Objective.Best("return"));
        var runs = StressTest.Run(
            study, ResearchScene.Cross(), [StressScenario.Snb2015(At(1_500)), new StressScenario.Spread(At(0), At(3_000), 5.0, 0.01)], SequentialWorkers.Instance);

        var plain = Backtest.Run(ResearchScene.Cross(), study.Data, study.Settings);
        Assert.All(runs, run => Assert.StartsWith("Made up: ", run.Label, StringComparison.Ordinal));
        Assert.True(runs[1].Figures.FinalValue < plain.FinalValue);
        Assert.NotEqual(plain.FinalValue, runs[0].Figures.FinalValue);
    }

    private static StressScenario Any(Random random, BarSeries series, int depth)
    {
        var from = series.StartAt(random.Next(series.Count)).AddSeconds(random.Next(0, 60));
        var to = from.AddMinutes(random.Next(1, 400));
        return random.Next(depth > 0 ? 5 : 4) switch
        {
            0 => new StressScenario.Gap(from, random.Next(-94, 500), random.Next(1, 50), random.Next(0, 20), TimeSpan.FromMinutes(random.Next(100))),
            1 => new StressScenario.Volatility(from, to, random.Next(1, 80) / 4.0),
            2 => new StressScenario.Spread(from, to, random.Next(0, 100), random.Next(0, 50)),
            3 => new StressScenario.Outage(from, to),
            _ => new StressScenario.Several([Any(random, series, depth - 1), Any(random, series, depth - 1), Any(random, series, 0)]),
        };
    }

    private static DateTimeOffset At(int minute) => Scene.Start.AddMinutes(minute);

    private static double Spread(Bar bar) => bar.Ask.Close.ToDouble() - bar.Bid.Close.ToDouble();

    private static double[] Moves(BarSeries series, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => Math.Log(series[i].Bid.Close.ToDouble() / series[i - 1].Bid.Close.ToDouble()))];

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(v => Math.Pow(v - values.Average(), 2)));
}
