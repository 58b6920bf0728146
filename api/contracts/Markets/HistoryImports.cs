using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Markets;

/// <summary>Begins an import of a recording into the market history, which every tenant reads.</summary>
public sealed record BeginHistoryImportRequest
{
    /// <summary>What the recording is called: 1 to 100 letters, digits, dots, hyphens and underscores. Its symbol is read from it where none is given.</summary>
    [Required]
    public string? FileName { get; init; }

    /// <summary>Under which source its rows are stored: 1 to 32 lower-case letters, digits and hyphens; <c>import</c> where absent.</summary>
    public string? Source { get; init; }

    /// <summary>What it quotes; of a matrix every column where absent.</summary>
    public string? Symbol { get; init; }

    /// <summary>Of bars, <c>M1</c> to <c>D1</c>; measured where absent.</summary>
    public string? Timeframe { get; init; }

    /// <summary>As in docs/market-data.md, such as <c>ticks</c>, <c>mt5</c> or <c>histdata</c>; found out by the first line where absent.</summary>
    public string? Format { get; init; }

    /// <summary>The clock of times without an offset: <c>utc</c>, <c>+02:00</c>, <c>mt5</c> or a name such as <c>Europe/Berlin</c>; the format's where absent.</summary>
    public string? Zone { get; init; }

    /// <summary>Digits behind the point of integer prices, 0 to 8; the instrument's where absent.</summary>
    public int? Digits { get; init; }

    /// <summary>Prices of shares with dividends and splits taken out, where the file has the factors; as they were traded where absent.</summary>
    public bool? Adjusted { get; init; }
}

/// <summary>A part of a recording.</summary>
public sealed record HistoryImportPart
{
    /// <summary>The text, any length that the request's limit allows; parts may be cut anywhere.</summary>
    [Required]
    public string? Text { get; init; }

    /// <summary>Nothing follows: the recording is stored from now on. More follows where absent.</summary>
    public bool? IsLast { get; init; }
}

/// <summary>An import of a recording.</summary>
/// <param name="ImportId"><c>imp-…</c></param>
/// <param name="FileName">As it was said.</param>
/// <param name="Source">Under which source its rows are stored.</param>
/// <param name="Status"><c>receiving</c>, <c>waiting</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="EndedAt">UTC; null where it has not ended.</param>
/// <param name="Received">Bytes that have come, as UTF-8; the next part begins there.</param>
/// <param name="Progress">The part of them that is stored, 0 to 1; 0 while they come.</param>
/// <param name="Rows">Bars or ticks that are stored, those of an earlier import of the same contents included.</param>
/// <param name="LeftOut">Lines that could not be read, or break a bar's rules.</param>
/// <param name="Defects">The first five of them.</param>
/// <param name="Series">What it was read as; empty before it was looked at.</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
public sealed record HistoryImport(
    string ImportId, string FileName, string Source, string Status, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, long Received, double Progress, long Rows,
    long LeftOut, IReadOnlyList<RecordDefect> Defects, IReadOnlyList<string> Series, string? Problem);
