using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Recorded FX bars for tests: times and both sides' prices as they stand in the file.</summary>
internal static class RecordedBars
{
    // Read once: many tests go through the same two weeks.
    private static readonly ConcurrentDictionary<(string Path, Timeframe Timeframe, bool BidOnly), ImmutableArray<Bar>> Kept = new();

    /// <param name="bidOnly">Both sides of each bar are the recorded bid, as the golden backtests want.</param>
    public static IReadOnlyList<Bar> Read(string file, Timeframe timeframe, bool bidOnly)
    {
        var path = SharedFiles.Require(file);
        return Kept.GetOrAdd(
            (path, timeframe, bidOnly), key => [.. File.ReadLines(key.Path).Skip(1).Select(line => ReadLine(line, key.Timeframe, key.BidOnly))]);
    }

    /// <summary>Joins bars into a larger timeframe.</summary>
    public static List<Bar> Join(IEnumerable<Bar> bars, Timeframe timeframe) =>
    [
        .. bars.GroupBy(bar => timeframe.PeriodAt(bar.Start)).Select(group => group.First() with
        {
            Timeframe = timeframe,
            Start = group.Key.Start,
            End = group.Key.End,
            Bid = group.Select(bar => bar.Bid).Aggregate((joined, next) => joined.Then(next)),
            Ask = group.Select(bar => bar.Ask).Aggregate((joined, next) => joined.Then(next)),
        }),
    ];

    private static Bar ReadLine(string line, Timeframe timeframe, bool bidOnly)
    {
        var cells = line.Split(',');
        var start = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture);
        var bid = Side(cells, 1);
        var ask = bidOnly ? bid : Side(cells, 6);
        return new Bar(timeframe, start, start + timeframe.Length, DateOnly.FromDateTime(start.UtcDateTime), bid, ask, 0, Quantity.Zero);
    }

    private static Ohlc Side(string[] cells, int first) => new(
        Cell(cells[first]), Cell(cells[first + 1]), Cell(cells[first + 2]), Cell(cells[first + 3]));

    private static Price Cell(string text) => new(decimal.Parse(text, CultureInfo.InvariantCulture));
}
