using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Requests;

/// <summary>
/// How many requests may be worked on at once, by how long work waits for a processor. Where even the shortest wait of a second was too long, the queue stands
/// and does not only come and go (as CoDel tells, RFC 8289): the limit falls to a share of what was worked on; else it rises a step (AIMD).
/// </summary>
/// <remarks>Reads get the limit, writes twice as much, what is vital all.</remarks>
internal sealed class LoadGauge
{
    public const string MeterName = "Countersign.Api";
    public const string ShedName = "countersign.api.shed";

    private const double Fall = 0.7;
    private const double Rise = 0.1;

    // So that leaving out reads makes room before a write is touched.
    private const double WriteShare = 2.0;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly SheddingOptions options;
    private readonly TimeProvider time;
    private readonly Counter<long> shed;
    private readonly Lock gate = new();
    private double limit;
    private int running;
    private int runningMost;
    private long windowStart;
    private TimeSpan shortest = TimeSpan.MaxValue;

    public LoadGauge(IOptions<ApiOptions> options, TimeProvider time, IMeterFactory meters)
    {
        this.options = options.Value.Shedding;
        this.time = time;
        limit = this.options.RequestsMax;
        windowStart = time.GetTimestamp();
        var meter = meters.Create(MeterName);
        shed = meter.CreateCounter<long>(ShedName, "{request}", "Requests that were refused because the desk had more to do than it can.");
        meter.CreateObservableGauge("countersign.api.running", () => Running, "{request}", "Requests that are worked on.");
        meter.CreateObservableGauge("countersign.api.limit", () => Limit, "{request}", "How many reads may be worked on at once; writes twice as many.");
    }

    /// <summary>What <c>Retry-After</c> says, seconds.</summary>
    public int RetryAfterSeconds => options.RetryAfterSeconds;

    /// <summary>Requests that are worked on.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>How many reads may be worked on at once.</summary>
    public int Limit => (int)Volatile.Read(ref limit);

    /// <summary>Counts a request in; false where it is to be refused. Who was let in says so with <see cref="Leave"/>.</summary>
    public bool TryEnter(Importance importance)
    {
        var now = Interlocked.Increment(ref running);
        if (now > Volatile.Read(ref runningMost))
        {
            Volatile.Write(ref runningMost, now);
        }

        if (importance == Importance.Vital || now <= Volatile.Read(ref limit) * (importance == Importance.Write ? WriteShare : 1.0))
        {
            return true;
        }

        Interlocked.Decrement(ref running);
        shed.Add(1, new KeyValuePair<string, object?>("importance", Choice.Name(importance)));
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref running);

    /// <summary>Takes how long a piece of work just waited for a processor.</summary>
    public void Observe(TimeSpan waited)
    {
        lock (gate)
        {
            shortest = waited < shortest ? waited : shortest;
            if (time.GetElapsedTime(windowStart) < Window)
            {
                return;
            }

            Adapt(shortest > TimeSpan.FromMilliseconds(options.WaitMillisecondsMax));
            windowStart = time.GetTimestamp();
            shortest = TimeSpan.MaxValue;
            Volatile.Write(ref runningMost, Running);
        }
    }

    private void Adapt(bool isTooMuch) => Volatile.Write(
        ref limit,
        isTooMuch
            ? Math.Max(options.RequestsMin, Math.Min(limit, Volatile.Read(ref runningMost)) * Fall)
            : Math.Min(options.RequestsMax, limit + Math.Max(1.0, limit * Rise)));
}
