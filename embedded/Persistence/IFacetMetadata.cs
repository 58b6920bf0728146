namespace Orleans;

/// <summary>Marks the attributes that say how a constructor parameter of a grain is made.</summary>
public interface IFacetMetadata
{
}
