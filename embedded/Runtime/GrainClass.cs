using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Runtime;

/// <summary>What one silo knows of one grain class; shared by its activations.</summary>
internal sealed class GrainClass
{
    private readonly Func<Activation, object>? _create;
    private readonly Func<Serialization.Invocation.IInvokable, bool>? _mayInterleave;

    private GrainClass(Silo silo, GrainType grainType, Type type, Func<Activation, object>? create)
    {
        Silo = silo;
        GrainType = grainType;
        Type = type;
        _create = create;
        Router = silo.Router;
    }

    public GrainClass(Silo silo, GrainType grainType, Type type)
        : this(silo, grainType, type, null)
    {
        _create = GrainConstructor.For(type, silo.Services);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        ImplementsFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        ImplementsLifecycle = typeof(ILifecycleParticipant<IGrainLifecycle>).IsAssignableFrom(type);
        Placement = type.GetCustomAttribute<PlacementAttribute>()?.PlacementStrategy;
        CollectionAge = CollectionAgeOf(type, silo);
        _mayInterleave = InterleavePredicate(type);
    }

    public Silo Silo { get; }

    public CallRouter Router { get; }

    public GrainType GrainType { get; }

    public Type Type { get; }

    public bool IsReentrant { get; }

    public bool ImplementsFilter { get; }

    public bool ImplementsLifecycle { get; }

    /// <summary>The class stands for objects outside the grains, held weakly.</summary>
    public bool IsObserver { get; private init; }

    public PlacementStrategy? Placement { get; }

    /// <summary>Idle time until collection; infinite for never.</summary>
    public TimeSpan CollectionAge { get; } = Timeout.InfiniteTimeSpan;

    public static GrainClass ForObservers(Silo silo, GrainType grainType, Type type) => new(silo, grainType, type, null) { IsObserver = true };

    public object CreateInstance(Activation activation) =>
        Silo.CustomActivator is { } activator ? activator.CreateInstance(activation) : _create!(activation);

    public bool MayInterleave(GrainRequest request) => IsReentrant || (_mayInterleave is not null && _mayInterleave(request));

    private static TimeSpan CollectionAgeOf(Type type, Silo silo)
    {
        if (type.IsDefined(typeof(KeepAliveAttribute), inherit: true))
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (silo.Collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var specific))
        {
            return specific;
        }

        return type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? silo.Collection.CollectionAge;
    }

    private static Func<Serialization.Invocation.IInvokable, bool>? InterleavePredicate(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
        {
            return null;
        }

        var method = type.GetMethod(
            attribute.CallbackMethodName,
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy,
            [typeof(Serialization.Invocation.IInvokable)]);
        return method?.CreateDelegate<Func<Serialization.Invocation.IInvokable, bool>>()
            ?? throw new InvalidOperationException($"{type} has no static method bool {attribute.CallbackMethodName}(IInvokable).");
    }
}

/// <summary>Builds grain instances: services from the container, facets such as persistent state from their attribute's mapper.</summary>
internal static class GrainConstructor
{
    private static readonly MethodInfo MapperMethod = typeof(GrainConstructor).GetMethod(nameof(FacetFactory), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static Func<Activation, object> For(Type type, IServiceProvider services)
    {
        var constructors = type.GetConstructors();
        var marked = constructors.FirstOrDefault(constructor => constructor.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)));
        var chosen = marked ?? constructors.MaxBy(constructor => constructor.GetParameters().Length)
            ?? throw new InvalidOperationException($"Grain class {type} has no public constructor.");
        var parameters = chosen.GetParameters();
        if (parameters.Length == 0)
        {
            var plain = ActivatorUtilities.CreateFactory(type, []);
            return _ => plain(EmptyServices.Instance, null);
        }

        var facets = new List<Factory<IGrainContext, object>>();
        var facetTypes = new List<Type>();
        foreach (var parameter in parameters)
        {
            if (parameter.GetCustomAttributes().OfType<IFacetMetadata>().FirstOrDefault() is { } metadata)
            {
                facets.Add((Factory<IGrainContext, object>)MapperMethod.MakeGenericMethod(metadata.GetType())
                    .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [parameter, metadata, services], null)!);
                facetTypes.Add(parameter.ParameterType);
            }
            else if (parameter.ParameterType == typeof(IGrainContext))
            {
                facets.Add(static context => context);
                facetTypes.Add(typeof(IGrainContext));
            }
        }

        var factory = ActivatorUtilities.CreateFactory(type, [.. facetTypes]);
        return activation => factory(activation.ActivationServices, [.. facets.Select(facet => facet(activation))]);
    }

    private static Factory<IGrainContext, object> FacetFactory<TMetadata>(ParameterInfo parameter, TMetadata metadata, IServiceProvider services)
        where TMetadata : IFacetMetadata =>
        (services.GetService<IAttributeToFactoryMapper<TMetadata>>()
            ?? throw new OrleansException($"No attribute mapper of type {typeof(IAttributeToFactoryMapper<TMetadata>)} is registered for {parameter}."))
        .GetFactory(parameter, metadata);

    private sealed class EmptyServices : IServiceProvider
    {
        public static readonly EmptyServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
