using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Conformance;

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Reports <c>tick n</c> under the grain's key.</summary>
    Task Start(TimeSpan dueTime, TimeSpan period);

    /// <summary>The callback enters, waits at the gate named by the key, leaves.</summary>
    Task StartAtGate(TimeSpan dueTime, TimeSpan period, bool interleave);

    Task StartFailing(TimeSpan dueTime, TimeSpan period);

    /// <summary>The callback waits for its cancellation token.</summary>
    Task StartWaiting(TimeSpan dueTime);

    Task StartWithState(string state, TimeSpan dueTime);

    Task StartDisposingItself(TimeSpan dueTime, TimeSpan period);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task Stop();

    Task Note(string line);

    Task Deactivate();

    Task<bool> TickedOnTheGrainsScheduler();

    [AlwaysInterleave]
    Task<int> Ticks();
}

internal sealed class TimerGrain : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private TaskScheduler? _tickedOn;
    private int _ticks;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(Key, "deactivate");
        return Task.CompletedTask;
    }

    public Task Start(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(Tick, dueTime, period);
        return Task.CompletedTask;
    }

    public Task StartAtGate(TimeSpan dueTime, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                Reports.Add(Key, "in tick");
                await Reports.Gate(Key);
                Reports.Add(Key, "out tick");
            },
            new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailing(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                await Tick();
                throw new InvalidOperationException("the callback fails");
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task StartWaiting(TimeSpan dueTime)
    {
        _timer = this.RegisterGrainTimer(
            async cancellationToken =>
            {
                var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
                Reports.Add(Key, "waiting");
                await cancelled.Task;
                Reports.Add(Key, "cancelled");
            },
            new GrainTimerCreationOptions(dueTime, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task StartWithState(string state, TimeSpan dueTime)
    {
        _timer = this.RegisterGrainTimer(
            (given, _) =>
            {
                Reports.Add(Key, given);
                return Task.CompletedTask;
            },
            state,
            dueTime,
            Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StartDisposingItself(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                await Tick();
                _timer!.Dispose();
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task Note(string line)
    {
        Reports.Add(Key, line);
        return Task.CompletedTask;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<bool> TickedOnTheGrainsScheduler() => Task.FromResult(ReferenceEquals(_tickedOn, TaskScheduler.Current));

    public Task<int> Ticks() => Task.FromResult(_ticks);

    private Task Tick()
    {
        _tickedOn = TaskScheduler.Current;
        Reports.Add(Key, $"tick {++_ticks}");
        return Task.CompletedTask;
    }
}

public interface IReminderGrain : IGrainWithStringKey
{
    Task Register(string name, TimeSpan dueTime, TimeSpan period);

    Task Unregister(string name);

    Task<bool> Has(string name);

    Task<string> Names();

    Task Deactivate();
}

/// <summary>Reports its activations and reminders under its key.</summary>
internal sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "activate");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "deactivate");
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var late = status.CurrentTickTime - status.FirstTickTime;
        Reports.Add(this.GetPrimaryKeyString(), $"{reminderName} +{late.TotalMinutes} every {status.Period.TotalMinutes}");
        return Task.CompletedTask;
    }

    public Task Register(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task Unregister(string name)
    {
        var reminder = await this.GetReminder(name);
        await this.UnregisterReminder(reminder!);
    }

    public async Task<bool> Has(string name) => await this.GetReminder(name) is { } reminder && reminder.ReminderName == name;

    public async Task<string> Names() =>
        string.Join(' ', (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal));

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
