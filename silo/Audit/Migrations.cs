namespace Countersign.Silo.Audit;

/// <summary>
/// The schema, step by step. A step that was released never changes; a new one is added below it. Both databases share the text: the words in
/// braces stand for the types that they name differently. Text compares by its bytes in both, because pages are cut by it.
/// </summary>
internal static class Migrations
{
    public static IReadOnlyList<string> Steps { get; } = [Journal, Settings, ReadModels, Trading, Results, Calendar, Backtests, Webhooks, Decisions, Erasure];

    /// <summary>The last step that changes what the lists hold: those of a database from before it are made anew from its events.</summary>
    public const int ListsSince = 5;

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

    private const string ReadModels = """
        CREATE TABLE accounts (
            tenant {text} NOT NULL,
            id {text} NOT NULL,
            name {text} NOT NULL,
            currency {text} NOT NULL,
            trading_state {text} NOT NULL,
            cash_units {int} NOT NULL,
            cash_fraction {int} NOT NULL,
            PRIMARY KEY (tenant, id));

        CREATE TABLE strategies (
            tenant {text} NOT NULL,
            id {text} NOT NULL,
            name {text} NOT NULL,
            version {int} NOT NULL,
            status {text} NOT NULL,
            account {text},
            symbols {text} NOT NULL,
            timeframe {text} NOT NULL,
            PRIMARY KEY (tenant, id));

        CREATE INDEX strategies_active ON strategies (tenant, id) WHERE status = 'active';

        CREATE TABLE trade_ideas (
            tenant {text} NOT NULL,
            id {text} NOT NULL,
            strategy {text} NOT NULL,
            account {text} NOT NULL,
            symbol {text} NOT NULL,
            side {text} NOT NULL,
            quantity {text} NOT NULL,
            confidence {real} NOT NULL,
            status {text} NOT NULL,
            raised_at {int} NOT NULL,
            expires_at {int} NOT NULL,
            order_id {text},
            executing {int} NOT NULL,
            PRIMARY KEY (tenant, id));

        CREATE INDEX trade_ideas_newest ON trade_ideas (tenant, raised_at, id);
        CREATE INDEX trade_ideas_executing ON trade_ideas (raised_at, tenant, id) WHERE executing = 1;
        CREATE INDEX trade_ideas_waiting ON trade_ideas (expires_at, tenant, id) WHERE status = 'NeedsApproval';

        CREATE TABLE orders (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            id {text} NOT NULL,
            symbol {text} NOT NULL,
            side {text} NOT NULL,
            quantity {text} NOT NULL,
            status {text} NOT NULL,
            created_at {int} NOT NULL,
            idea {text},
            refusal_code {text},
            in_flight {int} NOT NULL,
            fills {int} NOT NULL,
            open_units {int} NOT NULL,
            open_fraction {int} NOT NULL,
            value_units {int} NOT NULL,
            value_fraction {int} NOT NULL,
            commission_units {int} NOT NULL,
            commission_fraction {int} NOT NULL,
            realised_units {int} NOT NULL,
            realised_fraction {int} NOT NULL,
            PRIMARY KEY (tenant, account, id));

        CREATE INDEX orders_newest ON orders (tenant, created_at, account, id);
        CREATE INDEX orders_in_flight ON orders (tenant, account) WHERE in_flight = 1;

        CREATE TABLE positions (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            symbol {text} NOT NULL,
            quantity {text} NOT NULL,
            average_price {text} NOT NULL,
            updated_at {int} NOT NULL,
            is_open {int} NOT NULL,
            realised_units {int} NOT NULL,
            realised_fraction {int} NOT NULL,
            PRIMARY KEY (tenant, account, symbol));

        CREATE TABLE decisions (
            tenant {text} NOT NULL,
            stream {text} NOT NULL,
            version {int} NOT NULL,
            action {text} NOT NULL,
            idea {text} NOT NULL,
            symbol {text} NOT NULL,
            at {int} NOT NULL,
            actor {text} NOT NULL,
            summary {text} NOT NULL,
            PRIMARY KEY (tenant, stream, version));

        CREATE INDEX decisions_newest ON decisions (tenant, at, stream, version);

        CREATE TABLE logins (
            login {text} NOT NULL PRIMARY KEY,
            tenant {text} NOT NULL,
            user_id {text} NOT NULL);
        """;

