using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Silo.Hosting;

/// <summary>The recording cannot be read; the message is for the user, with the line where there is one.</summary>
internal sealed class RecordingException(string message) : Exception(message);

/// <summary>A recording, looked at: what it is, and how its rows are read.</summary>
internal sealed class Recording
{
    private readonly RecordingOptions options;

    private Recording(RecordingOptions options, RecordedFormat format, Timeframe? timeframe, Symbol symbol)
    {
        this.options = options;
        Format = format;
        Timeframe = timeframe;
        Symbol = symbol;
    }

    public string File => options.File;

    public RecordedFormat Format { get; }

    /// <summary>Null for ticks.</summary>
    public Timeframe? Timeframe { get; }

    public Symbol Symbol { get; }

    /// <summary>Looks at a file's first lines. A matrix is as many recordings as it has columns, unless one is named.</summary>
    /// <param name="otherwise">What it quotes where its name does not say; without it, that is a problem.</param>
    /// <exception cref="RecordingException">It cannot be read as what it is said to be.</exception>
    public static IReadOnlyList<Recording> Open(RecordingOptions options, Symbol? otherwise = null)
    {
        RecordedInspection? inspection;
        using (var text = OpenText(options.File))
        {
            if (!RecordedInspection.TryInspect(text, new RecordedOptions(options.Format, options.Zone), out inspection, out var refusal))
            {
                throw new RecordingException($"{options.File}, {refusal.Message} Another format can be described with --map.");
            }
        }

        var format = inspection.Format;
        Timeframe? timeframe = format.IsTicks ? null : options.Timeframe ?? inspection.Timeframe ?? throw new RecordingException(
            inspection.Distance is { } distance
                ? $"{options.File}: its bars are {distance} apart, which is none of {string.Join(", ", Timeframes.All)}; say --timeframe T."
                : $"{options.File}: no two bars can be read among its first lines; say --timeframe T, or --format or --map where it is no {format.Name}.");
        if (options.AskFile is not null && (format.IsTicks || format.Columns.AskOpen is not null || !format.Symbols.IsEmpty))
        {
            throw new RecordingException($"--ask goes with bars of one side; {options.File} has the format {format.Name}.");
        }

        return options.Symbol is null && !format.Symbols.IsEmpty
            ? [.. format.Symbols.Select(s => new Recording(options, format, timeframe, s))]
            : [new Recording(options, format, timeframe, options.Symbol ?? Guess(options.File, format, otherwise))];
    }

    /// <summary>How its rows are read.</summary>
    public RecordedOptions Options(Action<MalformedLine> onMalformed) => new(
        Format, options.Zone, options.Digits ?? (Instruments.Find(Symbol) is { } known ? known.ExportDigits : null), Symbol, options.Adjusted, onMalformed);

    public StreamReader OpenText() => OpenText(options.File);

    /// <exception cref="RecordingException">It cannot be read as its format.</exception>
    public RecordedTickReader Ticks(TextReader text, RecordedOptions read) => RecordedTickReader.TryOpen(text, read, out var ticks, out var refusal)
        ? ticks
        : throw new RecordingException($"{options.File}, {refusal.Message}");

    /// <exception cref="RecordingException">It cannot be read as its format.</exception>
    public RecordedBarReader Bars(TextReader text, RecordedOptions read) =>
        RecordedBarReader.TryOpen(text, Timeframe!.Value, read, out var bars, out var refusal)
            ? bars
            : throw new RecordingException($"{options.File}, {refusal.Message} Say --digits N.");

    /// <summary>The file with the asks; null where there is none.</summary>
    /// <exception cref="RecordingException">It cannot be read.</exception>
    public StreamReader? OpenAsks() => options.AskFile is { } file ? OpenText(file) : null;

    /// <summary>Reads the file with the asks, as the other one is read.</summary>
    /// <exception cref="RecordingException">It cannot be read as its format.</exception>
    public RecordedBarReader AskBars(TextReader text, Action<MalformedLine> onMalformed)
    {
        var read = Options(line => onMalformed(line with { Problem = "asks: " + line.Problem }));
        return RecordedBarReader.TryOpen(text, Timeframe!.Value, read, out var bars, out var refusal)
            ? bars
            : throw new RecordingException($"{options.AskFile}, {refusal.Message}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Symbol} {(Timeframe is { } bars ? bars.ToString() : "ticks")}, format {Format.Name}{(Format.GuessesZone && options.Zone is null ? " (the file does not say its zone: read as UTC, --zone changes that)" : string.Empty)}");

    private static StreamReader OpenText(string file) => new(OpenFile(file));

    /// <exception cref="RecordingException">It cannot be read.</exception>
    public static FileStream OpenFile(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{file} cannot be read: {e.Message}");
        }
    }

    private static Symbol Guess(string file, RecordedFormat format, Symbol? otherwise)
    {
        var name = Path.GetFileNameWithoutExtension(file).ToUpperInvariant();
        if (Instruments.Known.FirstOrDefault(i => name.Contains(i.Symbol.Value, StringComparison.Ordinal)) is { } known)
        {
            return known.Symbol;
        }

        // "spy_d1.csv", "ethusd_coinbase.csv": the first word, where it can be a ticker or a pair.
        var word = new string([.. name.TakeWhile(char.IsAsciiLetterUpper)]);
        return format.Zone == RecordedZone.NewYork && word.Length is >= 1 and <= 5 || word.Length == 6
            ? Symbol.Parse(word)
            : otherwise ?? throw new RecordingException($"What {Path.GetFileName(file)} quotes is not clear from its name: say --symbol S.");
    }
}
