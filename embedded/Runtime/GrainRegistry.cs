using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Metadata;

namespace Orleans.Runtime;

/// <summary>Which grain classes there are, and which class an interface stands for.</summary>
internal sealed class GrainRegistry
{
    private static readonly string Own = typeof(GrainRegistry).Assembly.GetName().Name!;

    /// <summary>Kept for the process: looking through all types takes longer than anything else in the start of a cluster.</summary>
    private static readonly ConcurrentDictionary<Assembly, Type[]> ClassesByAssembly = new();

    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), Type> _implementations = new();
    private readonly ConcurrentDictionary<GrainType, Type> _byGrainType = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly List<Type> _classes = [];

    public GrainRegistry()
    {
        foreach (var assembly in GrainAssemblies())
        {
            Add(assembly);
        }
    }

    /// <summary>All grain classes that are known by now; generic ones are open.</summary>
    public IReadOnlyList<Type> Classes
    {
        get
        {
            lock (_lock)
            {
                return [.. _classes];
            }
        }
    }

    public Type ImplementationOf(Type interfaceType, string? classNamePrefix) =>
        _implementations.GetOrAdd((interfaceType, classNamePrefix), key => Find(key.Interface, key.Prefix));

    public Type? ClassOf(GrainType grainType) => _byGrainType.TryGetValue(grainType, out var type) ? type : null;

    private Type Find(Type interfaceType, string? prefix)
    {
        Add(interfaceType.Assembly);
        var candidates = Candidates(interfaceType);
        if (candidates.Count == 0)
        {
            // Assemblies that were loaded since may hold it.
            foreach (var assembly in GrainAssemblies())
            {
                Add(assembly);
            }

            candidates = Candidates(interfaceType);
        }

        var chosen = Choose(interfaceType, prefix, candidates);
        var grainType = GrainNames.GrainTypeOf(chosen);
        return _byGrainType.GetOrAdd(grainType, chosen) == chosen
            ? chosen
            : throw new InvalidOperationException(
                $"{chosen} and {_byGrainType[grainType]} have the same grain type '{grainType}': rename one, or give it a [GrainType].");
    }

    private List<Type> Candidates(Type interfaceType) =>
        [.. Classes.Select(type => Close(type, interfaceType)).OfType<Type>()];

    private static Type? Close(Type type, Type interfaceType)
    {
        if (!type.IsGenericTypeDefinition)
        {
            return interfaceType.IsAssignableFrom(type) ? type : null;
        }

        if (!interfaceType.IsConstructedGenericType || type.GetGenericArguments().Length != interfaceType.GetGenericArguments().Length)
        {
            return null;
        }

        var definition = interfaceType.GetGenericTypeDefinition();
        if (!type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition))
        {
            return null;
        }

        try
        {
            return type.MakeGenericType(interfaceType.GetGenericArguments());
        }
        catch (ArgumentException)
        {
            // The class has constraints that these type arguments don't meet.
            return null;
        }
    }

    private static Type Choose(Type interfaceType, string? prefix, List<Type> candidates)
    {
        if (!string.IsNullOrEmpty(prefix))
        {
            candidates = [.. candidates.Where(type => type.FullName!.StartsWith(prefix, StringComparison.Ordinal)
                || GrainNames.GrainTypeOf(type).ToString().StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
        }

        if (candidates.Count == 0)
        {
            throw new ArgumentException($"Could not find an implementation for interface {interfaceType}");
        }

        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        var named = interfaceType.GetCustomAttribute<DefaultGrainTypeAttribute>()?.GrainType;
        var simpleName = interfaceType.Name.StartsWith('I') ? interfaceType.Name[1..] : interfaceType.Name;
        var byConvention = candidates.Where(type => named is { } grainType
            ? GrainNames.GrainTypeOf(type) == grainType
            : type.Name == simpleName || type.Name == simpleName + "Grain" || type.Name + "Grain" == simpleName).ToList();
        return byConvention.Count == 1
            ? byConvention[0]
            : throw new ArgumentException(
                $"Unable to identify a single appropriate grain type for interface {interfaceType}. Candidates: {string.Join(", ", candidates.Select(type => type.FullName))}");
    }

    private void Add(Assembly assembly)
    {
        lock (_lock)
        {
            if (!_assemblies.Add(assembly))
            {
                return;
            }

            foreach (var type in ClassesByAssembly.GetOrAdd(assembly, static key => [.. LoadableTypes(key).Where(IsGrainClass)]))
            {
                _classes.Add(type);
                if (!type.IsGenericTypeDefinition)
                {
                    _byGrainType.TryAdd(GrainNames.GrainTypeOf(type), type);
                }
            }
        }
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false } && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IGrain).IsAssignableFrom(type);

    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partial)
        {
            return partial.Types.OfType<Type>();
        }
    }

    private static List<Assembly> GrainAssemblies()
    {
        var found = new Dictionary<string, Assembly>();
        var open = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies());
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            open.Enqueue(entry);
        }

        while (open.TryDequeue(out var assembly))
        {
            if (assembly.IsDynamic || IsPlatform(assembly.GetName().Name!) || !found.TryAdd(assembly.FullName!, assembly))
            {
                continue;
            }

            foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => !IsPlatform(reference.Name!)))
            {
                if (TryLoad(reference) is { } loaded)
                {
                    open.Enqueue(loaded);
                }
            }
        }

        return [.. found.Values
            .Where(assembly => assembly.GetName().Name == Own || assembly.GetReferencedAssemblies().Any(reference => reference.Name == Own))
            .OrderBy(assembly => assembly.FullName, StringComparer.Ordinal)];
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    private static bool IsPlatform(string name) =>
        name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "netstandard" or "mscorlib";
}
