using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Stands for a grain at its callers. Equal references mean the same grain.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>, ISpanFormattable
{
    private object? _target;

    internal GrainReference(ReferenceShape shape, IdSpan key)
    {
        Shape = shape;
        Key = key;
    }

    public GrainId GrainId => new(Shape.GrainType, Key);

    public GrainInterfaceType InterfaceType => Shape.InterfaceType;

    public string InterfaceName => Shape.InterfaceName;

    internal ReferenceShape Shape { get; }

    internal IdSpan Key { get; }

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => (TGrainInterface)CastTo(typeof(TGrainInterface));

    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public bool Equals(GrainReference? other) => other is not null && Key.Equals(other.Key) && Shape.GrainType.Equals(other.Shape.GrainType);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"GrainReference:{GrainId}:{InterfaceType}", out charsWritten);

    public static bool operator ==([AllowNull] GrainReference reference1, [AllowNull] GrainReference reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    public static bool operator !=([AllowNull] GrainReference reference1, [AllowNull] GrainReference reference2) => !(reference1 == reference2);

    internal object CastTo(Type interfaceType) =>
        interfaceType.IsInstanceOfType(this) ? this : Shape.Router.CreateReference(interfaceType, GrainId);

    internal Task SendTask(GrainRequest request, GrainMethod method) => Send(request, method);

    internal Task<T> SendTask<T>(GrainRequest request, GrainMethod method) => Unsafe.As<Task<T>>(Send(request, method));

    internal ValueTask SendValueTask(GrainRequest request, GrainMethod method) => new(Send(request, method));

    internal ValueTask<T> SendValueTask<T>(ValueTaskRequest<T> request, GrainMethod method)
    {
        var task = Send(request, method);
        return ReferenceEquals(task, Task.CompletedTask) && request.TryGetValue(out var value)
            ? new(value)
            : new(Unsafe.As<Task<T>>(task));
    }

    internal void SendVoid(GrainRequest request, GrainMethod method) => Send(request, method);

    /// <summary>Delivers a request whose caller and context are set, past the outgoing filters.</summary>
    internal Task Dispatch(GrainRequest request)
    {
        if (_target is Activation { IsValid: true } activation)
        {
            return activation.Accept(request);
        }

        return DispatchAfterLookup(request);
    }

    private Task DispatchAfterLookup(GrainRequest request)
    {
        ICallTarget target;
        try
        {
            target = Shape.Router.Cluster.Locate(this, request);
        }
        catch (Exception exception)
        {
            return request.AnswerAsTask(Serialization.Invocation.Response.FromException(exception));
        }

        _target = target;
        return target.Accept(request);
    }

    private Task Send(GrainRequest request, GrainMethod method)
    {
        var caller = RuntimeContext.CurrentActivation;
        request.Method = method;
        request.Options = method.Options;
        request.Reference = this;
        request.Caller = caller;
        request.Context = RequestContext.Current;
        var router = caller?.Router ?? Shape.Router;
        return router.HasOutgoingFilters ? router.SendFiltered(this, request) : Dispatch(request);
    }
}
