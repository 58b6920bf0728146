using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans;

public static class GrainStreamingExtensions
{
    /// <exception cref="KeyNotFoundException">No stream provider has this name.</exception>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) => GetStreamProvider((IGrainBase)grain, name);

    /// <exception cref="KeyNotFoundException">No stream provider has this name.</exception>
    public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
        StreamProviders.Find(grain.GrainContext.ActivationServices, name);
}

public static class ClientStreamingExtensions
{
    /// <exception cref="KeyNotFoundException">No stream provider has this name.</exception>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        StreamProviders.Find(client.ServiceProvider, name);
}

internal static class StreamProviders
{
    public static IStreamProvider Find(IServiceProvider services, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentNullException(nameof(name));
        }

        return services.GetKeyedService<IStreamProvider>(name) ?? throw new KeyNotFoundException($"Stream provider '{name}' not found");
    }
}
