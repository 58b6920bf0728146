using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Indicators;

/// <summary>A bar of a recording as indicators see it.</summary>
/// <param name="Start">Start of its period, UTC.</param>
internal readonly record struct IndicatorBar(DateTimeOffset Start, BarInput Input);

/// <summary>
/// One side of a recording's bars, as they are recorded: a bar whose prices contradict each other is a bar all the same, since its numbers are what
/// others compute with too. Ticks are made into bars first.
/// </summary>
internal sealed class IndicatorBars(Recording recording, MarketSide side)
{
    private FxDay day;

    /// <summary>Lines that could not be read, once all bars were.</summary>
    public long MalformedCount { get; private set; }

    /// <exception cref="RecordingException">It cannot be read as its format.</exception>
    public IEnumerable<IndicatorBar> Read(Timeframe ofTicks) => recording.Timeframe is null ? OfTicks(ofTicks) : OfBars();

    private IEnumerable<IndicatorBar> OfBars()
    {
        using var text = recording.OpenText();
        var bars = recording.Bars(text, recording.Options(_ => MalformedCount++));
        while (bars.TryReadRaw(out var bar))
        {
            yield return Of(bar.Start, bar.Bid, bar.Ask, bar.Volume);
        }
    }

    private IEnumerable<IndicatorBar> OfTicks(Timeframe timeframe)
    {
        using var text = recording.OpenText();
        var ticks = recording.Ticks(text, recording.Options(_ => MalformedCount++));
        var builder = new BarBuilder(timeframe);
        var latest = DateTimeOffset.MinValue;
        while (ticks.TryRead(out var tick))
        {
            if (tick.Time < latest)
            {
                MalformedCount++;
                continue;
            }

            latest = tick.Time;
            if (builder.Add(in tick) is { } closed)
            {
                yield return Of(closed.Start, closed.Bid, closed.Ask, closed.Volume.Value);
            }
        }

        if (builder.Forming is { } last)
        {
            yield return Of(last.Start, last.Bid, last.Ask, last.Volume.Value);
        }
    }

    private IndicatorBar Of(DateTimeOffset start, in Ohlc bid, in Ohlc ask, decimal volume)
    {
        day = day.Holds(start) ? day : FxDay.At(start);
        return new IndicatorBar(start, new BarInput(
            Price(bid.Open, ask.Open), Price(bid.High, ask.High), Price(bid.Low, ask.Low), Price(bid.Close, ask.Close), (double)volume, day.Date.DayNumber));
    }

    private double Price(Price bid, Price ask) => side switch
    {
        MarketSide.Ask => ask.ToDouble(),
        MarketSide.Mid => Domain.Markets.Price.Mid(bid, ask).ToDouble(),
        _ => bid.ToDouble(),
    };
}
