using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>Named state of a grain, given to its constructor and read before <c>OnActivateAsync</c>.</summary>
public interface IPersistentState<TState> : IStorage<TState>
{
}

public interface IPersistentStateConfiguration
{
    string StateName { get; }

    /// <summary>The storage provider; null for the default one.</summary>
    string? StorageName { get; }
}
