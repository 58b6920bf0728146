using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Configures what belongs to one named provider.</summary>
public interface INamedServiceConfigurator
{
    string Name { get; }

    Action<Action<IServiceCollection>> ConfigureDelegate { get; }
}

public interface IPersistentStreamConfigurator : INamedServiceConfigurator
{
}

public interface IMemoryStreamConfigurator : INamedServiceConfigurator
{
}

public interface ISiloPersistentStreamConfigurator : IPersistentStreamConfigurator
{
}

public interface ISiloRecoverableStreamConfigurator : ISiloPersistentStreamConfigurator
{
}

public interface ISiloMemoryStreamConfigurator : IMemoryStreamConfigurator, ISiloRecoverableStreamConfigurator
{
}

public interface IClusterClientPersistentStreamConfigurator : IPersistentStreamConfigurator
{
}

public interface IClusterClientMemoryStreamConfigurator : IMemoryStreamConfigurator, IClusterClientPersistentStreamConfigurator
{
}

public static class NamedServiceConfiguratorExtensions
{
    public static void Configure<TOptions>(this INamedServiceConfigurator configurator, Action<OptionsBuilder<TOptions>> configureOptions)
        where TOptions : class, new() =>
        configurator.ConfigureDelegate(services => configureOptions.Invoke(services.AddOptions<TOptions>(configurator.Name)));
}

public static class PersistentStreamConfiguratorExtensions
{
    public static void ConfigureStreamPubSub(
        this IPersistentStreamConfigurator configurator, StreamPubSubType pubsubType = StreamPubSubOptions.DEFAULT_STREAM_PUBSUB_TYPE) =>
        configurator.Configure<StreamPubSubOptions>(options => options.Configure(o => o.PubSubType = pubsubType));
}

public static class SiloPersistentStreamConfiguratorExtensions
{
    public static void ConfigurePullingAgent(
        this ISiloPersistentStreamConfigurator configurator, Action<OptionsBuilder<StreamPullingAgentOptions>>? configureOptions = null)
    {
        if (configureOptions is not null)
        {
            configurator.Configure(configureOptions);
        }
    }
}

public static class MemoryStreamConfiguratorExtensions
{
    /// <param name="configurator">The provider's configurator.</param>
    /// <param name="numOfQueues">Queues of the provider; the silo and its clients must say the same.</param>
    public static void ConfigurePartitioning(
        this IMemoryStreamConfigurator configurator, int numOfQueues = HashRingStreamQueueMapperOptions.DEFAULT_NUM_QUEUES) =>
        configurator.Configure<HashRingStreamQueueMapperOptions>(options => options.Configure(o => o.TotalQueueCount = numOfQueues));
}

internal sealed class MemoryStreamConfigurator(string name, Action<Action<IServiceCollection>> configure)
    : ISiloMemoryStreamConfigurator, IClusterClientMemoryStreamConfigurator
{
    public string Name { get; } = name;

    public Action<Action<IServiceCollection>> ConfigureDelegate { get; } = configure;
}
