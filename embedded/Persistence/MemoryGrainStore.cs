using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Countersign.Embedded;

/// <summary>Grain state in this process's memory: lost when the process ends, as Orleans' memory storage is.</summary>
internal sealed class MemoryGrainStore : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Row> _rows = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId), out var row) && row.ETag.Length > 0)
        {
            grainState.State = StateCopier.Copy((T)row.State!);
            grainState.ETag = row.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            SetAbsent(grainState);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = new Row(StateCopier.Copy(grainState.State), Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture));
        Replace((stateName, grainId), grainState.ETag, row);
        grainState.ETag = row.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The row stays behind without an ETag, so that a writer who still holds the old one is refused.
        Replace((stateName, grainId), grainState.ETag, new Row(null, string.Empty));
        SetAbsent(grainState);
        return Task.CompletedTask;
    }

    private static void SetAbsent<T>(IGrainState<T> grainState)
    {
        grainState.State = StateActivator.Create<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private void Replace((string State, GrainId Grain) key, string? expected, Row row)
    {
        while (true)
        {
            if (!_rows.TryGetValue(key, out var current))
            {
                if (_rows.TryAdd(key, row))
                {
                    return;
                }
            }
            else
            {
                var matches = expected == "*" || expected == current.ETag || (current.ETag.Length == 0 && expected is null);
                if (!matches)
                {
                    throw new InconsistentStateException(
                        $"The state {key.State} of {key.Grain} has been written by someone else since it was read.", current.ETag, expected);
                }

                if (_rows.TryUpdate(key, row, current))
                {
                    return;
                }
            }
        }
    }

    private sealed record Row(object? State, string ETag)
    {
        // Two rows are the same only if they are one and the same: TryUpdate compares with Equals.
        public bool Equals(Row? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
