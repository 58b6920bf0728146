namespace Countersign.Domain.Markets;

/// <summary>A line of a recording that could not be read.</summary>
/// <param name="Line">From 1, the header included.</param>
/// <param name="Text">The line's beginning.</param>
/// <param name="Problem">What was expected.</param>
public sealed record MalformedLine(long Line, string Text, string Problem);

/// <summary>What the readers of recordings share: line numbers, and the count of lines that could not be read.</summary>
public abstract class RecordedReader
{
    /// <summary>So many malformed lines are kept word for word; all are counted.</summary>
    public const int MalformedKeptMax = 100;

    private readonly TextReader reader;
    private readonly List<MalformedLine> malformed = [];

    private protected RecordedReader(TextReader reader, RecordedFormat format)
    {
        this.reader = reader;
        Format = format;
        Line = 1;
    }

    public RecordedFormat Format { get; }

    /// <summary>Number of the last line read, from 1; the header is line 1.</summary>
    public long Line { get; private set; }

    /// <summary>Lines that could not be read. Empty lines are none.</summary>
    public long MalformedCount { get; private set; }

    /// <summary>The first malformed lines, at most <see cref="MalformedKeptMax"/>.</summary>
    public IReadOnlyList<MalformedLine> Malformed => malformed;

    /// <summary>Told of each malformed line as it is read, for example to count it in a quality report.</summary>
    public Action<MalformedLine>? OnMalformed { get; init; }

    private protected static RecordedRefusal? Refuse(TextReader reader, IEnumerable<RecordedFormat> formats, out RecordedFormat? format)
    {
        var header = reader.ReadLine();
        format = RecordedFormat.Detect(header);
        if (format is not null && formats.Contains(format))
        {
            return null;
        }

        var expected = RecordedRefusal.Headers(formats);
        return string.IsNullOrWhiteSpace(header) ? new RecordedRefusal.Empty(expected) : new RecordedRefusal.WrongHeader(header, expected);
    }

    /// <summary>The next line that is not empty, or null at the end.</summary>
    private protected string? NextLine()
    {
        while (reader.ReadLine() is { } line)
        {
            Line++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                return line;
            }
        }

        return null;
    }

    private protected void Reject(string line, string problem)
    {
        MalformedCount++;
        if (malformed.Count >= MalformedKeptMax && OnMalformed is null)
        {
            return;
        }

        var rejected = new MalformedLine(Line, RecordedRefusal.Shorten(line), problem);
        OnMalformed?.Invoke(rejected);
        if (malformed.Count < MalformedKeptMax)
        {
            malformed.Add(rejected);
        }
    }
}
