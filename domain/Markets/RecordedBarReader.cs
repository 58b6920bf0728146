using System.Diagnostics.CodeAnalysis;

namespace Countersign.Domain.Markets;

/// <summary>
/// Reads the bars of a recording, line by line. Bars whose extremes do not enclose their prices, whose closes are crossed, or that do not come
/// after the bar before them are counted as malformed.
/// </summary>
/// <remarks>Periods are taken as recorded: a daily bar that starts at midnight UTC stays one, and is not moved to the FX day.</remarks>
public sealed class RecordedBarReader : RecordedReader
{
    private const decimal SizeMax = 1e15m;
    private const int AdjustedDecimals = 6;

    private readonly Timeframe timeframe;
    private readonly int? digits;
    private readonly bool adjusted;
    private readonly FxCalendar calendar = new();
    private DateTimeOffset previous = DateTimeOffset.MinValue;

    private RecordedBarReader(Opened opened, RecordedOptions options, Timeframe timeframe)
        : base(opened, options)
    {
        this.timeframe = timeframe;
        digits = Format.HasIntegerPrices ? options.Digits : null;
        adjusted = options.Adjusted;
    }

    /// <summary>Reads the header. The text reader stays the caller's.</summary>
    /// <param name="timeframe">Which bars the file has: no format says.</param>
    public static bool TryOpen(
        TextReader reader,
        Timeframe timeframe,
        RecordedOptions options,
        [NotNullWhen(true)] out RecordedBarReader? bars,
        [NotNullWhen(false)] out RecordedRefusal? refusal)
    {
        bars = null;
        if (!TryOpen(reader, options, ticks: false, out var opened, out refusal))
        {
            return false;
        }

        if (opened.Format.HasIntegerPrices && options.Digits is null)
        {
            refusal = new RecordedRefusal.DigitsMissing();
            return false;
        }

        bars = new RecordedBarReader(opened, options, timeframe);
        return true;
    }

    /// <summary>The next good bar; malformed lines on the way are counted.</summary>
    /// <returns>False at the end of the recording.</returns>
    public bool TryRead([NotNullWhen(true)] out Bar? bar)
    {
        while (NextLine() is { } line)
        {
            var problem = Lines.TryBar(line, out var row);
            row = problem is null ? InUnits(row) : row;
            problem ??= Judge(in row);
            if (problem is null)
            {
                previous = row.Start;
                bar = Make(in row);
                return true;
            }

            Reject(line, problem);
        }

        bar = null;
        return false;
    }

    /// <summary>The next bar as it is recorded, whatever is wrong with it; lines that cannot be read are counted on the way.</summary>
    /// <returns>False at the end of the recording.</returns>
    public bool TryReadRaw(out RecordedBar bar)
    {
        while (NextLine() is { } line)
        {
            if (Lines.TryBar(line, out bar) is not { } problem)
            {
                bar = InUnits(bar);
                return true;
            }

            Reject(line, problem);
        }

        bar = default;
        return false;
    }

    private string? Judge(in RecordedBar bar)
    {
        if (!bar.Bid.IsConsistent || !bar.Ask.IsConsistent)
        {
            return "low <= open, close <= high must hold, and prices must be above zero";
        }

        if (bar.Bid.Close > bar.Ask.Close)
        {
            return "the closing bid is above the closing ask";
        }

        if (bar.Volume is < 0m or > SizeMax)
        {
            return "the size must not be negative, nor above 1e15";
        }

        return bar.Start > previous ? null : "the bar must start after the one before it";
    }

    private Bar Make(in RecordedBar bar)
    {
        var ticks = Format.CountsTicks ? (long)decimal.Truncate(bar.Volume) : 0;
        return new Bar(
            timeframe, bar.Start, bar.Start + timeframe.Length, calendar.DayAt(bar.Start).Date, bar.Bid, bar.Ask, ticks, new Quantity(bar.Volume));
    }

    private RecordedBar InUnits(RecordedBar bar)
    {
        if (digits is { } places)
        {
            bar = bar with { Bid = Scale(bar.Bid, places), Ask = Scale(bar.Ask, places) };
        }

        return adjusted && bar.Factor != 1m ? bar with { Bid = Adjust(bar.Bid, bar.Factor), Ask = Adjust(bar.Ask, bar.Factor) } : bar;
    }

    // The exports' integers carry binary rounding (120399.00000000001), hence the rounding first.
    private static Ohlc Scale(Ohlc prices, int digits) => Each(
        prices, p => Math.Abs(p) < long.MaxValue ? decimal.Round(p) * new decimal(1, 0, 0, false, (byte)digits) : p);

    private static Ohlc Adjust(Ohlc prices, decimal factor) => Each(
        prices, p => decimal.Round(p * factor, AdjustedDecimals, MidpointRounding.ToEven));

    private static Ohlc Each(Ohlc prices, Func<decimal, decimal> change) => new(
        new Price(change(prices.Open.Value)), new Price(change(prices.High.Value)), new Price(change(prices.Low.Value)),
        new Price(change(prices.Close.Value)));
}
