namespace Orleans.Runtime;

/// <summary>What all references of one interface to one grain class share.</summary>
internal sealed class ReferenceShape(CallRouter router, GrainType grainType, Type? interfaceType)
{
    public CallRouter Router { get; } = router;

    public GrainType GrainType { get; } = grainType;

    public Type? Interface { get; } = interfaceType;

    public string InterfaceName { get; } = interfaceType is null ? "" : GrainNames.InterfaceName(interfaceType);

    public GrainInterfaceType InterfaceType { get; } = interfaceType is null ? default : GrainNames.InterfaceTypeOf(interfaceType);
}
