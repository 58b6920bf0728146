using System.Diagnostics.CodeAnalysis;

namespace Countersign.Domain.Markets;

/// <summary>A line of a recording that could not be read.</summary>
/// <param name="Line">From 1, the header included.</param>
/// <param name="Text">The line's beginning.</param>
/// <param name="Problem">What was expected.</param>
public sealed record MalformedLine(long Line, string Text, string Problem);

/// <summary>How a recording is to be read.</summary>
/// <param name="Format">Null detects it.</param>
/// <param name="Zone">By which clock its times are, where that is not the format's.</param>
/// <param name="Digits">Digits behind the point of integer prices.</param>
/// <param name="Column">Which of a matrix's symbols.</param>
/// <param name="Adjusted">Prices with dividends and splits taken out, where the recording has the factors.</param>
/// <param name="OnMalformed">Told of each malformed line as it is read.</param>
public sealed record RecordedOptions(
    RecordedFormat? Format = null,
    RecordedZone? Zone = null,
    int? Digits = null,
    Symbol? Column = null,
    bool Adjusted = false,
    Action<MalformedLine>? OnMalformed = null);

/// <summary>What the readers of recordings share: line numbers, and the count of lines that could not be read.</summary>
public abstract class RecordedReader
{
    /// <summary>So many malformed lines are kept word for word; all are counted.</summary>
    public const int MalformedKeptMax = 100;

    private readonly TextReader reader;
    private readonly List<MalformedLine> malformed = [];
    private readonly Action<MalformedLine>? onMalformed;
    private string? first;

    private protected RecordedReader(Opened opened, RecordedOptions options)
    {
        reader = opened.Reader;
        Lines = new RecordedLines(opened.Format, options.Zone);
        onMalformed = options.OnMalformed;
        first = opened.FirstLine;
        Line = first is null ? 1 : 0;
    }

    public RecordedFormat Format => Lines.Format;

    /// <summary>Number of the last line read, from 1; a header is line 1.</summary>
    public long Line { get; private set; }

    /// <summary>Lines that could not be read. Empty lines are none.</summary>
    public long MalformedCount { get; private set; }

    /// <summary>The first malformed lines, at most <see cref="MalformedKeptMax"/>.</summary>
    public IReadOnlyList<MalformedLine> Malformed => malformed;

    private protected RecordedLines Lines { get; }

    /// <summary>Reads the first line, and says by which format the others are read.</summary>
    private protected static bool TryOpen(
        TextReader reader, RecordedOptions options, bool ticks, [NotNullWhen(true)] out Opened? opened, [NotNullWhen(false)] out RecordedRefusal? refusal)
    {
        opened = null;
        var line = reader.ReadLine()?.TrimStart('\uFEFF');
        var format = options.Format ?? RecordedFormat.Detect(line);
        refusal = Refuse(line, format, ticks);
        if (refusal is null && format!.Symbols is { IsEmpty: false } symbols)
        {
            format = options.Column is { } column ? format.Of(column) : null;
            refusal = format is null ? new RecordedRefusal.NoColumn(options.Column, symbols) : null;
        }

        opened = refusal is null ? new Opened(reader, format!, format!.HasHeader ? null : line) : null;
        return refusal is null;
    }

    /// <summary>The next line that is not empty, or null at the end.</summary>
    private protected string? NextLine()
    {
        while ((first ?? reader.ReadLine()) is { } line)
        {
            first = null;
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
        if (malformed.Count >= MalformedKeptMax && onMalformed is null)
        {
            return;
        }

        var rejected = new MalformedLine(Line, RecordedRefusal.Shorten(line), problem);
        onMalformed?.Invoke(rejected);
        if (malformed.Count < MalformedKeptMax)
        {
            malformed.Add(rejected);
        }
    }

    private static RecordedRefusal? Refuse(string? line, RecordedFormat? format, bool ticks)
    {
        var expected = format is null || format.IsTicks != ticks ? RecordedFormat.All.Where(f => f.IsTicks == ticks) : [format];
        if (string.IsNullOrWhiteSpace(line))
        {
            return new RecordedRefusal.Empty(RecordedRefusal.Headers(expected));
        }

        // A user's own mapping knows its columns, whatever they are called.
        var isHeader = format is not null
            && (!format.HasHeader || format.Header.Length == 0 || format.Header == line.TrimEnd('\r', ' ') || !format.Symbols.IsEmpty);
        return format?.IsTicks == ticks && isHeader ? null : new RecordedRefusal.WrongHeader(line, RecordedRefusal.Headers(expected));
    }

    /// <param name="FirstLine">Of a format without a header the first line, which is to be read; else null.</param>
    private protected sealed record Opened(TextReader Reader, RecordedFormat Format, string? FirstLine);
}
