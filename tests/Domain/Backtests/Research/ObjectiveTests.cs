using Countersign.Domain.Backtests.Research;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class ObjectiveTests
{
    private static readonly PointFigures Figures = new(
        11_000m, 10.0, 5.0, 12.0, 1.5, 2.0, 0.5, 1.2, 1.3, 55.0, 20.0, 10.0, 40.0, 8.0, 25, 0.1, 3.5, 250);

    [Fact]
    public void ValueOf_Weights_AddsFiguresAndTurnsThoseOfWhichLessIsBetter()
    {
        var objective = new Objective([new(Objective.Metric("sharpe"), 2.0), new(Objective.Metric("maxDrawdown"), 0.1)], []);

        Assert.Equal(3.0 - 1.0, objective.ValueOf(Figures));
    }

    [Fact]
    public void ValueOf_UndefinedFigure_IsNull() => Assert.Null(Objective.Best("profitFactor").ValueOf(Figures with { ProfitFactor = null }));

    [Fact]
    public void ViolationOf_BrokenBounds_IsTheirSharesSummed()
    {
        var objective = Objective.Best(
            "sharpe", MetricBound.Least("trades", 50), MetricBound.Most("maxDrawdown", 8), MetricBound.Least("sharpe", 1));

        Assert.Equal(0.5 + 0.25, objective.ViolationOf(Figures), 12);
    }

    [Fact]
    public void ViolationOf_UndefinedFigure_Is1() =>
        Assert.Equal(1.0, Objective.Best("return", MetricBound.Least("sharpe", 1)).ViolationOf(Figures with { Sharpe = null }));
}
