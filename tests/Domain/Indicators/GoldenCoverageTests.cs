using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>No file and no column of ../shared/golden/skender/results is forgotten.</summary>
public sealed class GoldenCoverageTests
{
    /// <summary>Files whose columns are drawn from confirmed values, by tests of their own.</summary>
    private static readonly string[] Drawn =
    [
        "dpo", "fcb", "fractal", "pivot-points", "pivots", "renko", "renko-atr", "rolling-pivots", "stdev-channels", "zigzag", "zigzag-close",
    ];

    /// <summary>Single columns with tests of their own, and what is no series: a copy of the bar's time.</summary>
    private static readonly string[] Single =
    [
        "slope.line", "ichimoku.chikouSpan", "heikinashi.date", "doji.price", "doji.candle", "marubozu.price", "marubozu.match", "marubozu.candle",
    ];

    [Fact]
    public void Columns_OfEveryFile_HaveARowOrATest()
    {
        var covered = Rows().Concat(Single).ToHashSet(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(SharedFiles.Require("golden/skender/results/sma.standard.json"))!;
        var files = Directory.GetFiles(folder, "*.standard.json").Select(path => Path.GetFileName(path)[..^".standard.json".Length]).ToArray();

        Assert.True(files.Length >= 84, $"only {files.Length} files");
        var forgotten =
            from file in files.Except(Drawn)
            from column in GoldenSeries.Skender(file).Columns.Keys
            where !column.Contains('.', StringComparison.Ordinal) && !covered.Contains($"{file}.{column}")
            select $"{file}.{column}";
        Assert.Empty(forgotten);
    }

    private static IEnumerable<string> Rows() =>
    [
        .. GoldenTests.SkenderFields.Select(row => $"{row.Data.Item2}.{row.Data.Item3}"),
        .. ThreeColumns().SelectMany(table => table).Select(row => $"{row.Data.Item1}.{row.Data.Item2}"),
        .. MomentumGoldenTests.SkenderFieldsFromABar.Select(row => $"{row.Data.Item1}.{row.Data.Item2}"),
        .. StatisticsGoldenTests.EmptyFields.Select(row => $"{row.Data.Item1}.{row.Data.Item2}"),
    ];

    private static IEnumerable<TheoryData<string, string, string>> ThreeColumns() =>
    [
        AverageGoldenTests.SkenderFields, MomentumGoldenTests.SkenderFields, TrendGoldenTests.SkenderFields, VolatilityGoldenTests.SkenderFields,
        VolumeGoldenTests.SkenderFields, CandleGoldenTests.SkenderFields, StatisticsGoldenTests.SkenderFields, StatisticsGoldenTests.TwoMarketFields,
    ];
}
