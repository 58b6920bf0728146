namespace Countersign.Embedded.Simulation;

/// <summary>A clock that stands still while there is work, and then jumps to the next timer.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly SortedSet<VirtualTimer> _timers = new(Comparer<VirtualTimer>.Create(Compare));
    private long _ticks;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public TimeSpan Elapsed => new(_ticks);

    /// <summary>When the next timer is due, in elapsed virtual time; null when none is set.</summary>
    public TimeSpan? NextDue => _timers.Min is { } timer ? new TimeSpan(timer.Due) : null;

    public override DateTimeOffset GetUtcNow() => start + new TimeSpan(_ticks);

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next timer's time and takes it off; it sets itself again when it has a period.</summary>
    public VirtualTimer TakeNext()
    {
        var timer = _timers.Min!;
        _timers.Remove(timer);
        _ticks = Math.Max(_ticks, timer.Due);
        timer.SetNextPeriod();
        return timer;
    }

    /// <summary>Lets time pass in which no timer is due.</summary>
    public void AdvanceTo(TimeSpan elapsed) => _ticks = Math.Max(_ticks, elapsed.Ticks);

    public void Clear() => _timers.Clear();

    private static int Compare(VirtualTimer a, VirtualTimer b)
    {
        var byDue = a.Due.CompareTo(b.Due);
        return byDue != 0 ? byDue : a.Order.CompareTo(b.Order);
    }

    internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _disposed;

        public long Due { get; private set; }

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed)
            {
                return false;
            }

            time._timers.Remove(this);
            _period = period;
            Set(dueTime);
            return true;
        }

        public void SetNextPeriod()
        {
            if (_period > TimeSpan.Zero)
            {
                Set(_period);
            }
        }

        public void Fire()
        {
            if (!_disposed)
            {
                callback(state);
            }
        }

        public void Dispose()
        {
            _disposed = true;
            time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan dueTime)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            Due = time._ticks + dueTime.Ticks;
            Order = ++time._order;
            time._timers.Add(this);
        }
    }
}
