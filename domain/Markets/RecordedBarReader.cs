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

    private static readonly RecordedFormat[] Formats = [RecordedFormat.BidAskBars, RecordedFormat.TradeBars, RecordedFormat.MetaTraderBars];

    private readonly Timeframe timeframe;
    private readonly Instrument instrument;
    private readonly decimal metaTraderUnit;
    private readonly FxCalendar calendar = new();
    private DateTimeOffset previous = DateTimeOffset.MinValue;

    private RecordedBarReader(TextReader reader, RecordedFormat format, Timeframe timeframe, Instrument instrument, int? digits)
        : base(reader, format)
    {
        this.timeframe = timeframe;
        this.instrument = instrument;
        metaTraderUnit = new decimal(1, 0, 0, false, (byte)(digits ?? instrument.PriceDecimals));
    }

    /// <summary>Reads the header. The text reader stays the caller's.</summary>
    /// <param name="timeframe">Which bars the file has: no format says.</param>
    /// <param name="digits">Digits of MetaTrader's integer prices where they differ from the instrument's <see cref="Instrument.PriceDecimals"/>.</param>
    /// <param name="onMalformed">Told of each malformed line as it is read.</param>
    public static bool TryOpen(
        TextReader reader,
        Timeframe timeframe,
        Instrument instrument,
        [NotNullWhen(true)] out RecordedBarReader? bars,
        [NotNullWhen(false)] out RecordedRefusal? refusal,
        int? digits = null,
        Action<MalformedLine>? onMalformed = null)
    {
        refusal = Refuse(reader, Formats, out var format);
        bars = refusal is null ? new RecordedBarReader(reader, format!, timeframe, instrument, digits) { OnMalformed = onMalformed } : null;
        return refusal is null;
    }

    /// <summary>The next good bar; malformed lines on the way are counted.</summary>
    /// <returns>False at the end of the recording.</returns>
    public bool TryRead([NotNullWhen(true)] out Bar? bar)
    {
        while (NextLine() is { } line)
        {
            var problem = Parse(line, out bar);
            if (problem is null && bar is not null)
            {
                previous = bar.Start;
                return true;
            }

            Reject(line, problem ?? string.Empty);
        }

        bar = null;
        return false;
    }

    private string? Parse(ReadOnlySpan<char> line, out Bar? bar)
    {
        bar = null;
        var fields = new RecordedFields(line);
        if (!fields.TryTime(out var start))
        {
            return "field 1 must be a time such as 2014-05-06T00:05:00Z";
        }

        var hasAsk = Format == RecordedFormat.BidAskBars;
        if (!TrySide(ref fields, out var bid, out var volume))
        {
            return "fields 2 to 6 must be numbers: open, high, low, close, size";
        }

        var ask = bid;
        if (hasAsk && !TrySide(ref fields, out ask, out _))
        {
            return "fields 7 to 11 must be numbers: open, high, low, close, size";
        }

        if (!fields.AtEnd)
        {
            return hasAsk ? "there must be 11 fields" : "there must be 6 fields";
        }

        if (Format == RecordedFormat.MetaTraderBars)
        {
            start = MetaTraderTime.ToUtc(start.DateTime);
            bid = Scale(bid);
            ask = bid;
        }

        var problem = Judge(start, in bid, in ask, volume);
        bar = problem is null ? Make(start, bid, ask, volume) : null;
        return problem;
    }

    private string? Judge(DateTimeOffset start, in Ohlc bid, in Ohlc ask, decimal volume)
    {
        if (!bid.IsConsistent || !ask.IsConsistent)
        {
            return "low <= open, close <= high must hold, and prices must be above zero";
        }

        if (bid.Close > ask.Close)
        {
            return "the closing bid is above the closing ask";
        }

        if (volume is < 0m or > SizeMax)
        {
            return "the size must not be negative, nor above 1e15";
        }

        return start > previous ? null : "the bar must start after the one before it";
    }

    private Bar Make(DateTimeOffset start, Ohlc bid, Ohlc ask, decimal volume)
    {
        var ticks = Format == RecordedFormat.MetaTraderBars ? (long)decimal.Truncate(volume) : 0;
        return new Bar(timeframe, start, start + timeframe.Length, calendar.DayAt(start).Date, bid, ask, ticks, new Quantity(volume));
    }

    // The export's integers carry binary rounding (120399.00000000001), hence the rounding to a tick.
    private Ohlc Scale(Ohlc bid) => new(Scale(bid.Open), Scale(bid.High), Scale(bid.Low), Scale(bid.Close));

    private Price Scale(Price price) => instrument.RoundPrice(new Price(decimal.Round(price.Value) * metaTraderUnit));

    private static bool TrySide(ref RecordedFields fields, out Ohlc prices, out decimal size)
    {
        prices = default;
        size = 0m;
        if (!fields.TryNumber(out var open) || !fields.TryNumber(out var high) || !fields.TryNumber(out var low)
            || !fields.TryNumber(out var close) || !fields.TryNumber(out size))
        {
            return false;
        }

        prices = new Ohlc(new Price(open), new Price(high), new Price(low), new Price(close));
        return true;
    }
}
