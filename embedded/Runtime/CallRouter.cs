using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The calling side of a silo or a client: makes references, applies outgoing filters, sets time-outs.</summary>
internal sealed class CallRouter(EmbeddedCluster cluster, TimeSpan responseTimeout, bool waitForCancellation)
{
    private readonly ConcurrentDictionary<(Type? Interface, GrainType Class), ReferenceShape> _shapes = new();
    private IOutgoingGrainCallFilter[] _filters = [];

    /// <summary>The class that each interface stands for, as far as it was asked.</summary>
    public ConcurrentDictionary<Type, GrainType> GrainTypes { get; } = new();

    public EmbeddedCluster Cluster { get; } = cluster;

    /// <summary>Stands for the caller in calls that no grain makes.</summary>
    public GrainId ClientId { get; } = GrainId.Create(ObserverTypes.GrainType, $"client-{cluster.NextActivationNumber():D}");

    /// <summary>
    /// A caller's continuation must not run within the turn of the grain that answers. In a deterministic run all callers have a
    /// scheduler to go back to, and the thread pool, where combinations of tasks would continue, must be kept out.
    /// </summary>
    public TaskCreationOptions AnswerOptions { get; } = cluster.Simulation is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;

    public bool HasOutgoingFilters => _filters.Length > 0;

    /// <summary>Set once the container is built: filters may themselves want the grain factory.</summary>
    public void UseFilters(IEnumerable<IOutgoingGrainCallFilter> filters) => _filters = [.. filters];

    public GrainReference CreateReference(Type? interfaceType, GrainId id) =>
        ProxyFactory.Create(
            _shapes.GetOrAdd((interfaceType, id.Type), static (key, router) => new(router, key.Class, key.Interface), this),
            id.Key);

    public Task SendFiltered(GrainReference reference, GrainRequest request) =>
        OutgoingCall.SendAsync(_filters, reference, request);

    /// <summary>Starts the time-out of a call whose caller has to wait, and lets its token end the wait.</summary>
    public void Await(GrainRequest request)
    {
        Cluster.Pending.Add(request, request.Method.ResponseTimeout ?? responseTimeout);
        if (request.IsCancellable && !waitForCancellation && request.GetCancellationToken() is { CanBeCanceled: true } token)
        {
            request.Cancellation = token.UnsafeRegister(
                static (state, token) =>
                {
                    var cancelled = (GrainRequest)state!;
                    cancelled.AnswerException(new OperationCanceledException(token));
                    cancelled.Reference?.Shape.Router.Cluster.Pending.Remove(cancelled);
                },
                request);
        }
    }
}
