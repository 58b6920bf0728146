using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>Implemented by grains that attach their observer when the first event of a subscription reaches them.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>Called before the first delivery; resume the handle here to receive it.</summary>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}

public interface IStreamSubscriptionHandleFactory
{
    StreamId StreamId { get; }

    string ProviderName { get; }

    GuidId SubscriptionId { get; }

    StreamSubscriptionHandle<T> Create<T>();
}
