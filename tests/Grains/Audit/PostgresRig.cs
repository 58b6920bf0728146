using Countersign.Silo.Audit;
using Countersign.Tests.Fixtures;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Countersign.Tests.Grains.Audit;

/// <summary>An empty database on the tests' server.</summary>
public sealed class PostgresRig(PostgresServer server) : JournalRig
{
    public string ConnectionString { get; } = server.CreateDatabase();

    public PostgresServer Server => server;

    public override async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Kills the writers' connections on the server, as a lost network or a fallen backend does.</summary>
    public Task KillWritersAsync() => ExecuteAsync(
        """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'countersign-journal' AND pid <> pg_backend_pid()
        """);

    public override ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return ValueTask.CompletedTask;
    }

    protected override JournalOptions Options() => new() { PostgresConnection = ConnectionString };
}

public sealed class PostgresJournalTests(PostgresServer server) : JournalContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
