namespace Orleans.Runtime;

/// <summary>Makes references to grains and observers, for a silo or for a client of one.</summary>
internal sealed class GrainFactory(CallRouter router) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => Get<TGrainInterface>(StringKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey
    {
        RequireExtension(keyExtension);
        return Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey, keyExtension), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey
    {
        RequireExtension(keyExtension);
        return Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey, keyExtension), grainClassNamePrefix);
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainReference)
        {
            throw new ArgumentException("The object is a reference already.", nameof(obj));
        }

        var key = IdSpan.Create($"observer+{router.Cluster.NextActivationNumber():D}");
        var id = new GrainId(ObserverTypes.GrainType, key);
        var activation = new Activation(router.Cluster.ObserverClass(), key);
        activation.AttachObserver(obj);
        router.Cluster.Add(id, activation);
        return (TGrainObserverInterface)(object)router.CreateReference(typeof(TGrainObserverInterface), id);
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainReference reference)
        {
            throw new ArgumentException("The argument must be a reference that CreateObjectReference returned.", nameof(obj));
        }

        if (router.Cluster.TryFind(reference.GrainId, out var activation))
        {
            router.Cluster.Remove(reference.GrainId, activation!);
            activation!.Vanish();
        }
    }

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => Get(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey));

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => Get(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey));

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => Get(grainInterfaceType, StringKey(grainPrimaryKey));

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        Get(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey, keyExtension));

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        Get(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey, keyExtension));

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)router.CreateReference(typeof(TGrainInterface), grainId);

    public IAddressable GetGrain(GrainId grainId) => router.CreateReference(null, grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType)
    {
        var type = router.Cluster.Registry.ClassOf(grainId.Type)?.GetInterfaces()
            .FirstOrDefault(candidate => typeof(IAddressable).IsAssignableFrom(candidate) && GrainNames.InterfaceTypeOf(candidate) == interfaceType);
        return router.CreateReference(type, grainId);
    }

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => Reference(interfaceType, grainKey, null);

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => Reference(interfaceType, grainKey, grainClassNamePrefix);

    private static IdSpan StringKey(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return IdSpan.Create(key);
    }

    private static void RequireExtension(string keyExtension) => ArgumentException.ThrowIfNullOrWhiteSpace(keyExtension);

    private TGrainInterface Get<TGrainInterface>(IdSpan key, string? prefix) => (TGrainInterface)(object)Reference(typeof(TGrainInterface), key, prefix);

    private IGrain Get(Type interfaceType, IdSpan key) => (IGrain)(object)Reference(interfaceType, key, null);

    private GrainReference Reference(Type interfaceType, IdSpan key, string? prefix)
    {
        var grainType = GrainTypeOf(interfaceType, prefix);
        return router.CreateReference(interfaceType, new GrainId(grainType, key));
    }

    private GrainType GrainTypeOf(Type interfaceType, string? prefix)
    {
        if (prefix is null && router.GrainTypes.TryGetValue(interfaceType, out var known))
        {
            return known;
        }

        var grainType = GrainNames.GrainTypeOf(router.Cluster.Registry.ImplementationOf(interfaceType, prefix));
        if (prefix is null)
        {
            router.GrainTypes.TryAdd(interfaceType, grainType);
        }

        return grainType;
    }
}
