using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Countersign.Silo.Audit.ReadModels;

namespace Countersign.Tests.Grains.Audit;

/// <summary>A database of one test, and the processes that open it.</summary>
public abstract class JournalRig : IAsyncDisposable
{
    /// <summary>Opens the journal as a starting process does.</summary>
    /// <param name="gate">Called before each statement of the writer.</param>
    /// <param name="adjust">Changes the options.</param>
    internal OpenJournal Open(StatementGate? gate = null, Action<JournalOptions>? adjust = null)
    {
        var options = Options();
        options.RetryMs = 10;
        adjust?.Invoke(options);
        return new OpenJournal(options, gate);
    }

    /// <summary>Runs SQL behind the journal's back.</summary>
    public abstract Task ExecuteAsync(string sql);

    public abstract ValueTask DisposeAsync();

    protected abstract JournalOptions Options();
}

/// <summary>A journal as one process has it open.</summary>
internal sealed class OpenJournal : IDisposable
{
    private readonly JournalDatabase database;

    public OpenJournal(JournalOptions options, StatementGate? gate)
    {
        database = JournalServices.OpenDatabase(options);
        Health = new JournalHealth();
        Writer = new JournalWriter(database.CreateWriteStore(gate), Health, options, TimeProvider.System);
        Journal = new JournalStore(database, Writer);
        Audit = new JournalAudit(database);
        Lists = new ReadModelStore(database, Journal);
    }

    public IJournal Journal { get; }

    public IJournalAudit Audit { get; }

    public IReadModels Lists { get; }

    public JournalWriter Writer { get; }

    public JournalHealth Health { get; }

    public JournalDatabase Database => database;

    /// <summary>Waits until the writer has found its way back.</summary>
    public async Task RecoverAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!Health.IsWriting)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public void Dispose()
    {
        Writer.Dispose();
        database.Dispose();
    }
}
