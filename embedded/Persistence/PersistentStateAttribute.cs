namespace Orleans.Runtime;

/// <summary>Marks an <see cref="IPersistentState{TState}"/> parameter of a grain's constructor.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute, IFacetMetadata, IPersistentStateConfiguration
{
    /// <param name="stateName">The state's name; empty for the parameter's name.</param>
    /// <param name="storageName">The storage provider's name; null for the default one.</param>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    public string StateName { get; }

    public string? StorageName { get; }
}
