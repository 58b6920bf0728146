using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Runtime
{
    public interface IPersistentStateFactory
    {
        IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration config);
    }

    public class PersistentStateFactory : IPersistentStateFactory
    {
        /// <exception cref="BadProviderConfigException">The named storage provider, or a default one, is not registered.</exception>
        public IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration cfg)
        {
            var storage = string.IsNullOrWhiteSpace(cfg.StorageName)
                ? context.ActivationServices.GetService<IGrainStorage>()
                : context.ActivationServices.GetKeyedService<IGrainStorage>(cfg.StorageName);
            if (storage is null)
            {
                throw new BadProviderConfigException(string.IsNullOrEmpty(cfg.StorageName)
                    ? $"No default storage provider found loading grain type {context.GrainId.Type}."
                    : $"No storage provider named \"{cfg.StorageName}\" found loading grain type {context.GrainId.Type}.");
            }

            return new Countersign.Embedded.PersistentState<TState>(GetFullStateName(context, cfg), context, storage);
        }

        protected virtual string GetFullStateName(IGrainContext context, IPersistentStateConfiguration cfg) => cfg.StateName;
    }
}

namespace Orleans
{
    /// <summary>Makes the constructor parameters marked with <see cref="PersistentStateAttribute"/>.</summary>
    public class PersistentStateAttributeMapper : IAttributeToFactoryMapper<PersistentStateAttribute>
    {
        private static readonly MethodInfo CreateMethod =
            typeof(PersistentStateAttributeMapper).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!;

        /// <exception cref="ArgumentException">The parameter is no IPersistentState.</exception>
        public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, PersistentStateAttribute attribute)
        {
            var type = parameter.ParameterType;
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            {
                throw new ArgumentException(
                    $"Parameter '{parameter.Name}' on the constructor for '{parameter.Member.DeclaringType}' has an unsupported type, '{type}'. "
                    + $"It must be an instance of generic type '{typeof(IPersistentState<>)}' because it has an associated [PersistentState(...)] attribute.",
                    parameter.Name);
            }

            var stateName = string.IsNullOrEmpty(attribute.StateName) ? parameter.Name! : attribute.StateName;
            var configuration = new NamedState(stateName, attribute.StorageName);
            var create = CreateMethod.MakeGenericMethod(type.GetGenericArguments())
                .CreateDelegate<Func<IGrainContext, IPersistentStateConfiguration, object>>();
            return context => create(context, configuration);
        }

        private static object Create<TState>(IGrainContext context, IPersistentStateConfiguration configuration) =>
            context.ActivationServices.GetRequiredService<IPersistentStateFactory>().Create<TState>(context, configuration);

        private sealed record NamedState(string StateName, string? StorageName) : IPersistentStateConfiguration;
    }
}
