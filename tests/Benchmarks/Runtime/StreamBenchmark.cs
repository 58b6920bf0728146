using System.Diagnostics;
using Orleans;
using Orleans.Hosting;
using Orleans.Streams;
using Orleans.TestingHost;

namespace Countersign.Tests.Benchmarks.Runtime;

public interface IStreamBenchGrain : IGrainWithIntegerKey
{
    Task Subscribe(string stream);
}

internal sealed class StreamBenchGrain : Grain, IStreamBenchGrain
{
    public Task Subscribe(string stream) =>
        this.GetStreamProvider("bench").GetStream<long>("bench", stream).SubscribeAsync(Take);

    private static Task Take(IList<SequentialItem<long>> items)
    {
        StreamBenchmark.Arrived(items.Count);
        return Task.CompletedTask;
    }
}

/// <summary>Memory streams: from the publish call to the subscriber's observer on an idle stream, and rates of single and batched events.</summary>
internal static class StreamBenchmark
{
    private const int Runs = 5;
    private const int Samples = 20_000;
    private const int Batches = 10_000;
    private const int BatchSize = 100;
    private const int Singles = 200_000;
    private const int Subscribers = 100;
    private const int Window = 8_192;

    private static long s_arrived;
    private static long s_arrivedAt;

    public static void Arrived(int count)
    {
        s_arrivedAt = Stopwatch.GetTimestamp();
        Interlocked.Add(ref s_arrived, count);
    }

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddMemoryGrainStorage("PubSubStore").AddMemoryStreams("bench"));
        builder.ConfigureClient(client => client.AddMemoryStreams("bench"));
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        await cluster.Client.GetGrain<IStreamBenchGrain>(0).Subscribe("one");
        for (var key = 1; key <= Subscribers; key++)
        {
            await cluster.Client.GetGrain<IStreamBenchGrain>(key).Subscribe("many");
        }

        var provider = cluster.Client.GetStreamProvider("bench");
        var (one, many) = (provider.GetStream<long>("bench", "one"), provider.GetStream<long>("bench", "many"));
        await TimesOfIdleStreamAsync(one);
        var (median, p99) = await TimesOfIdleStreamAsync(one);
        var batched = await Harness.MedianAsync(Runs, () => RateOfBatchesAsync(one));
        var single = await Harness.MedianAsync(Runs, () => RateOfSinglesAsync(one, Singles, subscribers: 1));
        var fanned = await Harness.MedianAsync(Runs, () => RateOfSinglesAsync(many, Singles / Subscribers, Subscribers));
        return
        [
            new("stream publish to subscriber, idle", "µs", median, p99, 20, HigherIsBetter: false),
            new("stream events in batches of 100", "events/s", batched, null, 1_000_000, HigherIsBetter: true),
            new("stream events one by one", "events/s", single, null, null, HigherIsBetter: true),
            new("stream deliveries to 100 subscribers", "events/s", fanned, null, null, HigherIsBetter: true),
        ];
    }

    private static async Task<(double Median, double P99)> TimesOfIdleStreamAsync(IAsyncStream<long> stream)
    {
        var times = new double[Samples];
        for (var sample = 0; sample < Samples; sample++)
        {
            var target = Interlocked.Read(ref s_arrived) + 1;
            var began = Stopwatch.GetTimestamp();
            await stream.OnNextAsync(sample);
            await UntilArrivedAsync(target);
            times[sample] = Stopwatch.GetElapsedTime(began, s_arrivedAt).TotalMicroseconds;
        }

        return (Harness.Percentile(times, 0.5), Harness.Percentile(times, 0.99));
    }

    private static Task<double> RateOfBatchesAsync(IAsyncStream<long> stream)
    {
        var batch = Enumerable.Range(0, BatchSize).Select(n => (long)n).ToArray();
        return RateAsync(_ => stream.OnNextBatchAsync(batch), Batches, BatchSize);
    }

    private static Task<double> RateOfSinglesAsync(IAsyncStream<long> stream, int events, int subscribers) =>
        RateAsync(n => stream.OnNextAsync(n), events, subscribers);

    /// <summary>Publishes as fast as the window allows: a queue refuses what its subscribers are too slow for.</summary>
    private static async Task<double> RateAsync(Func<int, Task> publish, int publications, int arrivalsEach)
    {
        var start = Interlocked.Read(ref s_arrived);
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < publications; n++)
        {
            await publish(n);
            if (n % (Window / 8) == 0)
            {
                await UntilArrivedAsync(start + ((long)(n - Window) * arrivalsEach));
            }
        }

        await UntilArrivedAsync(start + ((long)publications * arrivalsEach));
        return Harness.PerSecond((long)publications * arrivalsEach, watch.Elapsed);
    }

    private static async Task UntilArrivedAsync(long target)
    {
        while (Interlocked.Read(ref s_arrived) < target)
        {
            await Task.Yield();
        }
    }
}
