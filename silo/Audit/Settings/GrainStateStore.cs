using System.Globalization;
using System.Text.Json;
using Countersign.Grains.Audit;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Countersign.Silo.Audit.Settings;

/// <summary>
/// Grain state that is a setting, not history, in the journal's database: JSON with an ETag that counts writes. A cleared state keeps its row,
/// so that a writer who still holds the old ETag is refused.
/// </summary>
internal sealed class GrainStateStore(JournalDatabase database, JournalWriter writer, string service) : IGrainStorage
{
    private static readonly RowStatement Insert = new(
        """
        INSERT INTO grain_states (service, name, grain, etag, state) VALUES ($1, $2, $3, 1, $4) ON CONFLICT (service, name, grain) DO NOTHING
        """);

    private static readonly RowStatement Update = new(
        "UPDATE grain_states SET state = $4, etag = etag + 1 WHERE service = $1 AND name = $2 AND grain = $3 AND etag = $5");

    private static readonly RowStatement Clear = new(
        "UPDATE grain_states SET state = NULL, etag = etag + 1 WHERE service = $1 AND name = $2 AND grain = $3 AND etag = $4");

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await FindAsync(stateName, grainId).ConfigureAwait(false);
        grainState.ETag = row?.ETag.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row?.State is not null;
        grainState.State = row?.State is { } json ? JsonSerializer.Deserialize<T>(json, EventTypes.Json) : Fresh<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State, EventTypes.Json);
        var held = Held(grainState.ETag);
        var change = held is { } etag
            ? new RowChange(Update, [service, stateName, grainId.ToString(), json, etag])
            : new RowChange(Insert, [service, stateName, grainId.ToString(), json]);
        await WriteAsync(change, stateName, grainId, grainState.ETag).ConfigureAwait(false);
        grainState.ETag = ((held ?? 0) + 1).ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Held(grainState.ETag) is { } etag)
        {
            var change = new RowChange(Clear, [service, stateName, grainId.ToString(), etag]);
            await WriteAsync(change, stateName, grainId, grainState.ETag).ConfigureAwait(false);
            grainState.ETag = (etag + 1).ToString(CultureInfo.InvariantCulture);
        }

        grainState.RecordExists = false;
        grainState.State = Fresh<T>();
    }

    private async Task WriteAsync(RowChange change, string stateName, GrainId grainId, string? held)
    {
        if (await writer.WriteAsync(new RowWork(change, CancellationToken.None)).ConfigureAwait(false) == 0)
        {
            var stored = await FindAsync(stateName, grainId).ConfigureAwait(false);
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} was written by someone else.", stored?.ETag.ToString(CultureInfo.InvariantCulture), held);
        }
    }

    private async Task<Row?> FindAsync(string stateName, GrainId grainId)
    {
        var rows = await database.QueryAsync(
            "SELECT etag, state FROM grain_states WHERE service = $1 AND name = $2 AND grain = $3",
            reader => new Row(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)),
            CancellationToken.None, service, stateName, grainId.ToString()).ConfigureAwait(false);
        return rows is [var row] ? row : null;
    }

    // An ETag that is no number of ours was never read here: it matches no row, as a stale one.
    private static long? Held(string? etag) => etag is null
        ? null
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static T? Fresh<T>() =>
        typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<T>() : default;

    private sealed record Row(long ETag, byte[]? State);
}
