using System.Collections.Concurrent;
using Countersign.Tests.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Tests.Api.Notifications;

/// <summary>A stream provider that delivers at once, and knows who listens.</summary>
internal sealed class FakeStreams : IStreamProvider
{
    private readonly ConcurrentDictionary<(StreamId Id, Guid Handle), object> observers = new();

    private readonly TaskCompletionSource deserted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "desk";

    public bool IsRewindable => false;

    public int Subscriptions => observers.Count;

    /// <summary>Done once the last listener has gone.</summary>
    public Task Deserted => deserted.Task;

    public IServiceProvider ToServices() => new ServiceCollection().AddKeyedSingleton<IStreamProvider>("desk", this).BuildServiceProvider();

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => Substitute.For<IAsyncStream<T>>((method, arguments) =>
        method.Name == nameof(IAsyncStream<T>.SubscribeAsync)
            ? Task.FromResult(Subscribe(streamId, (IAsyncObserver<T>)arguments[0]!))
            : throw new NotSupportedException(method.Name));

    public async Task PublishAsync<T>(string streamNamespace, string key, T item)
    {
        foreach (var ((id, _), observer) in observers)
        {
            if (id == StreamId.Create(streamNamespace, key))
            {
                await ((IAsyncObserver<T>)observer).OnNextAsync(item);
            }
        }
    }

    private StreamSubscriptionHandle<T> Subscribe<T>(StreamId id, IAsyncObserver<T> observer)
    {
        var handle = new Handle<T>(id, Leave);
        observers[(id, handle.HandleId)] = observer;
        return handle;
    }

    private void Leave(StreamId id, Guid handle)
    {
        observers.TryRemove((id, handle), out _);
        if (observers.IsEmpty)
        {
            deserted.TrySetResult();
        }
    }

    private sealed class Handle<T>(StreamId id, Action<StreamId, Guid> leave) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => id;

        public override string ProviderName => "desk";

        public override Guid HandleId { get; } = Guid.NewGuid();

        public override Task UnsubscribeAsync()
        {
            leave(id, HandleId);
            return Task.CompletedTask;
        }

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();

        public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId;
    }
}
