using Countersign.Domain.Markets;

namespace Countersign.Silo.Markets;

/// <summary>
/// One symbol's made-up prices: a random walk that is busy when London and New York trade and quiet at night, that trends, ranges or storms by turns,
/// that jumps now and then as on news, and whose spread widens with all of that and around the day's rollover. The same randomness gives the same ticks.
/// </summary>
internal sealed class SimulatedWalk(Instrument instrument, decimal start, Random random)
{
    private const double SecondsPerYear = 365.0 * 24 * 3600;

    // Of an average regime, of the way between two jumps, and of the time in which a jump's fright wears off.
    private const double RegimeSeconds = 2400;
    private const double JumpSeconds = 8 * 3600;
    private const double FrightSeconds = 90;

    // A jump is this part of the price on average; its size is exponential, as those of releases are.
    private const double JumpMean = 0.0012;

    private static readonly TimeSpan RolloverHalf = TimeSpan.FromMinutes(15);

    private readonly double home = Math.Log((double)start);
    private double logPrice = Math.Log((double)start);
    private double anchor = Math.Log((double)start);
    private double volatility = 0.10;
    private double drift;
    private double pull;
    private double fright;
    private TimeRange sameHour;
    private double activity = 1.0;

    public Instrument Instrument => instrument;

    /// <summary>Moves the walk to where an earlier run of it ended, so that a restart makes no gap in the prices.</summary>
    public void GoOnFrom(Price price) => logPrice = anchor = Math.Log(price.ToDouble());

    public Tick Next(DateTimeOffset at, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        var busy = ActivityAt(at);
        if (random.NextDouble() < seconds / RegimeSeconds)
        {
            ChangeRegime();
        }

        fright *= Math.Exp(-seconds / FrightSeconds);
        if (random.NextDouble() < busy * seconds / JumpSeconds)
        {
            Jump();
        }

        var years = seconds / SecondsPerYear;
        var deviation = volatility * (1.0 + (2.0 * fright)) * Math.Sqrt(busy * years);

        // Home within days, so that a demonstration of weeks keeps sensible prices; and to the middle of a range while one holds.
        logPrice += ((home - logPrice) / (5 * 24 * 3600) * seconds) + ((anchor - logPrice) * (1.0 - Math.Exp(-pull * seconds)))
            + (drift * busy * years) + (deviation * Normal());
        return Quote(at, busy);
    }

    private void ChangeRegime()
    {
        anchor = logPrice;
        (volatility, drift, pull) = random.Next(4) switch
        {
            0 => (0.06, 0.0, 1.0 / 1200),
            1 => (0.09, 0.0, 1.0 / 600),
            2 => (0.11, Sign() * (2.0 + random.NextDouble()) * 4.0, 0.0),
            _ => (0.22, (random.NextDouble() - 0.5) * 8.0, 0.0),
        };
    }

    private void Jump()
    {
        logPrice += Sign() * JumpMean * -Math.Log(1.0 - random.NextDouble());
        anchor = logPrice;
        fright = 1.0;
    }

    private Tick Quote(DateTimeOffset at, double busy)
    {
        var pips = (0.5 + (volatility * 3.0) + (random.NextDouble() * 0.4)) * (1.0 + (0.8 / (0.5 + busy))) * (1.0 + (5.0 * fright)) * RolloverAt(at) / 1.8;
        var spread = instrument.PipSize * (decimal)pips;
        var mid = (decimal)Math.Exp(logPrice);
        var bid = Quoted(mid - (spread / 2));
        var ask = Quoted(mid + (spread / 2));
        return new Tick(at, bid, ask > bid ? ask : new Price(bid.Value + instrument.TickSize));
    }

    /// <summary>How much more than on average of the day happens in an hour. Weekends are as the Thursday and Friday before them, for demonstrations.</summary>
    private double ActivityAt(DateTimeOffset at)
    {
        if (!sameHour.Holds(at))
        {
            var hour = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
            sameHour = new TimeRange(hour, hour.AddHours(1));
            var open = TradingSessions.At(at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? at.AddDays(-2) : at);
            activity = 0.3 + open.Sum(s => s switch { TradingSession.Asia => 0.3, TradingSession.London => 0.9, _ => 0.8 });
        }

        return activity;
    }

    // At 17:00 New York positions are rolled over and few quote: spreads are many times as wide.
    private static double RolloverAt(DateTimeOffset at)
    {
        var distance = (at - FxDay.At(at).Start).Duration();
        var other = (FxDay.At(at).End - at).Duration();
        var nearest = distance < other ? distance : other;
        return nearest < RolloverHalf ? 1.0 + (5.0 * (1.0 - (nearest / RolloverHalf))) : 1.0;
    }

    private double Sign() => random.Next(2) == 0 ? -1.0 : 1.0;

    /// <summary>To the tick, and without the zeros that a division left behind: they would be shown.</summary>
    private Price Quoted(decimal price) => new(decimal.Round(instrument.RoundPrice(new Price(price)).Value, instrument.PriceDecimals));

    /// <summary>A standard normal number, by Box and Muller.</summary>
    private double Normal() =>
        Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble())) * Math.Cos(2.0 * Math.PI * random.NextDouble());
}
