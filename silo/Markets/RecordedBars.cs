using Countersign.Domain.Markets;

namespace Countersign.Silo.Markets;

/// <summary>Plays recorded bars as ticks: a bar's four prices, each side's own, at its start, thirds and just before its end.</summary>
internal static class RecordedBars
{
    /// <summary>
    /// Open, then the extreme that a rising (falling) bar meets first by convention: the low (the high), then the other, then close. The true
    /// order within a bar is not recorded.
    /// </summary>
    public static IEnumerable<Tick> Ticks(Bar bar)
    {
        var rises = bar.Bid.Close >= bar.Bid.Open;
        var step = (bar.End - bar.Start) / 3;
        yield return At(bar.Start, bar.Bid.Open, bar.Ask.Open);
        yield return rises ? At(bar.Start + step, bar.Bid.Low, bar.Ask.Low) : At(bar.Start + step, bar.Bid.High, bar.Ask.High);
        yield return rises ? At(bar.Start + (2 * step), bar.Bid.High, bar.Ask.High) : At(bar.Start + (2 * step), bar.Bid.Low, bar.Ask.Low);
        yield return At(bar.End.AddTicks(-1), bar.Bid.Close, bar.Ask.Close);
    }

    /// <summary>The timeframe of a file of bars: the smallest distance between the first lines' times.</summary>
    /// <exception cref="ReplayException">The file cannot be read, or no timeframe of the desk is that long.</exception>
    public static Timeframe TimeframeOf(string file)
    {
        using var text = new StreamReader(file);
        if (!RecordedInspection.TryInspect(text, new RecordedOptions(), out var inspection, out var refusal))
        {
            throw new ReplayException($"{file}: {refusal.Message}");
        }

        return inspection.Timeframe
            ?? throw new ReplayException($"{file}: bars {inspection.Distance ?? TimeSpan.Zero} apart are none of {string.Join(", ", Timeframes.All)}.");
    }

    // A recording can have an ask low below the bid low of another moment in the bar; a tick must not be crossed by that.
    private static Tick At(DateTimeOffset time, Price bid, Price ask) => new(time, bid, ask < bid ? bid : ask);
}
