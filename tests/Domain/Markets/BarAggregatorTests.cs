using System.Text.Json;
using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class BarAggregatorTests
{
    /// <summary>Ordinary weeks, both weekends on which New York changes its clocks, and those of the EU.</summary>
    public static TheoryData<int, string> Markets { get; } = new()
    {
        { 1, "2014-01-13T21:00Z" },
        { 2, "2014-03-08T20:00Z" },
        { 3, "2014-03-29T20:00Z" },
        { 4, "2014-10-25T20:00Z" },
        { 5, "2014-11-01T20:00Z" },
    };

    [Theory]
    [MemberData(nameof(Markets))]
    public void Aggregator_OnAnyTicks_GivesWhatGroupingThemByPeriodGives(int seed, string start)
    {
        var ticks = Walk(seed, start, 6_000).ToArray();
        var closed = new List<Bar>();
        var aggregator = new BarAggregator();
        foreach (var tick in ticks)
        {
            closed.AddRange(aggregator.Add(in tick));
        }

        foreach (var timeframe in Timeframes.All)
        {
            var expected = ticks.GroupBy(tick => timeframe.PeriodAt(tick.Time)).Select(group => Group(timeframe, group.Key, [.. group])).ToArray();
            Assert.Equal(expected[^1], aggregator.Forming(timeframe));
            Assert.Equal(expected[..^1], closed.Where(bar => bar.Timeframe == timeframe));
            Assert.Equal(ticks.Length, expected.Sum(bar => bar.Ticks));
        }
    }

    [Theory]
    [MemberData(nameof(Markets))]
    public void Aggregator_ToldTheTimeAtRandom_GivesTheSameBars(int seed, string start)
    {
        var random = new Random(seed);
        var plain = new BarAggregator();
        var told = new BarAggregator();
        List<Bar> plainBars = [], toldBars = [];
        foreach (var tick in Walk(seed, start, 3_000))
        {
            plainBars.AddRange(plain.Add(in tick));
            if (random.Next(4) == 0)
            {
                toldBars.AddRange(told.AdvanceTo(tick.Time));
            }

            toldBars.AddRange(told.Add(in tick));
        }

        var end = Utc("2015-01-01T00:00Z");
        plainBars.AddRange(plain.AdvanceTo(end));
        toldBars.AddRange(told.AdvanceTo(end));
        Assert.Equal(plainBars, toldBars);
        Assert.Null(told.Forming(Timeframe.D1));
    }

    [Fact]
    public void Add_OfATickOfTheNextDay_ClosesAllSevenSmallestFirst()
    {
        var aggregator = new BarAggregator();
        Assert.True(aggregator.Add(Tick("2014-05-06T20:59:59.999Z", 1.30m, 1.32m)).IsEmpty);

        var closed = aggregator.Add(Tick("2014-05-06T21:00:00Z", 1.31m, 1.33m)).ToArray();

        Assert.Equal(Timeframes.All, closed.Select(bar => bar.Timeframe));
        Assert.All(closed, bar => Assert.Equal(Utc("2014-05-06T21:00Z"), bar.End));
        Assert.All(closed, bar => Assert.Equal(1, bar.Ticks));
    }

    [Fact]
    public void Add_OfATickBeforeWhatWasClosed_Throws()
    {
        var aggregator = new BarAggregator();
        aggregator.Add(Tick("2014-05-06T10:00:10Z", 1.30m, 1.32m));
        aggregator.AdvanceTo(Utc("2014-05-06T10:02:30Z"));

        Assert.Equal(Utc("2014-05-06T10:02Z"), aggregator.ClosedUntil);
        Assert.Throws<ArgumentException>(() => aggregator.Add(Tick("2014-05-06T10:01:59Z", 1.30m, 1.32m)));
        aggregator.Add(Tick("2014-05-06T10:02:10Z", 1.30m, 1.32m));
        Assert.Throws<ArgumentException>(() => aggregator.Add(Tick("2014-05-06T10:02:09Z", 1.30m, 1.32m)));
    }

    [Fact]
    public void Aggregator_RestoredAfterAnyTickThroughJson_ContinuesWithTheSameBars()
    {
        var whole = new BarAggregator();
        var broken = new BarAggregator();
        foreach (var tick in Walk(seed: 12, "2014-05-05T20:00Z", 1_500))
        {
            var json = JsonSerializer.Serialize(broken.Capture());
            broken = new BarAggregator();
            broken.Restore(JsonSerializer.Deserialize<BarAggregatorState>(json)!);

            Assert.Equal(whole.Add(in tick).ToArray(), broken.Add(in tick).ToArray());
        }

        Assert.All(Timeframes.All, timeframe => Assert.Equal(whole.Forming(timeframe), broken.Forming(timeframe)));
        Assert.Throws<ArgumentException>(() => new BarAggregator(Timeframe.H1).Restore(whole.Capture()));
    }

    [Fact]
    public void Add_OfRecordedHours_ClosesLargerBarsWithTheirLastHour()
    {
        var hours = new BarAggregator(Timeframe.H1);
        var closed = new List<Bar>();
        for (var time = Utc("2014-05-05T21:00Z"); time < Utc("2014-05-07T21:00Z"); time += TimeSpan.FromHours(1))
        {
            var price = Ohlc(1.3m, 1.4m, 1.2m, 1.3m);
            var hour = new Bar(Timeframe.H1, time, time + TimeSpan.FromHours(1), FxDay.At(time).Date, price, price, 10, new Quantity(10));
            closed.AddRange(hours.Add(hour));
        }

        Assert.Equal(48, closed.Count(bar => bar.Timeframe == Timeframe.H1));
        Assert.Equal(12, closed.Count(bar => bar.Timeframe == Timeframe.H4));
        var days = closed.Where(bar => bar.Timeframe == Timeframe.D1).ToArray();
        Assert.Equal([240L, 240L], days.Select(bar => bar.Ticks));
        Assert.Equal(Timeframe.D1, closed[^1].Timeframe);
        Assert.Throws<ArgumentException>(() => new BarAggregator().Add(days[0]));
    }

    private static Bar Group(Timeframe timeframe, BarPeriod period, Tick[] ticks)
    {
        Ohlc Side(Func<Tick, Price> price) => new(price(ticks[0]), ticks.Max(price), ticks.Min(price), price(ticks[^1]));
        return new Bar(
            timeframe, period.Start, period.End, period.Day, Side(tick => tick.Bid), Side(tick => tick.Ask), ticks.Length, new Quantity(ticks.Length));
    }
}
