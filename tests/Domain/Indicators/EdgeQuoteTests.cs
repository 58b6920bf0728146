using System.Globalization;
using Countersign.Domain.Indicators;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>Quotes that broke other libraries, and worse: every output stays a finite number or has no value, and the state can be stored.</summary>
public sealed class EdgeQuoteTests
{
    public static TheoryData<string> Files { get; } =
    [
        "bad", "compare", "default", "mismatch", "penny", "zeros", "_issue0859.adx.nan", "_issue1127.williamr.original", "_issue1127.williamr.revisit",
        "_issue1949.zigzag",
    ];

    /// <summary>Name, and prices and volume of the bar with this number.</summary>
    public static TheoryData<string> Shapes { get; } = ["flat", "no volume", "spikes", "tiny", "huge", "alternating", "staircase", "zero, then prices"];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryIndicator_OnQuotesThatBrokeOthers_IsFiniteOrWithoutValue(string file)
    {
        var bars = Read(file);
        Assert.InRange(bars.Length, 200, 2_000);
        AssertEveryIndicatorSurvives(bars);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryIndicator_OnShapesOfNoMarket_IsFiniteOrWithoutValue(string shape) =>
        AssertEveryIndicatorSurvives([.. Enumerable.Range(0, 700).Select(i => Shaped(shape, i))]);

    private static void AssertEveryIndicatorSurvives(BarInput[] bars)
    {
        foreach (var definition in IndicatorCatalogue.Definitions)
        {
            var indicator = definition.Create(definition.Defaults);
            for (var i = 0; i < bars.Length; i++)
            {
                indicator.Update(in bars[i]);
                for (var output = 0; output < indicator.OutputCount; output++)
                {
                    Assert.False(double.IsInfinity(indicator[output]), $"{indicator.Spec} output {output} is infinite after bar {i}");
                }
            }

            Assert.All(indicator.Capture().Values, value => Assert.True(double.IsFinite(value), $"{indicator.Spec} has {value} in its state"));
        }
    }

    private static BarInput Shaped(string shape, int i) => shape switch
    {
        "flat" => At(1.3, 0.0, 1.0),
        "no volume" => At(1.3 + (0.01 * (i % 7)), 0.01, 0.0),
        "spikes" => At(i % 97 == 0 ? 1e6 : 1.0, 0.5, i % 89 == 0 ? 1e12 : 1.0),
        "tiny" => At(1e-8 * (1 + (i % 5)), 1e-9, 1e-8),
        "huge" => At(1e12 * (1 + (i % 5)), 1e11, 1e15),
        "alternating" => At(i % 2 == 0 ? 1.0 : 2.0, 0.0, i % 2),
        "staircase" => At(1.0 + (i / 20), 0.0, 1.0),
        _ => At(i < 300 ? 0.0 : 1.0 + (0.01 * (i % 7)), 0.0, i < 300 ? 0.0 : 5.0),
    };

    private static BarInput At(double price, double range, double volume) =>
        new(price, price + range, Math.Max(0.0, price - range), price + (range / 2.0), volume, (int)volume % 3, price * 2.0);

    // The files write dates, separators and empty cells in several ways, and prices are all that counts here; an empty cell is 0.
    private static BarInput[] Read(string file) =>
    [
        .. File.ReadLines(SharedFiles.Require($"golden/skender/quotes/{file}.csv")).Skip(1)
            .Select(line => line.Split(',')).Where(cells => cells.Length >= 6)
            .Select((cells, i) => new BarInput(Number(cells[1]), Number(cells[2]), Number(cells[3]), Number(cells[4]), Number(cells[5]), i / 5, Number(cells[4]))),
    ];

    private static double Number(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0.0;
}
