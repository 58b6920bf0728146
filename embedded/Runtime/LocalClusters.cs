using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The clusters of this process by id: how a client in another host finds its silo.</summary>
internal static class LocalClusters
{
    private static readonly ConcurrentDictionary<string, EmbeddedCluster> Clusters = new();

    public static void Register(string clusterId, EmbeddedCluster cluster) => Clusters[clusterId] = cluster;

    public static void Unregister(string clusterId, EmbeddedCluster cluster) => Clusters.TryRemove(KeyValuePair.Create(clusterId, cluster));

    public static EmbeddedCluster Find(string clusterId) =>
        Clusters.TryGetValue(clusterId, out var cluster)
            ? cluster
            : throw new SiloUnavailableException($"No silo of cluster \"{clusterId}\" is running in this process.");
}
