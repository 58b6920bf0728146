using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on its way through the silo's filters and the grain's own.</summary>
internal sealed class IncomingCall(Activation activation, GrainRequest request, object target) : GrainCall(request), IIncomingGrainCallContext
{
    private readonly IIncomingGrainCallFilter[] _filters = activation.Silo.IncomingFilters;
    private readonly IIncomingGrainCallFilter? _own = activation.GrainInstance as IIncomingGrainCallFilter;

    public override object Grain => target;

    public override GrainId TargetId => activation.GrainId;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod => GrainRequest.Method.ImplementationOn(target.GetType());

    protected override int FilterCount => _filters.Length + (_own is null ? 0 : 1);

    public static async Task<Response> RunAsync(Activation activation, GrainRequest request, object target)
    {
        var call = new IncomingCall(activation, request, target);
        try
        {
            await call.Invoke();
            return call.Response ?? Response.Completed;
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    protected override Task InvokeFilter(int index) => index < _filters.Length ? _filters[index].Invoke(this) : _own!.Invoke(this);

    protected override Task<Response> InvokeTarget() => GrainRequest.InvokeOnAsync(target);
}