    // Orders and positions are laid out anew, so the old tables go; their rows come back from the events.
    private const string Trading = """
        DROP TABLE orders;
        DROP TABLE positions;

        CREATE TABLE orders (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            id {text} NOT NULL,
            symbol {text} NOT NULL,
            status {text} NOT NULL,
            is_open {int} NOT NULL,
            created_at {int} NOT NULL,
            changed_at {int} NOT NULL,
            ticket {text} NOT NULL,
            is_amended {int} NOT NULL,
            limit_price {text},
            trigger_price {text},
            trail {text},
            expires_at {int},
            refusal_code {text},
            fills {int} NOT NULL,
            quantity_units {int} NOT NULL,
            quantity_fraction {int} NOT NULL,
            filled_units {int} NOT NULL,
            filled_fraction {int} NOT NULL,
            value_units {int} NOT NULL,
            value_fraction {int} NOT NULL,
            commission_units {int} NOT NULL,
            commission_fraction {int} NOT NULL,
            realised_units {int} NOT NULL,
            realised_fraction {int} NOT NULL,
            PRIMARY KEY (tenant, account, id));

        CREATE INDEX orders_newest ON orders (tenant, created_at, account, id);
        CREATE INDEX orders_account ON orders (tenant, account, created_at, id);
        CREATE INDEX orders_symbol ON orders (tenant, symbol, created_at, account, id);
        CREATE INDEX orders_open ON orders (tenant, account, created_at, id) WHERE is_open = 1;
        CREATE INDEX orders_unfilled ON orders (tenant, status, created_at, account, id)
            WHERE status IN ('Denied', 'Rejected', 'Cancelled', 'Expired');

        CREATE TABLE executions (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            at {int} NOT NULL,
            version {int} NOT NULL,
            id {text} NOT NULL,
            order_id {text} NOT NULL,
            position {text} NOT NULL,
            symbol {text} NOT NULL,
            side {text} NOT NULL,
            quantity {text} NOT NULL,
            price {text} NOT NULL,
            liquidity {text},
            closed {text} NOT NULL,
            commission {text} NOT NULL,
            realised {text} NOT NULL,
            slippage {text},
            entry {int} NOT NULL,
            PRIMARY KEY (tenant, account, at, version));

        CREATE INDEX executions_newest ON executions (tenant, at, account, version);
        CREATE INDEX executions_symbol ON executions (tenant, symbol, at, account, version);
        CREATE INDEX executions_order ON executions (tenant, account, order_id, at, version);

        CREATE TABLE positions (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            id {text} NOT NULL,
            symbol {text} NOT NULL,
            quantity {text} NOT NULL,
            average_price {text} NOT NULL,
            opened_at {int} NOT NULL,
            updated_at {int} NOT NULL,
            is_open {int} NOT NULL,
            realised_units {int} NOT NULL,
            realised_fraction {int} NOT NULL,
            PRIMARY KEY (tenant, account, id));

        CREATE INDEX positions_open ON positions (tenant, account, symbol, id) WHERE is_open = 1;

        CREATE TABLE ledger_entries (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            number {int} NOT NULL,
            at {int} NOT NULL,
            kind {text} NOT NULL,
            order_id {text},
            entry {text} NOT NULL,
            cash_units {int} NOT NULL,
            cash_fraction {int} NOT NULL,
            PRIMARY KEY (tenant, account, number));

        CREATE INDEX ledger_entries_newest ON ledger_entries (tenant, account, at, number);

        CREATE TABLE controls (
            tenant {text} NOT NULL,
            stream {text} NOT NULL,
            version {int} NOT NULL,
            at {int} NOT NULL,
            level {text} NOT NULL,
            target {text} NOT NULL,
            kind {text} NOT NULL,
            actor {text} NOT NULL,
            reason {text},
            change {text} NOT NULL,
            PRIMARY KEY (tenant, stream, version));

        CREATE INDEX controls_newest ON controls (tenant, at, stream, version);
        """;

