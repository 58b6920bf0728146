using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Invocation
{
    /// <summary>Holds what a request is invoked on.</summary>
    public interface ITargetHolder
    {
        object? GetTarget();

        object? GetComponent(Type componentType);
    }
}

namespace Orleans.Runtime
{
    /// <summary>Runs work on an activation, one turn at a time.</summary>
    public interface IWorkItemScheduler
    {
        void QueueAction(Action action);

        void QueueTask(Task task);

        void QueueAction(Action<object> action, object state);
    }

    /// <summary>One activation of a grain, as the runtime sees it.</summary>
    public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
    {
        GrainReference GrainReference { get; }

        GrainId GrainId { get; }

        object? GrainInstance { get; }

        ActivationId ActivationId { get; }

        GrainAddress Address { get; }

        IServiceProvider ActivationServices { get; }

        IGrainLifecycle ObservableLifecycle { get; }

        IWorkItemScheduler Scheduler { get; }

        /// <summary>Completes when the activation is gone.</summary>
        Task Deactivated { get; }

        void SetComponent<TComponent>(TComponent? value)
            where TComponent : class;

        void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);

        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }

    /// <summary>The activation whose turn is running on this thread.</summary>
    public interface IGrainContextAccessor
    {
        IGrainContext GrainContext { get; }
    }

    public interface IGrainExtensionBinder
    {
        TExtensionInterface GetExtension<TExtensionInterface>()
            where TExtensionInterface : class, IGrainExtension;

        (TExtension, TExtensionInterface) GetOrSetExtension<TExtension, TExtensionInterface>(Func<TExtension> newExtensionFunc)
            where TExtension : class, TExtensionInterface
            where TExtensionInterface : class, IGrainExtension;
    }

    public static class TargetHolderExtensions
    {
        public static TComponent? GetComponent<TComponent>(this ITargetHolder targetHolder)
            where TComponent : class => targetHolder.GetComponent(typeof(TComponent)) as TComponent;
    }

    /// <summary>Creates and disposes grain instances; replace it in the services to build grains another way.</summary>
    public interface IGrainActivator
    {
        object CreateInstance(IGrainContext context);

        ValueTask DisposeInstance(IGrainContext context, object instance);
    }

    /// <summary>Supplies the value of a constructor parameter that carries the attribute <typeparamref name="TMetadata"/>.</summary>
    public interface IAttributeToFactoryMapper<TMetadata>
        where TMetadata : IFacetMetadata
    {
        Factory<IGrainContext, object> GetFactory(System.Reflection.ParameterInfo parameter, TMetadata metadata);
    }
}

namespace Orleans
{
    public delegate TInstance Factory<out TInstance>();

    public delegate TInstance Factory<in TParam1, out TInstance>(TParam1 param1);

    public static class GrainContextComponentExtensions
    {
        /// <summary>The extension <typeparamref name="TComponent"/> of this activation, created from the services when it is asked for first.</summary>
        public static TComponent GetGrainExtension<TComponent>(this IGrainContext context)
            where TComponent : class, IGrainExtension =>
            context.GetComponent<TComponent>()
            ?? throw new GrainExtensionNotInstalledException($"No extension {typeof(TComponent)} is installed on {context.GrainId}");
    }
}
