using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Indicators;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>Bars and what other libraries computed for them; null before a library's first value.</summary>
internal sealed record GoldenSeries(BarInput[] Bars, IReadOnlyDictionary<string, double?[]> Columns)
{
    /// <summary>A file of ../shared/golden/talib: prices and one column an indicator.</summary>
    public static GoldenSeries TaLib(string file)
    {
        var lines = File.ReadAllLines(SharedFiles.Require($"golden/talib/{file}"));
        var names = lines[0].Split(',');
        var rows = lines.Skip(1).Select(line => line.Split(',').Select(ReadCell).ToArray()).ToArray();
        var columns = names.Select((name, index) => (name, values: rows.Select(row => row[index]).ToArray()))
            .Skip(1).ToDictionary(pair => pair.name, pair => pair.values);
        double? Cell(string name, int row) => columns.TryGetValue(name, out var values) ? values[row] : 0.0;
        var bars = rows.Select((_, row) => new BarInput(
            Cell("open", row)!.Value, Cell("high", row)!.Value, Cell("low", row)!.Value, Cell("close", row)!.Value, Cell("volume", row)!.Value));
        return new GoldenSeries([.. bars], columns);
    }

    /// <summary>A file of ../shared/golden/skender/results over the 502 default bars.</summary>
    public static GoldenSeries Skender(string indicator)
    {
        var bars = File.ReadLines(SharedFiles.Require("data/equity/daily/skender_default.csv")).Skip(1)
            .Select(line => line.Split(',').Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .Select(row => new BarInput(row[0], row[1], row[2], row[3], row[4]));
        using var json = JsonDocument.Parse(File.ReadAllText(SharedFiles.Require($"golden/skender/results/{indicator}.standard.json")));
        var rows = json.RootElement.EnumerateArray().ToArray();
        var columns = FieldPaths(rows[0]).ToDictionary(path => path, path => rows.Select(row => ReadValue(At(row, path))).ToArray());
        return new GoldenSeries([.. bars], columns);
    }

    /// <summary>A field of words of a file of ../shared/golden/skender/results.</summary>
    public static string?[] SkenderWords(string indicator, string field)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedFiles.Require($"golden/skender/results/{indicator}.standard.json")));
        return [.. json.RootElement.EnumerateArray().Select(row => row.GetProperty(field).GetString())];
    }

    /// <summary>The series of two markets: the bars of quotes/compare.csv, with the default ones as benchmark.</summary>
    public static GoldenSeries SkenderOfTwoMarkets(string indicator)
    {
        var golden = Skender(indicator);
        var market = Quotes("compare").Select((bar, i) => bar with { Benchmark = golden.Bars[i].Close });
        return golden with { Bars = [.. market] };
    }

    /// <summary>A file of ../shared/golden/skender/quotes with its header and columns date, open, high, low, close, volume.</summary>
    public static BarInput[] Quotes(string name) =>
    [
        .. File.ReadLines(SharedFiles.Require($"golden/skender/quotes/{name}.csv")).Skip(1)
            .Select(line => line.Split(',').Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .Select(row => new BarInput(row[0], row[1], row[2], row[3], row[4])),
    ];

    // An object within a row is named by a path such as candle.size. Times and dates are no figures.
    private static IEnumerable<string> FieldPaths(JsonElement row) => row.EnumerateObject()
        .Where(property => property.Name is not ("timestamp" or "date"))
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Object
            ? FieldPaths(property.Value).Select(inner => $"{property.Name}.{inner}")
            : [property.Name]);

    private static JsonElement At(JsonElement row, string path) =>
        path.Split('.').Aggregate(row, (element, name) => element.GetProperty(name));

    // Flags count as 1 and 0.
    private static double? ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1.0,
        JsonValueKind.False => 0.0,
        _ => null,
    };

    private static double? ReadCell(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
