using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>Methods that enter, wait at a gate and leave, so a test sees which of them overlap.</summary>
public interface ITurnGrain : IGrainWithStringKey
{
    Task Visit(string report, string name);

    [ReadOnly]
    Task Look(string report, string name);

    [AlwaysInterleave]
    Task Peek(string report, string name);

    Task<int> AddSlowly();

    Task<bool> StaysOnItsScheduler();

    Task Note(string report, string name);

    [OneWay]
    Task Tell(string report, string name);

    [OneWay]
    Task TellAndThrow();

    [OneWay]
    ValueTask TellShortly(string report);

    ValueTask<int> Answer();
}

internal abstract class TurnGrainBase : Grain
{
    private int _sum;

    public Task Visit(string report, string name) => Cross(report, name);

    public Task Look(string report, string name) => Cross(report, name);

    public Task Peek(string report, string name) => Cross(report, name);

    public async Task<int> AddSlowly()
    {
        // Reads, lets others run, writes: loses updates wherever turns of two calls mix.
        var seen = _sum;
        await Task.Yield();
        await Task.Yield();
        return _sum = seen + 1;
    }

    public async Task<bool> StaysOnItsScheduler()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        return before != TaskScheduler.Default && ReferenceEquals(before, TaskScheduler.Current);
    }

    public Task Note(string report, string name)
    {
        Reports.Add(report, name);
        return Task.CompletedTask;
    }

    public Task Tell(string report, string name) => Cross(report, name);

    public Task TellAndThrow() => throw new InvalidOperationException("nobody hears this");

    public ValueTask TellShortly(string report)
    {
        Reports.Add(report, "told");
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> Answer() => ValueTask.FromResult(42);

    private static async Task Cross(string report, string name)
    {
        Reports.Add(report, $"in {name}");
        await Reports.Gate(report);
        Reports.Add(report, $"out {name}");
    }
}

internal sealed class TurnGrain : TurnGrainBase, ITurnGrain;

public interface IReentrantTurnGrain : ITurnGrain;

[Reentrant]
internal sealed class ReentrantTurnGrain : TurnGrainBase, IReentrantTurnGrain;

public interface IPredicateTurnGrain : ITurnGrain;

/// <summary>Lets the method Note in, whatever runs.</summary>
[MayInterleave(nameof(MayInterleave))]
internal sealed class PredicateTurnGrain : TurnGrainBase, IPredicateTurnGrain
{
    public static bool MayInterleave(Orleans.Serialization.Invocation.IInvokable request) => request.GetMethodName() == nameof(Note);
}

public interface ICallChainGrain : IGrainWithStringKey
{
    /// <summary>Calls <paramref name="other"/>, which calls back here.</summary>
    [ResponseTimeout("00:00:02")]
    Task<string> RoundTrip(string other);

    Task<string> RoundTripAllowed(string other);

    [ResponseTimeout("00:00:02")]
    Task<string> RoundTripOnceAllowedThenNot(string other);

    [ResponseTimeout("00:00:01")]
    Task<string> CallBack(string first);

    Task<string> Pong();

    [ResponseTimeout("00:00:01")]
    Task WaitAtGate(string gate);
}

internal sealed class CallChainGrain : Grain, ICallChainGrain
{
    public Task<string> RoundTrip(string other) => GrainFactory.GetGrain<ICallChainGrain>(other).CallBack(this.GetPrimaryKeyString());

    public async Task<string> RoundTripAllowed(string other)
    {
        using var allowed = RequestContext.AllowCallChainReentrancy();
        return await GrainFactory.GetGrain<ICallChainGrain>(other).CallBack(this.GetPrimaryKeyString());
    }

    public async Task<string> RoundTripOnceAllowedThenNot(string other)
    {
        using (RequestContext.AllowCallChainReentrancy())
        {
            await GrainFactory.GetGrain<ICallChainGrain>(other).CallBack(this.GetPrimaryKeyString());
        }

        return await GrainFactory.GetGrain<ICallChainGrain>(other).CallBack(this.GetPrimaryKeyString());
    }

    public Task<string> CallBack(string first) => GrainFactory.GetGrain<ICallChainGrain>(first).Pong();

    public Task<string> Pong() => Task.FromResult("pong");

    public Task WaitAtGate(string gate) => Reports.Gate(gate);
}
