namespace Countersign.Domain.Markets;

/// <summary>A bar as it stands on a line, not yet judged.</summary>
/// <param name="Ask">The bid's where the recording has one side only.</param>
/// <param name="Factor">What its prices are multiplied with to take dividends and splits out; 1 where the recording does not say.</param>
/// <param name="HasBothSides">The recording has an ask of its own.</param>
public readonly record struct RecordedBar(DateTimeOffset Start, Ohlc Bid, Ohlc Ask, decimal Volume, decimal Factor, bool HasBothSides);

/// <summary>Takes the lines of one format apart.</summary>
internal sealed class RecordedLines(RecordedFormat format, RecordedZone? zone = null)
{
    private readonly Range[] fields = new Range[RecordedFormat.ColumnsMax + 1];
    private readonly RecordedZone zone = zone ?? format.Zone;
    private DateTimeOffset previous = DateTimeOffset.MinValue;
    private Tick before;
    private int found;

    public RecordedFormat Format => format;

    /// <summary>Whether a line reads as the format.</summary>
    public bool CanRead(string line) => format.IsTicks ? TryTick(line, out _) is null : TryBar(line, out _) is null;

    /// <returns>What is wrong with the line; null where it can be read.</returns>
    public string? TryTick(ReadOnlySpan<char> line, out Tick tick)
    {
        var columns = format.Columns;
        string? problem = null;
        Split(line, ref problem);
        var time = Time(line, ref problem);
        var bid = Side(line, columns.Bid, "bid", before.Bid, ref problem);
        var ask = Side(line, columns.Ask, "ask", before.Ask, ref problem);
        var bidSize = Number(line, columns.BidSize, "bid size", ref problem);
        var askSize = Number(line, columns.AskSize, "ask size", ref problem);
        CheckCount(ref problem);
        tick = problem is null ? new Tick(time, new Price(bid), new Price(ask), new Quantity(bidSize), new Quantity(askSize)) : default;
        (previous, before) = problem is null ? (time, tick) : (previous, before);
        return problem;
    }

    /// <returns>What is wrong with the line; null where it can be read.</returns>
    public string? TryBar(ReadOnlySpan<char> line, out RecordedBar bar)
    {
        var columns = format.Columns;
        string? problem = null;
        Split(line, ref problem);
        var start = Time(line, ref problem);
        var bid = new Ohlc(
            new Price(Number(line, columns.Open, "open", ref problem)), new Price(Number(line, columns.High, "high", ref problem)),
            new Price(Number(line, columns.Low, "low", ref problem)), new Price(Number(line, columns.Close, "close", ref problem)));
        var volume = Number(line, columns.Volume, "size", ref problem);
        var ask = columns.AskOpen is null
            ? Above(bid, Number(line, columns.Spread, "spread", ref problem))
            : new Ohlc(
                new Price(Number(line, columns.AskOpen, "ask open", ref problem)), new Price(Number(line, columns.AskHigh, "ask high", ref problem)),
                new Price(Number(line, columns.AskLow, "ask low", ref problem)), new Price(Number(line, columns.AskClose, "ask close", ref problem)));
        Number(line, columns.AskSize, "ask size", ref problem);
        var factor = (columns.PriceFactor is null ? 1m : Number(line, columns.PriceFactor, "price factor", ref problem))
            * (columns.SplitFactor is null ? 1m : Number(line, columns.SplitFactor, "split factor", ref problem));
        CheckCount(ref problem);
        bar = problem is null ? new RecordedBar(start, bid, ask, volume, factor, columns.AskOpen is not null || columns.Spread is not null) : default;
        previous = problem is null ? start : previous;
        return problem;
    }

    // A point is the last digit that any of the bar's prices shows.
    private static Ohlc Above(Ohlc bid, decimal points)
    {
        if (points == 0m)
        {
            return bid;
        }

        var scale = Math.Max(Math.Max(bid.Open.Value.Scale, bid.High.Value.Scale), Math.Max(bid.Low.Value.Scale, bid.Close.Value.Scale));
        var spread = points * new decimal(1, 0, 0, false, scale);
        return new Ohlc(bid.Open + spread, bid.High + spread, bid.Low + spread, bid.Close + spread);
    }

    // What lies behind the last field must not be read from the line before.
    private void Split(ReadOnlySpan<char> line, ref string? problem)
    {
        found = line.Split(fields, format.Separator);
        fields.AsSpan(found).Clear();
        problem = found > RecordedFormat.ColumnsMax ? $"there must be at most {RecordedFormat.ColumnsMax} fields" : null;
    }

    // Last, for what is missing is better said by its name.
    private void CheckCount(ref string? problem)
    {
        if (format.Columns.Count is { } wanted && found != wanted)
        {
            problem ??= $"there must be {wanted} fields";
        }
    }

    private DateTimeOffset Time(ReadOnlySpan<char> line, ref string? problem)
    {
        var column = format.Columns.Time;
        if (problem is not null)
        {
            return default;
        }

        if (!RecordedTime.TryParse(format.TimeStyle, format.TimePattern, line[fields[column]].Trim(), out var local, out var offset))
        {
            problem = $"field {column + 1} must be a time such as {Example()}";
            return default;
        }

        if (format.Columns.TimeOfDay is { } timeColumn)
        {
            if (!RecordedTime.TryTimeOfDay(line[fields[timeColumn]].Trim(), out var ticks))
            {
                problem = $"field {timeColumn + 1} must be a time of day such as 00:05:10";
                return default;
            }

            local = local.AddTicks(ticks);
        }

        var instant = offset is { } known ? new DateTimeOffset(local.Ticks - known.Ticks, TimeSpan.Zero) : zone.ToUtc(local, previous);
        problem = instant is null ? $"field {column + 1} is in the hour that clocks skip in spring" : null;
        return instant ?? default;
    }

    private string Example() => format.TimeStyle switch
    {
        RecordedTimeStyle.Iso => format.IsTicks ? "2014-05-06T00:05:10.112Z" : "2014-05-06T00:05:00Z",
        RecordedTimeStyle.Compact => "20140506 000510",
        RecordedTimeStyle.DayFirst => "06.05.2014 00:05:10.112",
        RecordedTimeStyle.Dotted => "2014.05.06",
        RecordedTimeStyle.UnixSeconds => "1399334710",
        RecordedTimeStyle.UnixMilliseconds => "1399334710112",
        _ => format.TimePattern ?? "2014-05-06",
    };

    // Until a side was quoted once, there is nothing that it could repeat.
    private decimal Side(ReadOnlySpan<char> line, int? column, string name, Price last, ref string? problem) =>
        format.OmitsUnchanged && problem is null && last.Value > 0m && line[fields[column!.Value]].Trim().IsEmpty
            ? last.Value
            : Number(line, column, name, ref problem);

    private decimal Number(ReadOnlySpan<char> line, int? column, string name, ref string? problem)
    {
        if (column is not { } at || problem is not null)
        {
            return 0m;
        }

        if (!RecordedNumber.TryParse(line[fields[at]], out var number))
        {
            problem = $"field {at + 1} ({name}) must be a number";
        }

        return number;
    }
}
