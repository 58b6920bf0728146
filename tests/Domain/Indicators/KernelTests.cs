using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Indicators;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>What every indicator of the catalogue must hold; the theory's data is the catalogue, so a new one cannot be left out.</summary>
public sealed class KernelTests
{
    public static TheoryData<string> Specs =>
    [
        .. IndicatorCatalogue.Definitions.Select(definition => definition.Name),
        "vwap(5)", "stochastic(5,1,1)", "bollinger(7,0.5)", "adx(2)", "crsi(3,2,20)", "renko(0.0003)", "zigzag(0.05)", "zigzag_close(0.05)", "pivots(5,3,50)",
    ];

    /// <summary>Every parameter at an end of its range with the others at their defaults, where the indicator allows that.</summary>
    public static TheoryData<string> SpecsAtTheEnds => [.. IndicatorCatalogue.Definitions.SelectMany(AtTheEnds).Distinct()];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Indicator_HistoryAndStream_AreEqualBitForBit(string spec)
    {
        var bars = RandomBars.Walk(seed: 11, count: 700);
        var history = Make(spec);
        var rows = new double[bars.Length * history.OutputCount];
        history.Run(bars, rows);

        var stream = Make(spec);
        for (var i = 0; i < bars.Length; i++)
        {
            stream.Update(in bars[i]);
            AssertSameBits(rows.AsSpan(i * stream.OutputCount, stream.OutputCount).ToArray(), Outputs(stream), $"{spec} bar {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    [MemberData(nameof(SpecsAtTheEnds))]
    public void Indicator_RestoredAtAnyBarThroughJson_ContinuesBitForBit(string spec)
    {
        var warm = Math.Min(Make(spec).WarmUpBars, 400);
        var bars = RandomBars.Walk(seed: 23, count: warm + 80);

        // A window of ten thousand values is a long text, and has no more kinds of places to be cut at.
        int[] cuts = Make(spec).Capture().Values.Length > 2_000
            ? [0, 1, warm / 2, warm]
            : [0, 1, 2, 3, 5, 8, 13, 21, 34, warm / 2, warm - 1, warm, warm + 1, warm + 7, warm + 50];
        foreach (var cut in cuts.Distinct())
        {
            var original = Make(spec);
            original.Run(bars.AsSpan(0, cut), new double[cut * original.OutputCount]);

            var json = JsonSerializer.Serialize(original.Capture());
            var restored = IndicatorCatalogue.Restore(JsonSerializer.Deserialize<IndicatorState>(json)!);

            AssertSameBits(Outputs(original), Outputs(restored), $"{spec} restored at {cut}");
            for (var i = cut; i < bars.Length; i++)
            {
                original.Update(in bars[i]);
                restored.Update(in bars[i]);
                AssertSameBits(Outputs(original), Outputs(restored), $"{spec} cut {cut} bar {i}");
            }

            Assert.Equal(original.Capture(), restored.Capture());
        }
    }

    /// <summary>What comes later changes nothing: two histories that part at a bar give the same bits up to that bar.</summary>
    [Theory]
    [MemberData(nameof(Specs))]
    public void Indicator_WhateverComesLater_SaidTheSameBefore(string spec)
    {
        var shared = RandomBars.Walk(seed: 31, count: Math.Min(Make(spec).WarmUpBars, 600) + 60);
        BarInput[] calm = [.. shared, .. RandomBars.Walk(seed: 41, count: 60)];
        BarInput[] wild = [.. shared, .. RandomBars.Walk(seed: 43, count: 60, start: 900, step: 30)];

        var first = Rows(spec, calm);
        var second = Rows(spec, wild);

        var outputs = first.Length / calm.Length;
        AssertSameBits(first[..(shared.Length * outputs)], second[..(shared.Length * outputs)], spec);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    [MemberData(nameof(SpecsAtTheEnds))]
    public void Indicator_DuringWarmUp_HasEveryOutputExactlyFromTheDeclaredBar(string spec)
    {
        var indicator = Make(spec);
        var seldom = Definition(spec).IsSparse;
        var bars = RandomBars.Walk(seed: 5, count: indicator.WarmUpBars + 20);
        for (var i = 0; i < bars.Length; i++)
        {
            var complete = Outputs(indicator).All(double.IsFinite);
            Assert.True(indicator.IsWarm ? complete || seldom : !complete, $"{spec} after {i} bars of {indicator.WarmUpBars}: {complete}");
            indicator.Update(in bars[i]);
        }

        Assert.True(indicator.IsWarm);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Indicator_OnUpdate_AllocatesNothing(string spec)
    {
        var indicator = Make(spec);
        var bars = RandomBars.Walk(seed: 7, count: 2_000);
        var rows = new double[bars.Length * indicator.OutputCount];
        indicator.Run(bars, rows);

        // A collection that another test caused retires this thread's allocation buffer, whose rest then counts; what allocates does so every time.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            indicator.Run(bars, rows);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Indicator_OnAMarketThatStandsStill_IsFinite(string spec)
    {
        var indicator = Make(spec);
        for (var i = 0; i < indicator.WarmUpBars + 100; i++)
        {
            indicator.Update(RandomBars.Flat(1.30007) with { Benchmark = 2.5 });
        }

        var seldom = Definition(spec).IsSparse;
        Assert.All(Outputs(indicator), value => Assert.True(double.IsFinite(value) || (seldom && double.IsNaN(value)), $"{spec}: {value}"));
    }

    [Fact]
    public void Restore_OfAnotherIndicatorsState_Throws()
    {
        var state = new Sma(20).Capture();

        Assert.Throws<ArgumentException>(() => new Sma(21).Restore(state));
        Assert.Throws<ArgumentException>(() => new Sma(20).Restore(state with { Values = state.Values.RemoveAt(0) }));
        Assert.Throws<ArgumentException>(() => new Sma(20).Restore(state with { Values = state.Values.Add(1) }));
        Assert.Throws<ArgumentException>(() => IndicatorCatalogue.Restore(state with { Spec = "close" }));
    }

    private static IEnumerable<string> AtTheEnds(IndicatorDefinition definition)
    {
        for (var i = 0; i < definition.Parameters.Length; i++)
        {
            double[] ends = [definition.Parameters[i].Minimum, definition.Parameters[i].Maximum];
            foreach (var end in ends)
            {
                var values = definition.Defaults.SetItem(i, end);
                if (definition.Conflict(values) is null)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{definition.Name}({string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))})");
                }
            }
        }
    }

    private static double[] Rows(string spec, BarInput[] bars)
    {
        var indicator = Make(spec);
        var rows = new double[bars.Length * indicator.OutputCount];
        indicator.Run(bars, rows);
        return rows;
    }

    private static IndicatorDefinition Definition(string spec) => IndicatorCatalogue.Define(Make(spec).Spec);

    private static IIndicator Make(string text)
    {
        Assert.True(IndicatorCatalogue.TryParse(text, out var series, out var refusal), refusal?.Message);
        return IndicatorCatalogue.Create(((SeriesReference.OfIndicator)series).Spec);
    }

    private static double[] Outputs(IIndicator indicator) =>
        [.. Enumerable.Range(0, indicator.OutputCount).Select(output => indicator[output])];

    private static void AssertSameBits(double[] expected, double[] actual, string where)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]),
                $"{where} output {i}: {expected[i]:R} and {actual[i]:R}");
        }
    }
}
