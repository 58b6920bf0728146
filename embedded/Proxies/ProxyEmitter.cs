using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>
/// Generates, for one assembly's grain interfaces, a proxy class per interface and a request class per method with typed fields, so
/// that a call neither boxes its arguments nor goes through reflection.
/// </summary>
internal sealed class ProxyEmitter
{
    /// <summary>The static method of a proxy class that makes an instance.</summary>
    public const string FactoryName = "Create";

    private static readonly ConcurrentDictionary<Assembly, ProxyEmitter> Emitters = new();
    private static readonly ConstructorInfo ReferenceConstructor =
        typeof(GrainReference).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();

    private readonly Lock _lock = new();
    private readonly ModuleBuilder _module;
    private int _count;

    private ProxyEmitter(Assembly assembly)
    {
        var builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{assembly.GetName().Name}.GrainProxies"), AssemblyBuilderAccess.Run);
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var friends = assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Append(assembly.GetName().Name!)
            .Append(typeof(ProxyEmitter).Assembly.GetName().Name!)
            .Distinct();
        foreach (var friend in friends)
        {
            builder.SetCustomAttribute(new CustomAttributeBuilder(attribute, [friend]));
        }

        _module = builder.DefineDynamicModule("GrainProxies");
    }

    public static ProxyEmitter For(Assembly assembly) => Emitters.GetOrAdd(assembly, static key => new(key));

    public Type Emit(Type interfaceType)
    {
        if (!interfaceType.IsInterface)
        {
            throw new ArgumentException($"{interfaceType} is not an interface.", nameof(interfaceType));
        }

        lock (_lock)
        {
            var proxy = _module.DefineType($"{interfaceType.FullName}.Proxy{++_count}", TypeAttributes.Class | TypeAttributes.Sealed, typeof(GrainReference), [interfaceType]);
            EmitConstructor(proxy);
            foreach (var method in MethodsOf(interfaceType))
            {
                var grainMethod = new GrainMethod(interfaceType, method);
                if (method.IsGenericMethodDefinition)
                {
                    GenericMethodEmitter.Emit(_module, proxy, grainMethod, ++_count);
                }
                else
                {
                    EmitMethod(proxy, grainMethod);
                }
            }

            return proxy.CreateType();
        }
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type interfaceType) =>
        interfaceType.GetInterfaces().Append(interfaceType)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.IsAbstract);

    private static void EmitConstructor(TypeBuilder proxy)
    {
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(ReferenceShape), typeof(IdSpan)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, ReferenceConstructor);
        il.Emit(OpCodes.Ret);

        var factory = proxy.DefineMethod(FactoryName, MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), [typeof(ReferenceShape), typeof(IdSpan)]);
        var factoryBody = factory.GetILGenerator();
        factoryBody.Emit(OpCodes.Ldarg_0);
        factoryBody.Emit(OpCodes.Ldarg_1);
        factoryBody.Emit(OpCodes.Newobj, constructor);
        factoryBody.Emit(OpCodes.Ret);
    }

    private void EmitMethod(TypeBuilder proxy, GrainMethod grainMethod)
    {
        var method = grainMethod.Method;
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var body = proxy.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            parameters);
        proxy.DefineMethodOverride(body, method);
        var il = body.GetILGenerator();
        if (CallShape.Of(method) is not { } shape || parameters.Any(parameter => parameter.IsByRef))
        {
            il.Emit(OpCodes.Ldstr, $"{grainMethod} can't be called: a grain method returns void, Task, Task<T>, ValueTask or ValueTask<T> and has no ref or out parameters.");
            il.Emit(OpCodes.Newobj, typeof(NotSupportedException).GetConstructor([typeof(string)])!);
            il.Emit(OpCodes.Throw);
            return;
        }

        var request = RequestEmitter.Emit(_module, grainMethod, shape, ++_count);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, request.Constructor);
        for (var index = 0; index < parameters.Length; index++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, (short)(index + 1));
            il.Emit(OpCodes.Stfld, request.Arguments[index]);
        }

        il.Emit(OpCodes.Ldsfld, request.Method);
        il.Emit(OpCodes.Call, shape.Send);
        il.Emit(OpCodes.Ret);
    }
}
