using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime.ReminderService;

/// <summary>A reminder and the tick that it is waiting for.</summary>
internal sealed class ScheduledReminder(ReminderEntry entry, DateTime nextTick, long version)
{
    public ReminderEntry Entry { get; } = entry;

    public DateTime NextTick { get; set; } = nextTick;

    /// <summary>The schedule's version when this was set here; zero when it came from the table.</summary>
    public long Version { get; } = version;
}

/// <summary>What ticks when. Ticks fall on <c>StartAt + n * Period</c>, whatever the deliveries take.</summary>
internal sealed class ReminderSchedule
{
    private readonly Dictionary<(GrainId Grain, string Name), ScheduledReminder> _reminders = [];
    private readonly Dictionary<(GrainId Grain, string Name), long> _removed = [];
    private readonly PriorityQueue<ScheduledReminder, DateTime> _queue = new();

    /// <summary>Counts the changes made here, so that a slow read of the table doesn't undo them.</summary>
    public long Version { get; private set; }

    public DateTime? NextDue
    {
        get
        {
            DropOutdated();
            return _queue.TryPeek(out _, out var next) ? next : null;
        }
    }

    public static DateTime NextTickAt(ReminderEntry entry, DateTime now)
    {
        var start = DateTime.SpecifyKind(entry.StartAt, DateTimeKind.Utc);
        if (now <= start || entry.Period <= TimeSpan.Zero)
        {
            return start;
        }

        var sinceLast = (now.Ticks - start.Ticks) % entry.Period.Ticks;
        return sinceLast == 0 ? now : AddClamped(now, entry.Period.Ticks - sinceLast);
    }

    public void Set(ReminderEntry entry, DateTime now)
    {
        Version++;
        _removed.Remove((entry.GrainId, entry.ReminderName));
        Add(new ScheduledReminder(entry, NextTickAt(entry, now), Version));
    }

    public void Remove(GrainId grain, string name)
    {
        Version++;
        _reminders.Remove((grain, name));
        _removed[(grain, name)] = Version;
    }

    /// <summary>Takes over what the table holds, except where it was changed here after the read began.</summary>
    public void Adopt(IEnumerable<ReminderEntry> rows, long versionAtRead, DateTime now)
    {
        var inTable = new HashSet<(GrainId, string)>();
        foreach (var row in rows)
        {
            var key = (row.GrainId, row.ReminderName);
            inTable.Add(key);
            var newerHere = _removed.TryGetValue(key, out var removedAt) && removedAt > versionAtRead;
            var same = _reminders.TryGetValue(key, out var known) && (known.Version > versionAtRead || known.Entry.ETag == row.ETag);
            if (!newerHere && !same)
            {
                Add(new ScheduledReminder(row, NextTickAt(row, now), 0));
            }
        }

        foreach (var (key, known) in _reminders)
        {
            if (!inTable.Contains(key) && known.Version <= versionAtRead)
            {
                _reminders.Remove(key);
            }
        }

        _removed.Clear();
    }

    public bool TryTakeDue(DateTime now, [NotNullWhen(true)] out ScheduledReminder? due)
    {
        DropOutdated();
        if (_queue.TryPeek(out due, out var next) && next <= now)
        {
            _queue.Dequeue();
            return true;
        }

        due = null;
        return false;
    }

    public void PlanFollowing(ScheduledReminder fired, DateTime now)
    {
        if (!IsCurrent(fired))
        {
            return;
        }

        var next = NextTickAt(fired.Entry, now);
        fired.NextTick = next > fired.NextTick ? next : AddClamped(fired.NextTick, fired.Entry.Period.Ticks);
        _queue.Enqueue(fired, fired.NextTick);
    }

    private static DateTime AddClamped(DateTime time, long ticks) =>
        DateTime.MaxValue.Ticks - time.Ticks < ticks ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc) : time.AddTicks(ticks);

    private void Add(ScheduledReminder reminder)
    {
        _reminders[(reminder.Entry.GrainId, reminder.Entry.ReminderName)] = reminder;
        _queue.Enqueue(reminder, reminder.NextTick);
    }

    private bool IsCurrent(ScheduledReminder reminder) =>
        _reminders.TryGetValue((reminder.Entry.GrainId, reminder.Entry.ReminderName), out var current) && ReferenceEquals(current, reminder);

    private void DropOutdated()
    {
        while (_queue.TryPeek(out var first, out _) && !IsCurrent(first))
        {
            _queue.Dequeue();
        }
    }
}
