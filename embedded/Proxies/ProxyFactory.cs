using System.Collections.Concurrent;
using System.Linq.Expressions;

namespace Orleans.Runtime;

/// <summary>Creates references that implement a grain interface; the class is generated when an interface is first used.</summary>
internal static class ProxyFactory
{
    private static readonly ConcurrentDictionary<Type, Lazy<Func<ReferenceShape, IdSpan, GrainReference>>> Factories = new();

    public static GrainReference Create(ReferenceShape shape, IdSpan key) =>
        shape.Interface is null
            ? new GrainReference(shape, key)
            : Factories.GetOrAdd(shape.Interface, static type => new(() => Compile(type))).Value(shape, key);

    private static Func<ReferenceShape, IdSpan, GrainReference> Compile(Type interfaceType)
    {
        var proxyType = ProxyEmitter.For(interfaceType.Assembly).Emit(interfaceType);
        var shape = Expression.Parameter(typeof(ReferenceShape));
        var key = Expression.Parameter(typeof(IdSpan));
        var constructor = proxyType.GetConstructor([typeof(ReferenceShape), typeof(IdSpan)])!;
        return Expression.Lambda<Func<ReferenceShape, IdSpan, GrainReference>>(Expression.New(constructor, shape, key), shape, key).Compile();
    }
}
