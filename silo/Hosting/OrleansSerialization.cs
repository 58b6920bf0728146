#if ORLEANS
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;

namespace Countersign.Silo.Hosting;

/// <summary>How the desk's messages, which carry no Orleans attribute, travel between Orleans silos and clients.</summary>
internal static class OrleansSerialization
{
    /// <summary>Lets the desk's types travel: as JSON between processes, by reference within one.</summary>
    public static void AddDeskSerialization(this IServiceCollection services)
    {
        services.AddSerializer(serializer => serializer.AddJsonSerializer(isSupported: IsMessage));
        services.AddSingleton<IGeneralizedCopier, SharingCopier>();
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("Countersign"));
        services.Configure<TypeManifestOptions>(options =>
        {
            // Orleans refuses to name types of assemblies that it does not know.
            options.AddAllowedAssembly(typeof(Domain.Accounts.AccountId).Assembly);
            options.AddAllowedAssembly(typeof(Grains.Accounts.IAccountGrain).Assembly);
        });
    }

    private static bool IsMessage(Type type) =>
        !type.IsInterface
        && !typeof(Exception).IsAssignableFrom(type)
        && type.Namespace is { } space
        && (space.StartsWith("Countersign.Domain", StringComparison.Ordinal) || space.StartsWith("Countersign.Grains", StringComparison.Ordinal));

    /// <summary>Messages are immutable: within a process the one that was sent is the one that arrives.</summary>
    private sealed class SharingCopier : IGeneralizedCopier
    {
        public bool IsSupportedType(Type type) => IsMessage(type);

        public object? DeepCopy(object? input, CopyContext context) => input;
    }
}
#endif
