namespace Countersign.Tests.Api.Markets;

/// <summary>A clock with timers that the test moves. Timers fire on the thread that moves it.</summary>
internal sealed class SteppedTime(DateTimeOffset now) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private readonly List<(Func<TimeSpan, bool> Wanted, TaskCompletionSource<TimeSpan> Found)> waits = [];
    private DateTimeOffset now = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until somebody waits for a time such as wanted.</summary>
    public Task<TimeSpan> WaitedForAsync(Func<TimeSpan, bool> wanted)
    {
        lock (gate)
        {
            var found = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (timers.Find(t => t.Due is not null && wanted(t.Length)) is { } timer)
            {
                found.SetResult(timer.Length);
            }
            else
            {
                waits.Add((wanted, found));
            }

            return found.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public void Advance(TimeSpan by)
    {
        var due = new List<Timer>();
        lock (gate)
        {
            now += by;
            due.AddRange(timers.Where(t => t.Due <= now).OrderBy(t => t.Due));
            foreach (var timer in due)
            {
                timer.Due = null;
            }
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    private void Set(Timer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            timers.Remove(timer);
            timer.Length = dueTime;
            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : now + dueTime;
            if (timer.Due is null)
            {
                return;
            }

            timers.Add(timer);
            foreach (var wait in waits.Where(w => w.Wanted(dueTime)).ToList())
            {
                waits.Remove(wait);
                wait.Found.SetResult(dueTime);
            }
        }
    }

    private void Remove(Timer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    private sealed class Timer(SteppedTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Length { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
