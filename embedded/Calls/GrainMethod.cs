using System.Collections.Concurrent;
using System.Reflection;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of one method of a grain interface.</summary>
internal sealed class GrainMethod
{
    private readonly ConcurrentDictionary<Type, MethodInfo> _implementations = new();
    private readonly ConcurrentDictionary<MethodInfo, GrainMethod> _closed = new();

    public GrainMethod(Type interfaceType, MethodInfo method)
    {
        InterfaceType = interfaceType;
        InterfaceName = GrainNames.InterfaceName(interfaceType);
        Method = method;
        Name = method.Name;
        Parameters = method.GetParameters();
        IsExtension = typeof(IGrainExtension).IsAssignableFrom(interfaceType);
        CancellationTokenIndex = Array.FindIndex(Parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        ResponseTimeout = (method.GetCustomAttribute<ResponseTimeoutAttribute>() ?? interfaceType.GetCustomAttribute<ResponseTimeoutAttribute>())?.Timeout;
        Options = OptionsOf(method);
    }

    public Type InterfaceType { get; }

    public string InterfaceName { get; }

    public MethodInfo Method { get; }

    public string Name { get; }

    public ParameterInfo[] Parameters { get; }

    public bool IsExtension { get; }

    public int CancellationTokenIndex { get; }

    public TimeSpan? ResponseTimeout { get; }

    public InvokeMethodOptions Options { get; }

    public InlineGauge Inline { get; } = new();

    /// <summary>The method of <paramref name="targetType"/> that implements this one.</summary>
    public MethodInfo ImplementationOn(Type targetType) => _implementations.GetOrAdd(targetType, FindImplementation);

    /// <summary>This generic method with its type arguments given.</summary>
    public GrainMethod Close(Type[] typeArguments) =>
        _closed.GetOrAdd(Method.MakeGenericMethod(typeArguments), static (method, open) => new(open.InterfaceType, method), this);

    public override string ToString() => $"{InterfaceType.Name}.{Name}";

    private MethodInfo FindImplementation(Type targetType)
    {
        var declaring = Method.DeclaringType!;
        if (!declaring.IsAssignableFrom(targetType))
        {
            return Method;
        }

        var map = targetType.GetInterfaceMap(declaring);
        var open = Method.IsGenericMethod ? Method.GetGenericMethodDefinition() : Method;
        var index = Array.IndexOf(map.InterfaceMethods, open);
        return index < 0 ? Method : map.TargetMethods[index];
    }

    private static InvokeMethodOptions OptionsOf(MethodInfo method)
    {
        var options = InvokeMethodOptions.None;
        if (method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void))
        {
            options |= InvokeMethodOptions.OneWay;
        }

        if (method.IsDefined(typeof(ReadOnlyAttribute)))
        {
            options |= InvokeMethodOptions.ReadOnly;
        }

        if (method.IsDefined(typeof(AlwaysInterleaveAttribute)))
        {
            options |= InvokeMethodOptions.AlwaysInterleave;
        }

        return options;
    }
}
