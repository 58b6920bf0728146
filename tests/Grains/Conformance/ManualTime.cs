namespace Countersign.Tests.Grains.Conformance;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire on the thread that moves it, in the order of their due times.
/// </summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource Armed)> _waiting = [];
    private int _moves;
    private DateTimeOffset _now = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Waits until some timer that was set since the clock last moved is due exactly <paramref name="dueTime"/> from now: whoever sets it has got
    /// that far. One that was set before, or repeats by itself, may be due then by chance.
    /// </summary>
    public Task WhenArmed(TimeSpan dueTime)
    {
        lock (_lock)
        {
            var due = _now + dueTime;
            if (_timers.Any(timer => timer.Due == due && timer.SetIn == _moves))
            {
                return Task.CompletedTask;
            }

            var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((due, armed));
            return armed.Task.WaitAsync(Reports.Deadline);
        }
    }

    public void Advance(TimeSpan time)
    {
        var end = Begin() + time;
        while (TakeNext(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _now = end;
        }
    }

    private DateTimeOffset Begin()
    {
        lock (_lock)
        {
            _moves++;
            return _now;
        }
    }

    private ManualTimer? TakeNext(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                next.Reschedule(_now);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        /// <summary>How often the clock had begun to move when this was set.</summary>
        public int SetIn { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Arm(time._now + dueTime);
                    SetIn = time._moves;
                    Tell();
                }

                return true;
            }
        }

        public void Reschedule(DateTimeOffset now)
        {
            time._timers.Remove(this);
            if (_period != Timeout.InfiniteTimeSpan && _period != TimeSpan.Zero)
            {
                Arm(now + _period);
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(DateTimeOffset due)
        {
            Due = due;
            time._timers.Add(this);
        }

        private void Tell()
        {
            foreach (var (_, armed) in time._waiting.Where(waiting => waiting.Due == Due))
            {
                armed.TrySetResult();
            }

            time._waiting.RemoveAll(waiting => waiting.Due == Due);
        }
    }
}
