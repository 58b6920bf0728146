using Orleans.Runtime;

namespace Orleans;

/// <summary>Where reminders are kept. Register one as a service to make reminders outlive the process.</summary>
public interface IReminderTable
{
#pragma warning disable CS0618 // Init is what older tables implement.
    Task StartAsync(CancellationToken cancellationToken = default) => Init();
#pragma warning restore CS0618

    [Obsolete("Implement and use StartAsync instead")]
    Task Init() => Task.CompletedTask;

    Task<ReminderTableData> ReadRows(GrainId grainId);

    /// <summary>
    /// The reminders of the grains whose uniform hash is above <paramref name="begin"/> and at most <paramref name="end"/>,
    /// around the ring: all of them when the two are equal.
    /// </summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    /// <returns>The row's new ETag; null when it could not be written.</returns>
    Task<string?> UpsertRow(ReminderEntry entry);

    /// <returns>False when there is no such row with this ETag.</returns>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

    Task TestOnlyClearTable();

    Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}

public sealed class ReminderTableData
{
    public ReminderTableData()
    {
        Reminders = [];
    }

    public ReminderTableData(ReminderEntry entry)
    {
        Reminders = [entry];
    }

    public ReminderTableData(IEnumerable<ReminderEntry> list)
    {
        Reminders = [.. list];
    }

    public IList<ReminderEntry> Reminders { get; private set; }

    public override string ToString() => FormattableString.Invariant($"[{Reminders.Count} reminders: {string.Join(", ", Reminders)}]");
}

public sealed class ReminderEntry
{
    public GrainId GrainId { get; set; }

    public string ReminderName { get; set; } = null!;

    /// <summary>The first tick (UTC); later ones follow at whole multiples of the period.</summary>
    public DateTime StartAt { get; set; }

    public TimeSpan Period { get; set; }

    public string? ETag { get; set; }

    public override string ToString() => FormattableString.Invariant($"<GrainId={GrainId} ReminderName={ReminderName} Period={Period}>");
}
