#if !ORLEANS
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Runtime;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task<int> AddLater(int amount);

    ValueTask<int> Value();

    ValueTask<string> Describe(string prefix, int number, Guid id, decimal amount);

    Task Fail(string message);

    Task FailLater(string message);

    [OneWay]
    Task Forget(int amount);

    Task<T> Echo<T>(T value);

    Task<bool> ContinuationsStayHere();

    Task Leave();
}

internal sealed class CounterGrain : Grain, ICounterGrain
{
    private int _value;

    public Task<int> Add(int amount) => Task.FromResult(_value += amount);

    public async Task<int> AddLater(int amount)
    {
        var before = _value;
        await Task.Yield();
        return _value = before + amount;
    }

    public ValueTask<int> Value() => new(_value);

    public ValueTask<string> Describe(string prefix, int number, Guid id, decimal amount) => new($"{prefix}{number}{id:N}{amount}");

    public Task Fail(string message) => throw new InvalidOperationException(message);

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task Forget(int amount)
    {
        _value += amount;
        return Task.CompletedTask;
    }

    public Task<T> Echo<T>(T value) => Task.FromResult(value);

    public async Task<bool> ContinuationsStayHere()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        var started = await Task.Factory.StartNew(() => TaskScheduler.Current);
        return scheduler == afterYield && started == scheduler && scheduler != TaskScheduler.Default;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface IRelayGrain : IGrainWithStringKey
{
    Task<string> AskBack(string other, int depth);

    Task<string?> ReadContext(string key);

    Task<string?> ReadContextOf(string other, string key);

    Task SetContext(string key, string value);
}

internal sealed class RelayGrain : Grain, IRelayGrain
{
    public async Task<string> AskBack(string other, int depth) =>
        depth == 0 ? this.GetPrimaryKeyString() : await GrainFactory.GetGrain<IRelayGrain>(other).AskBack(this.GetPrimaryKeyString(), depth - 1);

    public Task<string?> ReadContext(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> ReadContextOf(string other, string key) => GrainFactory.GetGrain<IRelayGrain>(other).ReadContext(key);

    public Task SetContext(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }
}
#endif
