using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategySizeTests
{
    private const string Rules = """ "entry":{"long":{"above":["close",1]}},"stop":{"pips":20} """;

    [Theory]
    [InlineData("""{"units":12345}""", 12_345)]
    [InlineData("""{"riskPercent":1}""", 500_000)]
    [InlineData("""{"percentOfEquity":11}""", 10_000)]
    [InlineData("""{"volatility":{"percent":1,"period":2,"multiple":2}}""", 50_000)]
    [InlineData("""{"kelly":{"fraction":0.25,"winRate":0.5,"payoff":1.25}}""", 1_250_000)]
    [InlineData("""{"kelly":{"fraction":1,"winRate":0.9,"payoff":3}}""", 5_000_000)]
    [InlineData("""{"kelly":{"fraction":1,"winRate":0.3,"payoff":1}}""", 0)]
    public void Size_OfAnEquityOfAHundredThousand_FollowsItsRule(string size, int units)
    {
        var scene = Scene.With(Rules, size);
        scene.Range(0.8950m, 0.9050m, 0.9m);
        scene.Range(0.8950m, 0.9050m, 0.9m);
        var signal = scene.Range(1.0950m, 1.1050m, 1.1m) ?? throw new InvalidOperationException("No signal.");

        // The range of the last bar counts from the close before; only the volatility rule looks at it.
        var basis = signal.Basis.Range is null ? signal.Basis : signal.Basis with { Range = 0.01 };

        Assert.Equal(new Quantity(units), StrategySize.Of(scene.Definition, basis, 100_000m, Scene.EurUsd));
    }

    [Fact]
    public void Basis_OfAVolatilitySize_HasTheRangeOfTheDecision()
    {
        var scene = Scene.With(Rules, """{"volatility":{"percent":1,"period":2,"multiple":2}}""");
        scene.Range(0.9950m, 1.0050m, 1m);
        scene.Range(0.9950m, 1.0050m, 1m);

        var signal = scene.Range(0.9990m, 1.0090m, 1.0001m)!;

        Assert.Equal(signal.Frame.Current["atr(2)"], signal.Basis.Range);
        Assert.Equal(0.01, signal.Basis.Range!.Value, 9);
    }

    [Theory]
    [InlineData("""{"maxUnits":25000}""", 0, 0, 25_000)]
    [InlineData("""{"maxUnits":25000}""", 20_000, 0, 5_000)]
    [InlineData("""{"maxUnits":25000}""", 25_000, 0, 0)]
    [InlineData("""{"maxOpenRiskPercent":0.1}""", 0, 0, 50_000)]
    [InlineData("""{"maxOpenRiskPercent":0.1}""", 10_000, 60, 20_000)]
    [InlineData("""{"maxOpenRiskPercent":0.1}""", 10_000, 100, 0)]
    [InlineData("""{"maxOpenRiskPercent":0.1}""", 10_000, null, 0)]
    [InlineData("""{"dailyLossPercent":1}""", 0, 0, 100_000)]
    public void Caps_OfTheStrategy_MakeEntriesSmaller(string caps, int held, int? risk, int units)
    {
        var definition = Scene.With($"{Rules},\"riskCaps\":{caps}", """{"units":100000}""").Definition;
        var basis = new SizeBasis(new Price(1.1m), 0.0020m, null, new Quantity(held), risk);

        Assert.Equal(new Quantity(units), StrategySize.Of(definition, basis, 100_000m, Scene.EurUsd));
    }

    [Theory]
    [InlineData(10_000, 50, 5_000)]
    [InlineData(-10_000, 33, 3_300)]
    [InlineData(1_000, 99, 0)]
    [InlineData(1_500, 50, 0)]
    public void PartOf_APosition_IsRoundedDownAndLeavesWhatCanBeTraded(int open, int percent, int part) =>
        Assert.Equal(
            new Quantity(part),
            StrategySize.PartOf(new Quantity(open), percent, Scene.EurUsd with { LotSize = 100m, MinimumQuantity = new Quantity(1_000m) }));
}
