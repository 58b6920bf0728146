using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>A cluster whose grain timers and reminders follow a clock that the test moves.</summary>
public sealed class TimedCluster : ConformanceCluster
{
    internal ManualTime Time { get; } = new();

    protected override void ConfigureSilo(ISiloBuilder silo)
    {
        base.ConfigureSilo(silo);

        // Moving the clock by an hour must not make everything else idle.
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromDays(365));

#if !ORLEANS
        // A reading of the reminders' table that falls into a move of the clock sets the next tick by a moment that has gone by, and so too late.
        // Microsoft's service has a timer for each reminder, which its readings leave alone.
        silo.Configure<ReminderOptions>(options => options.RefreshReminderListPeriod = TimeSpan.FromDays(40));
#endif

        // Only what grains see is moved by hand: the silo's own maintenance loops would spin on a clock that jumps.
        // (The keys are TimeProviderNames.Grains and ReminderTimeProviderNames.Reminders.)
        silo.Services.AddSingleton<TimeProvider>(Time);
        silo.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, (_, _) => TimeProvider.System);
        silo.Services.AddKeyedSingleton<TimeProvider>("Orleans.Grains", Time);
        silo.Services.AddKeyedSingleton<TimeProvider>("Orleans.Reminders", Time);
    }
}

[CollectionDefinition(Name)]
public sealed class TimedCollection : ICollectionFixture<TimedCluster>
{
    public const string Name = "timed conformance";
}
