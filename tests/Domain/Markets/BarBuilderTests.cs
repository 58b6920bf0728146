using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class BarBuilderTests
{
    [Fact]
    public void Add_OfTicksOfOneMinute_KeepsBothSidesUntilALaterMinuteComes()
    {
        var builder = new BarBuilder(Timeframe.M1);
        Assert.Null(builder.Forming);
        Assert.Null(builder.Add(Tick("2014-05-06T10:00:01Z", 1.30m, 1.32m)));
        Assert.Null(builder.Add(Tick("2014-05-06T10:00:02Z", 1.35m, 1.36m)));
        Assert.Null(builder.Add(Tick("2014-05-06T10:00:02Z", 1.28m, 1.37m)));
        Assert.Null(builder.Add(Tick("2014-05-06T10:00:59.999Z", 1.31m, 1.33m)));

        var closed = builder.Add(Tick("2014-05-06T10:01:00Z", 1.40m, 1.41m));

        var expected = new Bar(
            Timeframe.M1, Utc("2014-05-06T10:00Z"), Utc("2014-05-06T10:01Z"), new DateOnly(2014, 5, 6),
            Ohlc(1.30m, 1.35m, 1.28m, 1.31m), Ohlc(1.32m, 1.37m, 1.32m, 1.33m), 4, new Quantity(4));
        Assert.Equal(expected, closed);
        Assert.Equal(1, builder.Forming!.Ticks);
        Assert.Equal(Ohlc(1.40m, 1.40m, 1.40m, 1.40m), builder.Forming.Bid);
    }

    [Fact]
    public void Add_AfterAGap_MakesNoBarsForIt()
    {
        var builder = new BarBuilder(Timeframe.M5);
        builder.Add(Tick("2014-05-06T10:00:01Z", 1.30m, 1.32m));

        Assert.Equal(Utc("2014-05-06T10:00Z"), builder.Add(Tick("2014-05-06T12:31:00Z", 1.30m, 1.32m))!.Start);
        Assert.Equal(Utc("2014-05-06T12:30Z"), builder.AdvanceTo(Utc("2014-05-06T12:35Z"))!.Start);
        Assert.Null(builder.AdvanceTo(Utc("2014-05-06T13:35Z")));
    }

    [Fact]
    public void AdvanceTo_BeforeTheEnd_ClosesNothing()
    {
        var builder = new BarBuilder(Timeframe.M1);
        builder.Add(Tick("2014-05-06T10:00:01Z", 1.30m, 1.32m));

        Assert.Null(builder.AdvanceTo(Utc("2014-05-06T10:00:59.9999999Z")));
        Assert.NotNull(builder.AdvanceTo(Utc("2014-05-06T10:01:00Z")));
    }

    [Fact]
    public void Add_OfALateTickOrBar_Throws()
    {
        var builder = new BarBuilder(Timeframe.M1);
        builder.Add(Tick("2014-05-06T10:00:01Z", 1.30m, 1.32m));
        Assert.Throws<ArgumentException>(() => builder.Add(Tick("2014-05-06T10:00:00.999Z", 1.30m, 1.32m)));

        var bar = builder.AdvanceTo(Utc("2014-05-06T10:01Z"))!;
        Assert.Throws<ArgumentException>(() => builder.Add(Tick("2014-05-06T10:00:30Z", 1.30m, 1.32m)));
        Assert.Throws<ArgumentException>(() => builder.Add(bar));
    }

    [Fact]
    public void Add_OfSmallerBars_MakesTheBarThatTheirTicksWouldMake()
    {
        var ticks = Walk(seed: 8, "2014-05-05T22:00Z", 3_000).ToArray();
        var minutes = Close(new BarBuilder(Timeframe.M1), ticks);
        var fromMinutes = new BarBuilder(Timeframe.H4);
        List<Bar> fromBars = [.. minutes.Select(fromMinutes.Add).OfType<Bar>()];
        fromBars.Add(fromMinutes.Forming!);

        Assert.Equal(Close(new BarBuilder(Timeframe.H4), ticks), fromBars);
    }

    [Fact]
    public void Add_OfABarThatDoesNotFit_Throws()
    {
        var hour = Close(new BarBuilder(Timeframe.H1), [Tick("2014-05-06T10:00:01Z", 1.30m, 1.32m)])[0];

        Assert.Throws<ArgumentException>(() => new BarBuilder(Timeframe.M5).Add(hour));
    }

    private static List<Bar> Close(BarBuilder builder, IEnumerable<Tick> ticks)
    {
        var bars = ticks.Select(tick => builder.Add(in tick)).OfType<Bar>().ToList();
        bars.Add(builder.Forming!);
        return bars;
    }
}
