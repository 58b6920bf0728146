using Countersign.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;
using Orleans.Timers;

namespace Orleans.Hosting;

public static class SiloBuilderReminderExtensions
{
    /// <summary>Adds reminders; the table is the registered <see cref="IReminderTable"/>.</summary>
    public static ISiloBuilder AddReminders(this ISiloBuilder builder) => builder.ConfigureServices(AddReminders);

    /// <inheritdoc cref="AddReminders(ISiloBuilder)"/>
    public static void AddReminders(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(IReminderRegistry)))
        {
            return;
        }

        services.AddOptions<ReminderOptions>()
            .Validate(o => o.MinimumReminderPeriod >= TimeSpan.Zero, "ReminderOptions.MinimumReminderPeriod must not be negative.")
            .Validate(o => o.RefreshReminderListPeriod > TimeSpan.Zero, "ReminderOptions.RefreshReminderListPeriod must be positive.");
        services.AddSingleton<IReminderRegistry, ReminderRegistry>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ReminderServiceStarter>();
    }
}

public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) => builder.AddReminders().ConfigureServices(services =>
        services.TryAddSingleton<IReminderTable>(static provider => ClusterMemory<MemoryReminderTable>.Of(provider, "reminders")));
}

internal sealed class ReminderServiceStarter(IServiceProvider services, IGrainFactory grains, IOptions<ReminderOptions> options)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ReminderServiceStarter), ServiceLifecycleStage.Active, Start, Stop);

    private async Task Start(CancellationToken cancellationToken)
    {
        if (services.GetService<IReminderTable>() is { } table)
        {
            using var timeout = new CancellationTokenSource(options.Value.InitializationTimeout, services.GetRequiredService<TimeProvider>());
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            await table.StartAsync(either.Token);
            await grains.GetGrain<IReminderServiceGrain>(0).Start();
        }
    }

    private Task Stop(CancellationToken cancellationToken) =>
        services.GetService<IReminderTable>()?.StopAsync(cancellationToken) ?? Task.CompletedTask;
}
