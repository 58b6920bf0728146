using Countersign.Domain.Indicators;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>A series of the catalogue against a column that another library computed.</summary>
internal static class GoldenComparison
{
    public const double Agreement = 1e-9;

    /// <summary>Equal from the first value, and empty exactly where the other library's column is; before bar <paramref name="from"/> nothing is compared.</summary>
    public static void AssertEqualsSkender(string file, string field, string series, int from = 0, double tolerance = Agreement)
    {
        var golden = GoldenSeries.Skender(file);
        AssertSame(series, golden.Columns[field], Compute(series, golden.Bars), from, tolerance);
    }

    /// <summary>The value of a series on every bar, null where it has none.</summary>
    public static double?[] Compute(string text, BarInput[] bars)
    {
        Assert.True(IndicatorCatalogue.TryParse(text, out var series, out var refusal), refusal?.Message);
        var set = IndicatorSet.For([series]);
        return [.. bars.Select(bar =>
        {
            set.Update(in bar);
            return set.Value(series);
        })];
    }

    public static void AssertSame(string what, double?[] expected, double?[] actual, int from = 0, double tolerance = Agreement)
    {
        Assert.Equal(expected.Length, actual.Length);
        var compared = 0;
        for (var i = from; i < expected.Length; i++)
        {
            Assert.True(expected[i].HasValue == actual[i].HasValue, $"{what} bar {i}: expected {expected[i]}, got {actual[i]}");
            if (expected[i] is { } wanted)
            {
                AssertClose($"{what} bar {i}", wanted, actual[i]!.Value, tolerance);
                compared++;
            }
        }

        Assert.True(compared > 0, $"{what}: nothing to compare");
    }

    // The files carry 12 and more significant digits, so large values are compared relatively.
    public static void AssertClose(string what, double wanted, double actual, double tolerance = Agreement) => Assert.True(
        Math.Abs(wanted - actual) <= tolerance * Math.Max(1.0, Math.Abs(wanted)),
        $"{what}: expected {wanted:R}, got {actual:R}, off by {Math.Abs(wanted - actual):E2}");
}
