using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;

namespace Orleans.Providers
{
    /// <summary>Names the storage of a <see cref="Grain{TGrainState}"/>.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StorageProviderAttribute : Attribute
    {
        public string ProviderName { get; set; } = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
    }
}

namespace Orleans.Storage
{
    public static class GrainStorageHelpers
    {
        /// <exception cref="BadProviderConfigException">The storage that the class names, or a default one, is not registered.</exception>
        public static IGrainStorage GetGrainStorage(Type grainType, IServiceProvider services)
        {
            ArgumentNullException.ThrowIfNull(grainType);
            var name = grainType.GetCustomAttribute<StorageProviderAttribute>(inherit: true)?.ProviderName;
            var storage = name is null ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(name);
            return storage ?? throw new BadProviderConfigException(string.IsNullOrEmpty(name)
                ? $"No default storage provider found loading grain type {grainType.FullName}."
                : $"No storage provider named \"{name}\" found loading grain type {grainType.FullName}.");
        }
    }
}
