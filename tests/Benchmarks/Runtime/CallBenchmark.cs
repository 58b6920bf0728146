using System.Diagnostics;
using Orleans;
using Orleans.TestingHost;

namespace Countersign.Tests.Benchmarks.Runtime;

public interface IBenchGrain : IGrainWithIntegerKey
{
    Task<int> Add(int amount);

    Task<int> AddAfterYield(int amount);
}

internal sealed class BenchGrain : Grain, IBenchGrain
{
    private int _value;

    public Task<int> Add(int amount)
    {
        _value += amount;
        return Task.FromResult(_value);
    }

    public async Task<int> AddAfterYield(int amount)
    {
        await Task.Yield();
        return _value += amount;
    }
}

/// <summary>Grain calls within the process: rate and time from one caller, rate with 100 callers, memory of an idle activation.</summary>
internal static class CallBenchmark
{
    private const int Runs = 5;
    private const int Calls = 1_000_000;
    private const int Outstanding = 100;
    private const int Activations = 50_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        await cluster.DeployAsync();
        var client = cluster.Client;
        var rate = await Harness.MedianAsync(Runs, () => RateOfOneCallerAsync(client));
        var (median, p99) = await TimesOfOneCallerAsync(client);
        var many = await Harness.MedianAsync(Runs, () => RateOfManyCallersAsync(client));
        var suspended = await Harness.MedianAsync(Runs, () => RateOfSuspendedCallsAsync(client));
        var bytes = await BytesOfActivationAsync(client);
        return
        [
            new("grain calls from one caller", "calls/s", rate, null, 1_000_000, HigherIsBetter: true),
            new("grain call from one caller", "µs", median, p99, 1, HigherIsBetter: false),
            new("grain calls with 100 outstanding", "calls/s", many, null, 2_000_000, HigherIsBetter: true),
            new("grain calls with 100 outstanding that yield in the grain", "calls/s", suspended, null, null, HigherIsBetter: true),
            new("idle activation beside its state", "bytes", bytes, null, 1_024, HigherIsBetter: false),
        ];
    }

    private static async Task<double> RateOfOneCallerAsync(IClusterClient client)
    {
        var grain = client.GetGrain<IBenchGrain>(1);
        await grain.Add(1);
        var watch = Stopwatch.StartNew();
        for (var call = 0; call < Calls; call++)
        {
            await grain.Add(1);
        }

        return Harness.PerSecond(Calls, watch.Elapsed);
    }

    private static async Task<(double Median, double P99)> TimesOfOneCallerAsync(IClusterClient client)
    {
        // A batch of 16 is timed at once: reading the clock takes a good part of the time of one call.
        const int batch = 16;
        var grain = client.GetGrain<IBenchGrain>(2);
        var times = new double[20_000];
        for (var sample = 0; sample < times.Length; sample++)
        {
            var began = Stopwatch.GetTimestamp();
            for (var call = 0; call < batch; call++)
            {
                await grain.Add(1);
            }

            times[sample] = Stopwatch.GetElapsedTime(began).TotalMicroseconds / batch;
        }

        return (Harness.Percentile(times, 0.5), Harness.Percentile(times, 0.99));
    }

    private static Task<double> RateOfManyCallersAsync(IClusterClient client) => RateAsync(client, static grain => grain.Add(1), Calls);

    private static Task<double> RateOfSuspendedCallsAsync(IClusterClient client) => RateAsync(client, static grain => grain.AddAfterYield(1), Calls / 4);

    private static async Task<double> RateAsync(IClusterClient client, Func<IBenchGrain, Task<int>> call, int calls)
    {
        var grains = Enumerable.Range(100, Outstanding).Select(key => client.GetGrain<IBenchGrain>(key)).ToArray();
        await Task.WhenAll(grains.Select(call));
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(grains.Select(grain => Task.Run(async () =>
        {
            for (var number = 0; number < calls / Outstanding; number++)
            {
                await call(grain);
            }
        })));
        return Harness.PerSecond(calls, watch.Elapsed);
    }

    private static async Task<double> BytesOfActivationAsync(IClusterClient client)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var key = 0; key < Activations; key++)
        {
            await client.GetGrain<IBenchGrain>(1_000_000 + key).Add(1);
        }

        return (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Activations;
    }
}
