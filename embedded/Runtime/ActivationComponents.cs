using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>Identity, services and components of an activation. What few activations need is made when it is asked for.</summary>
internal sealed partial class Activation
{
    public GrainReference GrainReference => Rare.Reference ??= Router.CreateReference(null, GrainId);

    public ActivationId ActivationId
    {
        get
        {
            var rare = Rare;
            if (rare.ActivationNumber == 0)
            {
                rare.ActivationNumber = Router.Cluster.NextActivationNumber();
            }

            Span<byte> bytes = stackalloc byte[16];
            BitConverter.TryWriteBytes(bytes, rare.ActivationNumber);
            BitConverter.TryWriteBytes(bytes[8..], (long)GrainId.GetUniformHashCode());
            return new(new Guid(bytes));
        }
    }

    public GrainAddress Address => new() { GrainId = GrainId, ActivationId = ActivationId, SiloAddress = Silo.Address };

    public IServiceProvider ActivationServices => (Rare.Scope ??= new ServiceScopeBox(Silo.Services.CreateAsyncScope())).Scope.ServiceProvider;

    public IGrainLifecycle ObservableLifecycle => Rare.Lifecycle ??= new();

    public IWorkItemScheduler Scheduler => this;

    private Rarities Rare => _rare ?? Interlocked.CompareExchange(ref _rare, new Rarities(), null) ?? _rare;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"[Activation: {GrainId} on {Silo.Name}]";

    object? Serialization.Invocation.ITargetHolder.GetTarget() => GrainInstance;

    public object? GetComponent(Type componentType)
    {
        if (_rare?.Components is { } components && components.TryGetValue(componentType, out var component))
        {
            return component;
        }

        if (componentType.IsInstanceOfType(_instance))
        {
            return _instance;
        }

        if (componentType.IsInstanceOfType(this))
        {
            return this;
        }

        return componentType.IsInterface && typeof(IGrainExtension).IsAssignableFrom(componentType) ? CreateExtension(componentType) : null;
    }

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        var components = Rare.Components ??= [];
        if (value is null)
        {
            components.Remove(typeof(TComponent));
        }
        else
        {
            components[typeof(TComponent)] = value;
        }
    }

    public TExtensionInterface GetExtension<TExtensionInterface>()
        where TExtensionInterface : class, IGrainExtension =>
        (TExtensionInterface?)GetComponent(typeof(TExtensionInterface))
        ?? throw new GrainExtensionNotInstalledException($"No extension {typeof(TExtensionInterface)} is installed on {GrainId}.");

    public (TExtension, TExtensionInterface) GetOrSetExtension<TExtension, TExtensionInterface>(Func<TExtension> newExtensionFunc)
        where TExtension : class, TExtensionInterface
        where TExtensionInterface : class, IGrainExtension
    {
        if (_rare?.Components?.GetValueOrDefault(typeof(TExtensionInterface)) is not TExtension extension)
        {
            extension = newExtensionFunc();
            SetComponent<TExtensionInterface>(extension);
        }

        return (extension, GrainReference.Cast<TExtensionInterface>());
    }

    private object? CreateExtension(Type extensionType)
    {
        var extension = ActivationServices.GetKeyedService<IGrainExtension>(extensionType);
        if (extension is not null)
        {
            (Rare.Components ??= [])[extensionType] = extension;
        }

        return extension;
    }

    private sealed record ServiceScopeBox(AsyncServiceScope Scope);

    /// <summary>What most activations never have.</summary>
    private sealed class Rarities
    {
        public GrainReference? Reference;
        public long ActivationNumber;
        public ServiceScopeBox? Scope;
        public GrainLifecycle? Lifecycle;
        public Dictionary<Type, object>? Components;
        public List<GrainRequest>? OtherRunning;
        public Dictionary<Guid, int>? ReentrantSections;
        public HashSet<GrainTimer>? Timers;
        public TaskCompletionSource? Deactivated;
        public DeactivationReason Reason;
        public DateTimeOffset KeepAliveUntil;
    }
}
