using System.Globalization;
using SQLitePCL;

namespace Countersign.Silo.Audit;

/// <summary>SQLite refused. <see cref="Code"/> is its primary result code.</summary>
internal sealed class SqliteFailure(int code, string message) : Exception(message)
{
    public int Code { get; } = code & 0xFF;
}

/// <summary>
/// A connection without ADO.NET's cost a statement: the writer's statements are prepared once and bound by number. One thread at a time.
/// </summary>
internal sealed class SqliteHandle : IDisposable
{
    // The first that succeeds ends it for all: the mode stays with the file.
    private const int LogTriesMax = 100;

    private readonly sqlite3 database;
    private readonly Dictionary<string, SqliteStatement> prepared = new(StringComparer.Ordinal);
    private readonly StatementGate? gate;
    private bool overwrites;

    static SqliteHandle() => Batteries_V2.Init();

    /// <param name="path">The file; made where it is missing.</param>
    /// <param name="lockWaitMs">How long to wait for another process.</param>
    /// <param name="gate">Where tests fail statements.</param>
    public SqliteHandle(string path, int lockWaitMs, StatementGate? gate = null)
    {
        this.gate = gate;
        var code = raw.sqlite3_open_v2(
            path, out database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            database.Dispose();
            throw new SqliteFailure(code, string.Create(CultureInfo.InvariantCulture, $"SQLite cannot open {path} (code {code})."));
        }

        raw.sqlite3_busy_timeout(database, lockWaitMs);
        UseLog();
        Execute("PRAGMA synchronous = FULL");
        Execute("PRAGMA foreign_keys = ON");
        // Checkpoints come when the writer or its helper chooses, not in the middle of a commit.
        Execute("PRAGMA wal_autocheckpoint = 0");
        Execute("PRAGMA cache_size = -65536");
        Execute("PRAGMA secure_delete = OFF");
    }

    /// <summary>How many pages this connection has written to the log since it was opened.</summary>
    public long PagesWritten
    {
        get
        {
            raw.sqlite3_db_status(database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var current, out _, 0);
            return current;
        }
    }

    /// <summary>The prepared form of a text, made once.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(database, sql, out var handle));
            statement = new SqliteStatement(this, handle);
            prepared.Add(sql, statement);
        }

        gate?.Invoke(sql);
        return statement;
    }

    /// <summary>Runs statements that take no values.</summary>
    public void Execute(string sql)
    {
        gate?.Invoke(sql);
        var rest = sql;
        while (!string.IsNullOrWhiteSpace(rest))
        {
            Check(raw.sqlite3_prepare_v2(database, rest, out var handle, out rest));
            using (handle)
            {
                while (Step(handle))
                {
                }
            }
        }
    }

    /// <summary>Whether what is deleted is overwritten from here on, so that it does not stand in free pages. It costs writes, so only erasing does it.</summary>
    public bool Overwrites
    {
        get => overwrites;
        set
        {
            if (overwrites != value)
            {
                Execute(value ? "PRAGMA secure_delete = ON" : "PRAGMA secure_delete = OFF");
                overwrites = value;
            }
        }
    }

    /// <summary>Copies finished pages of the log into the file without stopping writers or readers.</summary>
    /// <returns>Pages in the log, and how many of them are copied.</returns>
    public (int Log, int Copied) Checkpoint()
    {
        gate?.Invoke("checkpoint");
        var code = raw.sqlite3_wal_checkpoint_v2(database, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var log, out var copied);
        if (code != raw.SQLITE_BUSY)
        {
            Check(code);
        }

        return (log, copied);
    }

    public int Changes() => raw.sqlite3_changes(database);

    public bool InTransaction => raw.sqlite3_get_autocommit(database) == 0;

    public bool Step(sqlite3_stmt handle)
    {
        var code = raw.sqlite3_step(handle);
        if (code is raw.SQLITE_ROW)
        {
            return true;
        }

        if (code is not raw.SQLITE_DONE)
        {
            var failure = Failure(code);
            raw.sqlite3_reset(handle);
            throw failure;
        }

        return false;
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    /// <summary>
    /// Puts the file into the mode with a log. For a file that is not in it yet SQLite upgrades a read to a write there and answers busy at once,
    /// whatever the wait, when another process does the same; only the begin of a transaction waits.
    /// </summary>
    private void UseLog()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Execute("PRAGMA journal_mode = WAL");
                return;
            }
            catch (SqliteFailure failure) when (failure.Code == raw.SQLITE_BUSY && tries < LogTriesMax)
            {
                Execute("BEGIN IMMEDIATE");
                Execute("ROLLBACK");
            }
        }
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values)
        {
            statement.Dispose();
        }

        prepared.Clear();
        database.Dispose();
    }

    private SqliteFailure Failure(int code) => new(code, $"SQLite: {raw.sqlite3_errmsg(database).utf8_to_string()}.");
}

/// <summary>A prepared statement. Begin with <see cref="Bind"/>, read with <see cref="Next"/>, end with <see cref="Reset"/>.</summary>
internal sealed class SqliteStatement(SqliteHandle connection, sqlite3_stmt handle) : IDisposable
{
    private readonly int[] places = Places(handle);

    /// <summary>Sets <c>$1</c>, <c>$2</c>, …</summary>
    public SqliteStatement Bind(params ReadOnlySpan<Cell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            ref readonly var cell = ref cells[i];
            var place = places[i];
            connection.Check(cell.Kind switch
            {
                CellKind.Text => raw.sqlite3_bind_text(handle, place, cell.Text),
                CellKind.Integer => raw.sqlite3_bind_int64(handle, place, cell.Integer),
                CellKind.Real => raw.sqlite3_bind_double(handle, place, cell.Real),
                CellKind.Bytes => raw.sqlite3_bind_blob(handle, place, cell.Bytes),
                _ => raw.sqlite3_bind_null(handle, place),
            });
        }

        return this;
    }

    public bool Next() => connection.Step(handle);

    public long Integer(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public void Reset() => raw.sqlite3_reset(handle);

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        while (Next())
        {
        }

        Reset();
        return connection.Changes();
    }

    public void Dispose() => handle.Dispose();

    // SQLite numbers $1, $2, … by their first appearance in the text, not by their names.
    private static int[] Places(sqlite3_stmt handle)
    {
        var places = new int[raw.sqlite3_bind_parameter_count(handle)];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = raw.sqlite3_bind_parameter_index(handle, string.Create(CultureInfo.InvariantCulture, $"${i + 1}"));
        }

        return places;
    }
}
