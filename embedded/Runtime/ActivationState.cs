namespace Orleans.Runtime;

internal enum ActivationState : byte
{
    /// <summary>In the directory; the instance doesn't exist yet.</summary>
    New,

    Activating,

    Active,

    /// <summary>Starts nothing more; goes when the requests in progress have ended.</summary>
    Leaving,

    Deactivating,

    Gone,
}

/// <summary>Requests that can't start yet, in the order of arrival.</summary>
internal sealed class RequestQueue
{
    private readonly LinkedList<GrainRequest> _requests = new();

    public bool IsEmpty => _requests.Count == 0;

    public LinkedListNode<GrainRequest>? First => _requests.First;

    public void Append(GrainRequest request) => _requests.AddLast(request);

    public void Remove(LinkedListNode<GrainRequest> node) => _requests.Remove(node);

    public List<GrainRequest> TakeAll()
    {
        var all = _requests.ToList();
        _requests.Clear();
        return all;
    }
}
