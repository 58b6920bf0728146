#if !ORLEANS
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Runtime;

/// <summary>Calls wait at a gate, so that tests see which of them run at the same time.</summary>
public interface IGateGrain : IGrainWithStringKey
{
    Task<int> Wait();

    [ReadOnly]
    Task<int> Read();

    [AlwaysInterleave]
    Task Open();

    [AlwaysInterleave]
    Task<int> Running();

    Task WaitCancellable(CancellationToken token);
}

public interface IReentrantGateGrain : IGateGrain
{
}

internal class GateGrain : Grain, IGateGrain
{
    private readonly TaskCompletionSource _gate = new();
    private int _running;

    public Task<int> Wait() => Pass();

    public Task<int> Read() => Pass();

    public Task Open()
    {
        _gate.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<int> Running() => Task.FromResult(_running);

    public async Task WaitCancellable(CancellationToken token) => await _gate.Task.WaitAsync(token);

    private async Task<int> Pass()
    {
        var together = ++_running;
        await _gate.Task;
        _running--;
        return together;
    }
}

[Reentrant]
internal sealed class ReentrantGateGrain : GateGrain, IReentrantGateGrain
{
}

public interface IRuntimeChainGrain : IGrainWithStringKey
{
    Task<string> Through(string other, bool allow);

    Task<string> Back(string origin);

    Task<string> Name();
}

internal sealed class RuntimeChainGrain : Grain, IRuntimeChainGrain
{
    public async Task<string> Through(string other, bool allow)
    {
        using var section = allow ? RequestContext.AllowCallChainReentrancy() : RequestContext.SuppressCallChainReentrancy();
        return await GrainFactory.GetGrain<IRuntimeChainGrain>(other).Back(this.GetPrimaryKeyString());
    }

    public Task<string> Back(string origin) => GrainFactory.GetGrain<IRuntimeChainGrain>(origin).Name();

    public Task<string> Name() => Task.FromResult(this.GetPrimaryKeyString());
}

public interface IRuntimeWorkerGrain : IGrainWithStringKey
{
    Task<Guid> Work(int tasks);
}

[StatelessWorker(3)]
internal sealed class RuntimeWorkerGrain : Grain, IRuntimeWorkerGrain
{
    private readonly Guid _me = Guid.NewGuid();

    public async Task<Guid> Work(int tasks)
    {
        for (var task = 0; task < tasks; task++)
        {
            await Task.Yield();
        }

        return _me;
    }
}

public interface IRuntimeBoxGrain<T> : IGrainWithStringKey
{
    Task<T?> Swap(T value);
}

internal sealed class RuntimeBoxGrain<T> : Grain, IRuntimeBoxGrain<T>
{
    private T? _value;

    public Task<T?> Swap(T value)
    {
        var before = _value;
        _value = value;
        return Task.FromResult(before);
    }
}

public interface INoteExtension : IGrainExtension
{
    Task<string> Note(string text);
}

internal sealed class NoteExtension(IGrainContextAccessor accessor) : INoteExtension
{
    private readonly IGrainContext _context = accessor.GrainContext;

    public Task<string> Note(string text) => Task.FromResult($"{_context.GrainId}: {text}");
}

public interface ITickObserver : IGrainObserver
{
    void Ticked(int number);

    Task<int> Ask(int number);
}

public interface ITickerGrain : IGrainWithStringKey
{
    Task StartTicking(ITickObserver observer, TimeSpan period, bool keepAlive);

    Task<int> AskObserver(ITickObserver observer, int number);
}

internal sealed class TickerGrain : Grain, ITickerGrain
{
    private int _number;

    public Task StartTicking(ITickObserver observer, TimeSpan period, bool keepAlive)
    {
        this.RegisterGrainTimer(
            () =>
            {
                observer.Ticked(++_number);
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(period, period) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task<int> AskObserver(ITickObserver observer, int number) => observer.Ask(number);
}
#endif
