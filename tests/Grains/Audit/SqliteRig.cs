using Countersign.Silo.Audit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.Tests.Grains.Audit;

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqliteRig : JournalRig
{
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-journal-").FullName;

    public string FilePath => Path.Combine(folder, "journal.db");

    public override Task ExecuteAsync(string sql)
    {
        using var connection = new SqliteHandle(FilePath, 5_000);
        connection.Execute("PRAGMA foreign_keys = OFF");
        connection.Execute(sql);
        return Task.CompletedTask;
    }

    /// <summary>What a process that is killed now leaves behind: the file and its log as they are.</summary>
    public SqliteRig CopyAsKilled()
    {
        var copy = new SqliteRig();
        foreach (var file in new[] { FilePath, FilePath + "-wal" })
        {
            if (File.Exists(file))
            {
                File.Copy(file, Path.Combine(copy.folder, Path.GetFileName(file)));
            }
        }

        return copy;
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override JournalOptions Options() => new() { SqlitePath = FilePath };
}

public sealed class SqliteJournalTests : JournalContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Open_OfANewFileThatAnotherProcessIsMaking_WaitsForIt()
    {
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = rig.FilePath, Pooling = false }.ToString());
        await other.OpenAsync();
        Run("CREATE TABLE made (x INTEGER)");
        Run("BEGIN IMMEDIATE");
        var statements = new List<string>();

        using var handle = new SqliteHandle(rig.FilePath, lockWaitMs: 0, statement =>
        {
            statements.Add(statement);
            if (statement == "BEGIN IMMEDIATE")
            {
                Run("COMMIT");
            }
        });

        Assert.Equal(["PRAGMA journal_mode = WAL", "BEGIN IMMEDIATE", "ROLLBACK", "PRAGMA journal_mode = WAL"], statements.Take(4));

        void Run(string sql)
        {
            using var command = other.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task Open_OfANewFileThatAnotherProcessKeeps_SaysThatItIsLocked()
    {
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = rig.FilePath, Pooling = false }.ToString());
        await other.OpenAsync();
        await using var held = await other.BeginTransactionAsync();

        var failure = Assert.Throws<SqliteFailure>(() => new SqliteHandle(rig.FilePath, lockWaitMs: 0));

        Assert.Equal("SQLite: database is locked.", failure.Message);
    }
}