    private const string Results = """
        CREATE TABLE trades (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            closed_at {int} NOT NULL,
            version {int} NOT NULL,
            order_id {text} NOT NULL,
            symbol {text} NOT NULL,
            trade {text} NOT NULL,
            commission {text} NOT NULL,
            slippage {text},
            PRIMARY KEY (tenant, account, closed_at, version));

        CREATE INDEX trades_newest ON trades (tenant, closed_at, account, version);
        CREATE INDEX trades_symbol ON trades (tenant, symbol, closed_at, account, version);

        CREATE TABLE equity_points (
            tenant {text} NOT NULL,
            account {text} NOT NULL,
            day {int} NOT NULL,
            at {int} NOT NULL,
            point {text} NOT NULL,
            PRIMARY KEY (tenant, account, day));
        """;

    private const string Calendar = """
        CREATE TABLE economic_releases (
            source {text} NOT NULL,
            id {text} NOT NULL,
            at {int} NOT NULL,
            currency {text} NOT NULL,
            impact {int} NOT NULL,
            title {text} NOT NULL,
            actual {text},
            forecast {text},
            previous {text},
            all_day {int} NOT NULL,
            PRIMARY KEY (source, id));

        CREATE INDEX economic_releases_time ON economic_releases (at, source, id);

        CREATE TABLE news (
            tenant {text} NOT NULL,
            source {text} NOT NULL,
            id {text} NOT NULL,
            at {int} NOT NULL,
            headline {text} NOT NULL,
            body {text},
            url {text},
            symbols {text} NOT NULL,
            sentiment {real},
            PRIMARY KEY (tenant, source, id));

        CREATE INDEX news_newest ON news (at, source, id);

        CREATE TABLE snapshot_contents (
            tenant {text} NOT NULL,
            id {text} NOT NULL,
            kind {text} NOT NULL,
            body {bytes} NOT NULL,
            last_at {int} NOT NULL,
            keep {int} NOT NULL,
            PRIMARY KEY (tenant, id));

        CREATE TABLE snapshot_times (
            tenant {text} NOT NULL,
            at {int} NOT NULL,
            kind {text} NOT NULL,
            id {text} NOT NULL,
            PRIMARY KEY (tenant, at, kind, id));
        """;

    private const string Backtests = """
        CREATE TABLE backtests (
            tenant {text} NOT NULL,
            id {text} NOT NULL,
            name {text} NOT NULL,
            strategy {text},
            version {int},
            kind {text} NOT NULL,
            status {text} NOT NULL,
            priority {text} NOT NULL,
            symbols {text} NOT NULL,
            timeframe {text} NOT NULL,
            from_at {int} NOT NULL,
            to_at {int} NOT NULL,
            requested_at {int} NOT NULL,
            started_at {int},
            ended_at {int},
            summary {text},
            failure_code {text},
            PRIMARY KEY (tenant, id));

        CREATE INDEX backtests_newest ON backtests (tenant, requested_at, id);
        CREATE INDEX backtests_unfinished ON backtests (requested_at, tenant, id) WHERE status IN ('Queued', 'Running');
        """;

    // A cursor is how far a tenant's events were made messages of; it moves after they are stored.
    private const string Webhooks = """
        CREATE TABLE webhook_cursors (
            tenant {text} NOT NULL PRIMARY KEY,
            position {int} NOT NULL);

        CREATE TABLE webhook_deliveries (
            tenant {text} NOT NULL,
            webhook {text} NOT NULL,
            id {text} NOT NULL,
            type {text} NOT NULL,
            created_at {int} NOT NULL,
            body {bytes} NOT NULL,
            status {text} NOT NULL,
            attempts {int} NOT NULL,
            next_at {int} NOT NULL,
            tried_at {int},
            answer {int},
            duration_ms {int},
            error {text},
            PRIMARY KEY (tenant, webhook, id));

        CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (tenant, webhook, created_at, id);
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (tenant, next_at, webhook, id) WHERE status = 'waiting';

        CREATE TABLE webhook_failures (
            tenant {text} NOT NULL,
            webhook {text} NOT NULL,
            since {int} NOT NULL,
            PRIMARY KEY (tenant, webhook));
        """;

    private const string Decisions = """
        CREATE INDEX decisions_actor ON decisions (tenant, actor, at, stream, version);
        """;

    // 0 none, 1 to be carried out, 2 carried out.
    private const string Erasure = "ALTER TABLE chains ADD COLUMN erasure {int} NOT NULL DEFAULT 0;";
}
