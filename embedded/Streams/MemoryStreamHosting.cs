using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Hosting;

public static class SiloBuilderMemoryStreamExtensions
{
    /// <summary>
    /// Adds streams whose events live in memory. Explicit subscriptions are kept in the grain storage of the same name,
    /// or else in "PubSubStore".
    /// </summary>
    public static ISiloBuilder AddMemoryStreams(
        this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        MemoryStreamServices.Add(builder.Services, name);
        configure?.Invoke(new MemoryStreamConfigurator(name, change => change(builder.Services)));
        return builder;
    }
}

public static class ClientBuilderStreamingExtensions
{
    public static IClientBuilder AddMemoryStreams(
        this IClientBuilder builder, string name, Action<IClusterClientMemoryStreamConfigurator>? configure = null)
    {
        MemoryStreamServices.Add(builder.Services, name);
        configure?.Invoke(new MemoryStreamConfigurator(name, change => change(builder.Services)));
        return builder;
    }
}

internal static class MemoryStreamServices
{
    public static void Add(IServiceCollection services, string name)
    {
        services.AddOptions();
        services.TryAddKeyedSingleton<IStreamProvider>(name, static (provider, key) => new MemoryStreamProvider((string)key, provider));
        services.TryAddSingleton(static provider => new ImplicitStreamSubscribers(
            provider.GetRequiredService<EmbeddedCluster>().Registry.Classes.Select(type => (GrainNames.GrainTypeOf(type), type))));
        services.TryAddKeyedTransient<IGrainExtension>(typeof(IStreamConsumerExtension), static (provider, _) =>
            new StreamConsumerExtension(provider, RuntimeContext.Current));
    }
}
