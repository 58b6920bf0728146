using System.Text.Json.Serialization;
using Countersign.Domain.Indicators;

namespace Countersign.Domain.Markets;

/// <summary>First, largest, smallest and last price of a period, one side.</summary>
public readonly record struct Ohlc(Price Open, Price High, Price Low, Price Close)
{
    public static Ohlc At(Price price) => new(price, price, price, price);

    /// <summary>The middle of two sides, price by price.</summary>
    public static Ohlc Mid(Ohlc bid, Ohlc ask) => new(
        Price.Mid(bid.Open, ask.Open), Price.Mid(bid.High, ask.High), Price.Mid(bid.Low, ask.Low), Price.Mid(bid.Close, ask.Close));

    /// <summary>This and what came right after it.</summary>
    public Ohlc Then(Ohlc later) =>
        new(Open, later.High > High ? later.High : High, later.Low < Low ? later.Low : Low, later.Close);

    /// <summary>False where the extremes do not enclose the other prices, or a price is not above zero.</summary>
    [JsonIgnore]
    public bool IsConsistent =>
        Low.Value > 0m && Low <= Open && Low <= Close && High >= Open && High >= Close;
}

/// <summary>A period's prices, both sides. Periods without a tick have no bar.</summary>
/// <param name="Start">Start of the period (included), UTC. Not the time of the first tick.</param>
/// <param name="End">End of the period (excluded), UTC.</param>
/// <param name="Day">The FX day that the period belongs to.</param>
/// <param name="Ask">Equal to the bid where the recording has one side only.</param>
/// <param name="Ticks">Ticks in the bar; where a recording does not tell, zero.</param>
/// <param name="Volume">Traded quantity where the venue reports it, otherwise the number of ticks.</param>
public sealed record Bar(
    Timeframe Timeframe,
    DateTimeOffset Start,
    DateTimeOffset End,
    DateOnly Day,
    Ohlc Bid,
    Ohlc Ask,
    long Ticks,
    Quantity Volume)
{
    [JsonIgnore]
    public BarPeriod Period => new(Start, End, Day);

    /// <summary>The seam to statistics: indicators see the bid side, as charts of FX do.</summary>
    public BarInput ToInput() => new(
        Bid.Open.ToDouble(),
        Bid.High.ToDouble(),
        Bid.Low.ToDouble(),
        Bid.Close.ToDouble(),
        (double)Volume.Value,
        Day.DayNumber);
}
