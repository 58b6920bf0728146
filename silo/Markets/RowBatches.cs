using Countersign.Silo.Audit;

namespace Countersign.Silo.Markets;

/// <summary>Hands many rows to the journal's writer, which groups them into transactions, without filling its queue.</summary>
internal static class RowBatches
{
    private const int BatchMax = 200;

    public static async Task WriteAsync(JournalWriter writer, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        foreach (var batch in changes.Chunk(BatchMax))
        {
            await Task.WhenAll(batch.Select(change => writer.WriteAsync(new RowWork(change, cancellationToken)))).ConfigureAwait(false);
        }
    }
}
