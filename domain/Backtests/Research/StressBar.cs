using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Research;

/// <summary>Changes of one bar's prices that leave it consistent.</summary>
internal static class StressBar
{
    // Beyond this a scenario makes nonsense, and prices that no series can keep.
    private const double GrowthMax = 100.0;

    public static Bar Times(Bar bar, double factor, decimal point) => Map(bar, price => price * factor, point);

    /// <summary>Every price through a function that never falls, so that their order stays.</summary>
    public static Bar Map(Bar bar, Func<double, double> change, decimal point)
    {
        Price Changed(Price price) => Rounded(Math.Min(change(price.ToDouble()), price.ToDouble() * GrowthMax), point);
        Ohlc Side(Ohlc side) => new(Changed(side.Open), Changed(side.High), Changed(side.Low), Changed(side.Close));
        return bar with { Bid = Side(bar.Bid), Ask = Side(bar.Ask) };
    }

    /// <summary>The jump lies inside the bar: it opens as it did, closes moved, and reaches over both.</summary>
    public static Bar Jump(Bar bar, double factor, decimal point)
    {
        var moved = Times(bar, factor, point);
        static Ohlc Side(Ohlc before, Ohlc after) => new(
            before.Open, before.High > after.High ? before.High : after.High, before.Low < after.Low ? before.Low : after.Low, after.Close);
        return bar with { Bid = Side(bar.Bid, moved.Bid), Ask = Side(bar.Ask, moved.Ask) };
    }

    /// <param name="addPercent">Of the bid.</param>
    public static Bar Widen(Bar bar, double times, double addPercent, decimal point) => Spread(
        bar, (bid, ask) => Rounded(bid.ToDouble() + ((ask.ToDouble() - bid.ToDouble()) * times) + (bid.ToDouble() * addPercent / 100.0), point));

    /// <param name="distance">Added to the ask.</param>
    public static Bar Widen(Bar bar, decimal distance) => Spread(bar, (_, ask) => ask + distance);

    // Extremes of bid and ask need not be of one moment: the wider ask may have others.
    private static Bar Spread(Bar bar, Func<Price, Price, Price> askOf)
    {
        Price Ask(Price bid, Price ask) => askOf(bid, ask) is var wide && wide < bid ? bid : wide;
        var (open, close) = (Ask(bar.Bid.Open, bar.Ask.Open), Ask(bar.Bid.Close, bar.Ask.Close));
        var (high, low) = (Ask(bar.Bid.High, bar.Ask.High), Ask(bar.Bid.Low, bar.Ask.Low));
        var largest = new[] { open, high, low, close }.Max();
        var smallest = new[] { open, high, low, close }.Min();
        return bar with { Ask = new Ohlc(open, largest, smallest, close) };
    }

    private static Price Rounded(double price, decimal point)
    {
        var steps = Math.Round((decimal)price / point, MidpointRounding.AwayFromZero);
        return new Price(Math.Max(1m, steps) * point);
    }
}
