using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Runtime
{
    /// <summary>What <see cref="Grain"/> asks of the runtime; substitute it to test a grain alone.</summary>
    public interface IGrainRuntime
    {
        string SiloIdentity { get; }

        SiloAddress SiloAddress { get; }

        IGrainFactory GrainFactory { get; }

        ITimerRegistry TimerRegistry { get; }

        IServiceProvider ServiceProvider { get; }

        TimeProvider TimeProvider { get; }

        void DeactivateOnIdle(IGrainContext grainContext);

        void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);
    }

    public interface IGrainTimer : IDisposable
    {
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    public struct GrainTimerCreationOptions()
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
            : this()
        {
            DueTime = dueTime;
            Period = period;
        }

        /// <summary>Time until the first tick.</summary>
        public required TimeSpan DueTime { readonly get; init; }

        /// <summary>Time between the end of one tick and the start of the next; infinite for a single tick.</summary>
        public TimeSpan Period { readonly get; init; } = Timeout.InfiniteTimeSpan;

        /// <summary>True: ticks run even while a request is in progress. False: a tick is a request like any other.</summary>
        public bool Interleave { readonly get; init; }

        /// <summary>True: ticks count as use, and keep the activation from being collected.</summary>
        public bool KeepAlive { readonly get; init; }
    }

    public interface ILocalSiloDetails
    {
        string Name { get; }

        string ClusterId { get; }

        string DnsHostName { get; }

        SiloAddress SiloAddress { get; }

        SiloAddress GatewayAddress { get; }
    }
}

namespace Orleans.Timers
{
    public interface ITimerRegistry
    {
        IDisposable RegisterTimer(IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period);

        IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);
    }
}
