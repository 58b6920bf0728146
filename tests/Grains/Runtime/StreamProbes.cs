using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Countersign.Tests.Grains.Runtime;

/// <summary>What the tests see of the grains from outside: arrivals to wait for, and gates that hold deliveries.</summary>
internal sealed class StreamProbes
{
    private readonly ConcurrentDictionary<string, Channel<int>> _arrivals = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _streams = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public void Remember(string grain, string stream) => _streams.GetOrAdd(grain, _ => new()).TryAdd(stream, true);

    public IEnumerable<string> StreamsOf(string grain) => _streams.TryGetValue(grain, out var streams) ? streams.Keys : [];

    public void Arrived(string grain, int number) => ChannelOf(grain).Writer.TryWrite(number);

    /// <summary>How many have arrived and were not taken.</summary>
    public int CountOf(string grain) => ChannelOf(grain).Reader.Count;

    public async Task<List<int>> Next(string grain, int count)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var arrived = new List<int>();
        while (arrived.Count < count)
        {
            arrived.Add(await ChannelOf(grain).Reader.ReadAsync(timeout.Token));
        }

        return arrived;
    }

    public Task Hold(string grain)
    {
        _gates[grain] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.CompletedTask;
    }

    public void Release(string grain)
    {
        if (_gates.TryRemove(grain, out var gate))
        {
            gate.SetResult();
        }
    }

    public Task Gate(string grain) => _gates.TryGetValue(grain, out var gate) ? gate.Task : Task.CompletedTask;

    private Channel<int> ChannelOf(string grain) => _arrivals.GetOrAdd(grain, _ => Channel.CreateUnbounded<int>());
}
