namespace Countersign.Silo.Audit;

/// <summary>
/// The schema, step by step. A step that was released never changes; a new one is added below it. Both databases share the text: the words in
/// braces stand for the types that they name differently. Text compares by its bytes in both, because pages are cut by it.
/// </summary>
internal static class Migrations
{
    public static IReadOnlyList<string> Steps { get; } = [Journal, Settings];

    /// <summary>The schema that this program writes.</summary>
    public static int Newest => Steps.Count;

    public static string ForSqlite(string step) => step
        .Replace("{text}", "TEXT", StringComparison.Ordinal)
        .Replace("{int}", "INTEGER", StringComparison.Ordinal)
        .Replace("{real}", "REAL", StringComparison.Ordinal)
        .Replace("{bytes}", "BLOB", StringComparison.Ordinal)
        .Replace("{zero}", "zeroblob(32)", StringComparison.Ordinal);

    public static string ForPostgres(string step) => step
        .Replace("{text}", "TEXT COLLATE \"C\"", StringComparison.Ordinal)
        .Replace("{int}", "BIGINT", StringComparison.Ordinal)
        .Replace("{real}", "DOUBLE PRECISION", StringComparison.Ordinal)
        .Replace("{bytes}", "BYTEA", StringComparison.Ordinal)
        .Replace("{zero}", "decode(repeat('00', 32), 'hex')", StringComparison.Ordinal);

    /// <summary>What to say when the database is newer than the program.</summary>
    public static string TooNew(long found) =>
        $"The journal's schema is {found}; this program knows schemas up to {Newest}. Start the newer program, or restore the backup from before it.";

    // The chains' row '*' is the whole journal's: it numbers the events and streams, and in PostgreSQL it is the lock that writers queue on.
    private const string Journal = """
        CREATE TABLE chains (
            tenant {text} NOT NULL PRIMARY KEY,
            event_count {int} NOT NULL,
            stream_count {int} NOT NULL,
            hash {bytes} NOT NULL);

        INSERT INTO chains (tenant, event_count, stream_count, hash)
        VALUES ('*', 0, 0, {zero});

        CREATE TABLE streams (
            id {int} NOT NULL PRIMARY KEY,
            tenant {text} NOT NULL,
            name {text} NOT NULL,
            version {int} NOT NULL,
            hash {bytes} NOT NULL,
            UNIQUE (tenant, name));

        CREATE TABLE events (
            position {int} NOT NULL PRIMARY KEY,
            stream_id {int} NOT NULL REFERENCES streams (id),
            version {int} NOT NULL,
            type {text} NOT NULL,
            body {bytes} NOT NULL,
            command_id {text} NOT NULL,
            starts_command {int} NOT NULL,
            actor {text} NOT NULL,
            recorded_at {int} NOT NULL,
            previous_hash {bytes} NOT NULL,
            hash {bytes} NOT NULL,
            UNIQUE (stream_id, version));

        CREATE UNIQUE INDEX events_command ON events (stream_id, command_id) WHERE starts_command = 1;

        CREATE TABLE snapshots (
            tenant {text} NOT NULL,
            stream {text} NOT NULL,
            version {int} NOT NULL,
            schema {text} NOT NULL,
            state {bytes} NOT NULL,
            PRIMARY KEY (tenant, stream));

        CREATE TABLE probes (
            id {int} NOT NULL PRIMARY KEY,
            at {int} NOT NULL);
        """;

    private const string Settings = """
        CREATE TABLE grain_states (
            service {text} NOT NULL,
            name {text} NOT NULL,
            grain {text} NOT NULL,
            etag {int} NOT NULL,
            state {bytes},
            PRIMARY KEY (service, name, grain));

        CREATE TABLE reminders (
            service {text} NOT NULL,
            grain {text} NOT NULL,
            name {text} NOT NULL,
            grain_hash {int} NOT NULL,
            start_at {int} NOT NULL,
            period {int} NOT NULL,
            etag {text} NOT NULL,
            PRIMARY KEY (service, grain, name));

        CREATE INDEX reminders_hash ON reminders (service, grain_hash);
        """;
}
