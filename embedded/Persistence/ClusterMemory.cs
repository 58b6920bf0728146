using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Countersign.Embedded;

/// <summary>Memory that all silos of one cluster share, by name: what one writes, the others read.</summary>
internal static class ClusterMemory<T>
    where T : class, new()
{
    private static readonly ConditionalWeakTable<EmbeddedCluster, ConcurrentDictionary<string, T>> Clusters = [];

    public static T Of(IServiceProvider services, string name) => Clusters
        .GetValue(services.GetRequiredService<EmbeddedCluster>(), static _ => new ConcurrentDictionary<string, T>())
        .GetOrAdd(name, static _ => new T());
}
