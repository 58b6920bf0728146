using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>Creates references that implement a grain interface; the class is generated when an interface is first used.</summary>
internal static class ProxyFactory
{
    private static readonly ConcurrentDictionary<Type, Lazy<Func<ReferenceShape, IdSpan, GrainReference>>> Factories = new();

    public static GrainReference Create(ReferenceShape shape, IdSpan key) =>
        shape.Interface is null
            ? new GrainReference(shape, key)
            : Factories.GetOrAdd(shape.Interface, static type => new(() => Compile(type))).Value(shape, key);

    private static Func<ReferenceShape, IdSpan, GrainReference> Compile(Type interfaceType) =>
        ProxyEmitter.For(interfaceType.Assembly).Emit(interfaceType)
            .GetMethod(ProxyEmitter.FactoryName)!
            .CreateDelegate<Func<ReferenceShape, IdSpan, GrainReference>>();
}
