using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public interface IReminderProbeGrain : IGrainWithStringKey
{
    Task Remind(string name, TimeSpan dueTime, TimeSpan period);

    Task<List<string>> Reminders();

    Task Forget(string name);

    Task Deactivate();
}

internal sealed class ReminderProbeGrain(StreamProbes probes) : Grain, IReminderProbeGrain, IRemindable
{
    public Task Remind(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task<List<string>> Reminders() => [.. (await this.GetReminders()).Select(r => r.ReminderName).Order()];

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        probes.Arrived(this.GetPrimaryKeyString(), (int)(status.CurrentTickTime - status.FirstTickTime).TotalMinutes);
        return Task.CompletedTask;
    }
}

public sealed class ReminderTests : IAsyncDisposable
{
    private readonly StreamProbes _probes = new();
    private readonly ManualClock _clock = new();
    private readonly MemoryReminderTable _table = new();
    private InProcessTestCluster? _cluster;

    private IReminderProbeGrain Watch => _cluster!.Client.GetGrain<IReminderProbeGrain>("w");

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Reminder_AtItsTimes_WakesTheGrain()
    {
        await Start();
        await Watch.Remind("r", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        await Watch.Deactivate();

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([0], await _probes.Next("w", 1));
        await _clock.TimerDueIn(TimeSpan.FromMinutes(10));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([10], await _probes.Next("w", 1));
    }

    [Fact]
    public async Task Reminder_AfterARestartWithADurableTable_TicksOnItsOldPlan()
    {
        await Start();
        await Watch.Remind("r", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        await _cluster!.DisposeAsync();
        _clock.Advance(TimeSpan.FromMinutes(7));
        await Start();

        _clock.Advance(TimeSpan.FromMinutes(8));

        Assert.Equal([10], await _probes.Next("w", 1));
    }

    [Fact]
    public async Task Reminder_ThatIsUnregistered_IsGoneFromTheTable()
    {
        await Start();
        await Watch.Remind("a", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        await Watch.Remind("b", TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(10));
        await Watch.Forget("a");

        Assert.Equal(["b"], await Watch.Reminders());
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal([0], await _probes.Next("w", 1));
    }

    [Fact]
    public async Task Reminder_WithAPeriodUnderTheMinimum_IsRefused()
    {
        await Start();

        await Assert.ThrowsAsync<ArgumentException>(() => Watch.Remind("r", TimeSpan.Zero, TimeSpan.FromSeconds(59)));
    }

    [Fact]
    public async Task Reminder_WrittenToTheTableByOthers_IsFoundByTheRefresh()
    {
        await Start();
        await _table.UpsertRow(new ReminderEntry
        {
            GrainId = Watch.GetGrainId(),
            ReminderName = "r",
            StartAt = _clock.GetUtcNow().UtcDateTime.AddMinutes(20),
            Period = TimeSpan.FromMinutes(10),
        });

        _clock.Advance(TimeSpan.FromMinutes(5));
        await _clock.TimerDueIn(TimeSpan.FromMinutes(15));
        _clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal([0], await _probes.Next("w", 1));
    }

    private async Task Start()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddReminders().ConfigureServices(services => services
            .AddSingleton(_probes)
            .AddSingleton<IReminderTable>(_table)
            .AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, _clock)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }
}
