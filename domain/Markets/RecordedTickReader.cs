using System.Diagnostics.CodeAnalysis;

namespace Countersign.Domain.Markets;

/// <summary>Reads the ticks of a recording, line by line, in the file's order and without judging them: that is the tick guard's work.</summary>
public sealed class RecordedTickReader : RecordedReader
{
    private RecordedTickReader(TextReader reader)
        : base(reader, RecordedFormat.Ticks)
    {
    }

    /// <summary>Reads the header. The text reader stays the caller's.</summary>
    /// <param name="onMalformed">Told of each malformed line as it is read.</param>
    public static bool TryOpen(
        TextReader reader,
        [NotNullWhen(true)] out RecordedTickReader? ticks,
        [NotNullWhen(false)] out RecordedRefusal? refusal,
        Action<MalformedLine>? onMalformed = null)
    {
        refusal = Refuse(reader, [RecordedFormat.Ticks], out _);
        ticks = refusal is null ? new RecordedTickReader(reader) { OnMalformed = onMalformed } : null;
        return refusal is null;
    }

    /// <summary>The next tick that can be read; malformed lines on the way are counted.</summary>
    /// <returns>False at the end of the recording.</returns>
    public bool TryRead(out Tick tick)
    {
        while (NextLine() is { } line)
        {
            if (TryParse(line, out tick, out var problem))
            {
                return true;
            }

            Reject(line, problem);
        }

        tick = default;
        return false;
    }

    /// <summary>Reads one line <c>ts_utc,bid,ask</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out Tick tick, [NotNullWhen(false)] out string? problem)
    {
        tick = default;
        var fields = new RecordedFields(line);
        if (!fields.TryTime(out var time))
        {
            problem = "field 1 must be a UTC time such as 2014-05-06T00:05:10.112Z";
        }
        else if (!fields.TryNumber(out var bid))
        {
            problem = "field 2 (bid) must be a number";
        }
        else if (!fields.TryNumber(out var ask))
        {
            problem = "field 3 (ask) must be a number";
        }
        else if (!fields.AtEnd)
        {
            problem = "there must be 3 fields";
        }
        else
        {
            tick = new Tick(time, new Price(bid), new Price(ask));
            problem = null;
        }

        return problem is null;
    }
}
