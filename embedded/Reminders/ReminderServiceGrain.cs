using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Hosting;

namespace Orleans.Runtime.ReminderService;

internal interface IReminderServiceGrain : IGrainWithIntegerKey
{
    /// <summary>Activates the service, which reads the table.</summary>
    Task Start();

    Task<ReminderHandle> Register(GrainId grainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    Task Unregister(ReminderHandle reminder);

    /// <summary>Fires what is due. Called by the clock.</summary>
    Task TickDue();

    /// <summary>Reads the table again.</summary>
    Task Refresh();
}

/// <summary>
/// Fires the reminders of the whole table. It is a grain, so that its turns, calls and timers are scheduled like any other's:
/// a simulated run covers it.
/// </summary>
[Reentrant]
[KeepAlive]
internal sealed class ReminderServiceGrain : Grain, IReminderServiceGrain
{
    // TimeProvider timers take at most about 49 days; a day is far below and costs nothing to wake for.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan RetryAfterFailedRead = TimeSpan.FromSeconds(10);

    private readonly IReminderTable _table;
    private readonly TimeProvider _clock;
    private readonly ReminderOptions _options;
    private readonly ILogger<ReminderServiceGrain> _logger;
    private readonly ReminderSchedule _schedule = new();
    private ITimer? _dueTimer;
    private ITimer? _refreshTimer;

    public ReminderServiceGrain(
        IReminderTable table, IServiceProvider services, IOptions<ReminderOptions> options, ILogger<ReminderServiceGrain> logger)
    {
        _table = table;
        _clock = services.GetKeyedService<TimeProvider>(Reminders.ReminderTimeProviderNames.Reminders)
            ?? Runtime!.TimeProvider;
        _options = options.Value;
        _logger = logger;
    }

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var self = this.AsReference<IReminderServiceGrain>();
        _dueTimer = _clock.CreateTimer(static s => _ = ((IReminderServiceGrain)s!).TickDue(), self, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _refreshTimer = _clock.CreateTimer(
            static s => _ = ((IReminderServiceGrain)s!).Refresh(), self, _options.RefreshReminderListPeriod, _options.RefreshReminderListPeriod);
        return Refresh();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _dueTimer?.Dispose();
        _refreshTimer?.Dispose();
        return Task.CompletedTask;
    }

    public Task Start() => Task.CompletedTask;

    public async Task<ReminderHandle> Register(GrainId grainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        var entry = new ReminderEntry { GrainId = grainId, ReminderName = reminderName, StartAt = Now + dueTime, Period = period };
        entry.ETag = await _table.UpsertRow(entry)
            ?? throw new ReminderException($"Could not register reminder {entry} to reminder table due to a race. Please try again later.");
        _schedule.Set(entry, Now);
        ArmDueTimer();
        return new ReminderHandle(grainId, reminderName, entry.ETag);
    }

    public async Task Unregister(ReminderHandle reminder)
    {
        var removed = await _table.RemoveRow(reminder.GrainId, reminder.ReminderName, reminder.ETag);
        if (!removed && await _table.ReadRow(reminder.GrainId, reminder.ReminderName) is not null)
        {
            throw new ReminderException($"Could not unregister reminder {reminder} from the reminder table, due to tag mismatch. You can retry.");
        }

        _schedule.Remove(reminder.GrainId, reminder.ReminderName);
        ArmDueTimer();
    }

    public Task TickDue()
    {
        while (_schedule.TryTakeDue(Now, out var due))
        {
            _ = Fire(due);
        }

        ArmDueTimer();
        return Task.CompletedTask;
    }

    public async Task Refresh()
    {
        var version = _schedule.Version;
        try
        {
            var rows = await _table.ReadRows(0, 0);
            _schedule.Adopt(rows.Reminders, version, Now);
        }
        catch (Exception failure)
        {
            _logger.LogWarning(failure, "The reminder table could not be read; trying again in {Delay}.", RetryAfterFailedRead);
            _refreshTimer!.Change(RetryAfterFailedRead, _options.RefreshReminderListPeriod);
        }

        ArmDueTimer();
    }

    // The next tick is planned only when this one has been received: a slow grain skips ticks, it never gets two at once.
    private async Task Fire(ScheduledReminder due)
    {
        var entry = due.Entry;
        RequestContext.Clear();
        try
        {
            var grain = GrainFactory.GetGrain<IRemindable>(entry.GrainId);
            await grain.ReceiveReminder(entry.ReminderName, new TickStatus(entry.StartAt, entry.Period, Now));
        }
        catch (Exception failure)
        {
            _logger.LogError(failure, "Could not deliver reminder tick for {Reminder}.", entry);
        }

        _schedule.PlanFollowing(due, Now);
        ArmDueTimer();
    }

    private void ArmDueTimer()
    {
        if (_schedule.NextDue is { } next)
        {
            var wait = next - Now;
            _dueTimer!.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
        }
    }
}
