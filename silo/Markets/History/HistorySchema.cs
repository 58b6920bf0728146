namespace Countersign.Silo.Markets.History;

/// <summary>The history's tables, step by step. A step that was released never changes; a new one is added below it.</summary>
internal static class HistorySchema
{
    public static IReadOnlyList<string> Steps { get; } = [First];

    public static int Newest => Steps.Count;

    public static string ForSqlite(string step) => step
        .Replace("{text}", "TEXT", StringComparison.Ordinal)
        .Replace("{int}", "INTEGER", StringComparison.Ordinal)
        .Replace("{bytes}", "BLOB", StringComparison.Ordinal)
        .Replace("{by start}", string.Empty, StringComparison.Ordinal);

    public static string ForPostgres(string step) => step
        .Replace("{text}", "TEXT COLLATE \"C\"", StringComparison.Ordinal)
        .Replace("{int}", "BIGINT", StringComparison.Ordinal)
        .Replace("{bytes}", "BYTEA", StringComparison.Ordinal)
        .Replace("{by start}", "PARTITION BY RANGE (start)", StringComparison.Ordinal);

    /// <summary>What to say when the database is newer than the program.</summary>
    public static string TooNew(long found) =>
        $"The market history's schema is {found}; this program knows schemas up to {Newest}. Start the newer program, or import into another folder.";

    // Times are UTC in units of 100 ns since the year 1. A timeframe of '' are ticks. The bodies are BarChunk's and TickChunk's.
    private const string First = """
        CREATE TABLE history_series (
            id {int} NOT NULL PRIMARY KEY,
            symbol {text} NOT NULL,
            timeframe {text} NOT NULL,
            source {text} NOT NULL,
            row_count {int} NOT NULL,
            first {int} NOT NULL,
            last {int} NOT NULL,
            UNIQUE (symbol, timeframe, source));

        CREATE TABLE history_chunks (
            series {int} NOT NULL,
            start {int} NOT NULL,
            row_count {int} NOT NULL,
            first {int} NOT NULL,
            last {int} NOT NULL,
            body {bytes} NOT NULL,
            PRIMARY KEY (series, start)) {by start};

        CREATE TABLE history_imports (
            import {text} NOT NULL PRIMARY KEY,
            line {int} NOT NULL,
            row_count {int} NOT NULL,
            done {int} NOT NULL);
        """;
}
