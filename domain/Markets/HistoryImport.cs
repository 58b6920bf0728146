using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Markets;

/// <summary>How far an import of a recording into the market history is.</summary>
public enum HistoryImportStatus
{
    /// <summary>Its contents are still coming.</summary>
    Receiving,

    /// <summary>All of it is there; another import is being stored.</summary>
    Waiting,

    Running,

    /// <summary>Everything that could be read is stored.</summary>
    Done,

    /// <summary>It could not be read, or not stored; what was stored before stays.</summary>
    Failed,
}

/// <summary>How a recording is to be read.</summary>
/// <param name="FileName">What it is called: 1 to 100 letters, digits, dots, hyphens and underscores. Its symbol is read from it where none is given.</param>
/// <param name="Source">Under which source its rows are stored: 1 to 32 lower-case letters, digits and hyphens.</param>
/// <param name="Symbol">What it quotes; null reads it from the name, and of a matrix takes every column.</param>
/// <param name="Timeframe">Of bars; null measures it.</param>
/// <param name="Format">A name of <see cref="RecordedFormat.All"/>; null detects it.</param>
/// <param name="Zone">As <see cref="RecordedZone"/> is written; null is the format's.</param>
/// <param name="Digits">Digits behind the point of integer prices, 0 to 8; null takes the instrument's.</param>
/// <param name="Adjusted">Prices of shares with dividends and splits taken out, where the file has the factors.</param>
public sealed record HistoryImportOptions(
    string FileName, string Source, Symbol? Symbol, Timeframe? Timeframe, string? Format, string? Zone, int? Digits, bool Adjusted);

/// <summary>An import of a recording.</summary>
/// <param name="Id"><c>imp-…</c></param>
/// <param name="Received">Bytes of its contents that have come, as UTF-8.</param>
/// <param name="Read">Bytes of them that are read and stored.</param>
/// <param name="Rows">Bars or ticks that are stored, those of an earlier import of the same contents included.</param>
/// <param name="LeftOut">Lines that could not be read, or break a bar's rules.</param>
/// <param name="Lines">The first of them, with what is wrong.</param>
/// <param name="Series">What it was read as, such as <c>EURUSD H1</c>; empty before it is looked at.</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
public sealed record HistoryImport(
    string Id, HistoryImportOptions Options, HistoryImportStatus Status, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, long Received, long Read, long Rows,
    long LeftOut, ImmutableArray<MalformedLine> Lines, ImmutableArray<string> Series, string? Problem);

/// <summary>Why an import is not taken as asked.</summary>
public static class HistoryImportRefusals
{
    public static Refusal NotFound { get; } = new("import.not_found", "There is no such import.");

    public static Refusal NotReceiving { get; } = new("import.not_receiving", "All of its contents are there already.");

    public static Refusal TooMany(int max) => new(
        "import.too_many", FormattableString.Invariant($"{max} imports have not ended: wait for one, or remove one."));

    public static Refusal TooLarge(long max) => new(
        "import.too_large", FormattableString.Invariant($"An import has at most {max:N0} bytes: cut the recording in parts, or import it on the desk's machine with ./run import."));

    /// <param name="received">Where the next part begins.</param>
    public static Refusal Offset(long received) => new(
        "import.offset", FormattableString.Invariant($"{received} bytes have come: the next part begins there."));
}
