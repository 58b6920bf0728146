using System.Collections.Concurrent;

namespace Countersign.Api.Requests;

/// <summary>How much is let through: at most <paramref name="Quota"/> at once, and as many again in every <paramref name="Window"/>.</summary>
/// <param name="Quota">Above zero.</param>
/// <param name="Window">In which a quota that is used up is whole again.</param>
internal readonly record struct RateRule(int Quota, TimeSpan Window)
{
    public static RateRule PerMinute(int quota) => new(quota, TimeSpan.FromMinutes(1));
}

/// <summary>How a rule stands after a request.</summary>
/// <param name="IsTaken">The request is let through.</param>
/// <param name="Remaining">How many more are, at this moment.</param>
/// <param name="Reset">Until the quota is whole again.</param>
/// <param name="RetryAfter">Until the next is let through; zero where it is now.</param>
internal readonly record struct RateStanding(RateRule Rule, bool IsTaken, int Remaining, TimeSpan Reset, TimeSpan RetryAfter);

/// <summary>
/// Counts requests by key with the generic cell rate algorithm (ITU-T I.371): of each key one number is kept, when its quota would be whole again. The rule is
/// given with each request, so that a changed one holds at once.
/// </summary>
/// <param name="partitionsMax">
/// How many keys are counted apart. Where there are more, those that have not asked for a window are forgotten first, which changes nothing for them; are there
/// still too many, the new ones share one count, so that whoever brings ever new keys gains nothing.
/// </param>
internal sealed class RateBuckets<TKey>(TimeProvider time, int partitionsMax) where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Bucket> buckets = new();
    private readonly Bucket overflow = new();
    private readonly Lock forgetting = new();
    private int count;

    public int Partitions => Volatile.Read(ref count);

    public RateStanding Take(TKey key, RateRule rule)
    {
        var now = time.GetTimestamp();
        return BucketOf(key, now).Take(rule, now, time);
    }

    private Bucket BucketOf(TKey key, long now)
    {
        if (buckets.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Volatile.Read(ref count) >= partitionsMax)
        {
            Forget(now);
            if (Volatile.Read(ref count) >= partitionsMax)
            {
                return overflow;
            }
        }

        var added = new Bucket();
        if (buckets.TryAdd(key, added))
        {
            Interlocked.Increment(ref count);
            return added;
        }

        return buckets.GetValueOrDefault(key, added);
    }

    // Once at a time: who comes meanwhile is counted with the others.
    private void Forget(long now)
    {
        if (!forgetting.TryEnter())
        {
            return;
        }

        try
        {
            foreach (var (key, bucket) in buckets)
            {
                if (bucket.IsWhole(now) && buckets.TryRemove(key, out _))
                {
                    Interlocked.Decrement(ref count);
                }
            }
        }
        finally
        {
            forgetting.Exit();
        }
    }

    private sealed class Bucket
    {
        private long wholeAt = long.MinValue;

        public bool IsWhole(long now) => Volatile.Read(ref wholeAt) <= now;

        public RateStanding Take(RateRule rule, long now, TimeProvider time)
        {
            var window = (long)(rule.Window.TotalSeconds * time.TimestampFrequency);
            var each = Math.Max(1L, window / rule.Quota);
            while (true)
            {
                var before = Volatile.Read(ref wholeAt);
                var after = Math.Max(before, now) + each;
                if (after - now > window)
                {
                    return new RateStanding(rule, false, 0, Span(Math.Max(0L, before - now)), Span(after - now - window));
                }

                if (Interlocked.CompareExchange(ref wholeAt, after, before) == before)
                {
                    return new RateStanding(rule, true, (int)((window - (after - now)) / each), Span(after - now), TimeSpan.Zero);
                }
            }

            TimeSpan Span(long ticks) => time.GetElapsedTime(0, ticks);
        }
    }
}
