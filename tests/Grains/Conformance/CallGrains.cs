using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>An error of our own. Orleans carries types outside System and Microsoft only when told how.</summary>
[GenerateSerializer]
public sealed class DeskException(string message) : Exception(message);

public interface IErrorGrain : IGrainWithStringKey
{
    Task Throw(string message);

    Task ThrowAfterAwait(string message);

    Task<int> ThrowOwn(string message);

    Task ThrowWithInner(string message);

    Task<int> ThrowFrom(string other, string message);

    ValueTask<int> ThrowValueTask(string message);

    Task<string> CatchFrom(string other, string message);

    Task<int> Count();
}

internal sealed class ErrorGrain : Grain, IErrorGrain
{
    private int _count;

    public Task Throw(string message) => throw new InvalidOperationException(message);

    public async Task ThrowAfterAwait(string message)
    {
        await Task.Yield();
        FailInsideTheGrain(message);
    }

    public Task<int> ThrowOwn(string message) => throw new DeskException(message);

    public Task ThrowWithInner(string message) => throw new InvalidOperationException(message, new ArgumentException("inner " + message));

    public Task<int> ThrowFrom(string other, string message) => GrainFactory.GetGrain<IErrorGrain>(other).ThrowOwn(message);

    public ValueTask<int> ThrowValueTask(string message) => throw new DeskException(message);

    public async Task<string> CatchFrom(string other, string message)
    {
        try
        {
            await GrainFactory.GetGrain<IErrorGrain>(other).ThrowOwn(message);
            return "nothing";
        }
        catch (DeskException error)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }
    }

    public Task<int> Count() => Task.FromResult(++_count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailInsideTheGrain(string message) => throw new InvalidOperationException(message);
}

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Get(string name);

    Task<string?> GetNested(string other, string name);

    Task<string?> SetAndGet(string name, string value);

    Task<string?> SetAndGetNested(string other, string name, string value);

    Task<string?> GetAfterAwait(string name);

    Task<int> CountEntries();
}

internal sealed class ContextGrain : Grain, IContextGrain
{
    public Task<string?> Get(string name) => Task.FromResult(RequestContext.Get(name) as string);

    public Task<string?> GetNested(string other, string name) => GrainFactory.GetGrain<IContextGrain>(other).Get(name);

    public Task<string?> SetAndGet(string name, string value)
    {
        RequestContext.Set(name, value);
        return Get(name);
    }

    public Task<string?> SetAndGetNested(string other, string name, string value)
    {
        RequestContext.Set(name, value);
        return GrainFactory.GetGrain<IContextGrain>(other).Get(name);
    }

    public async Task<string?> GetAfterAwait(string name)
    {
        await Task.Yield();
        return RequestContext.Get(name) as string;
    }

    public Task<int> CountEntries() => Task.FromResult(RequestContext.Keys.Count());
}

public interface IGenericBoxGrain<T> : IGrainWithStringKey
{
    Task Put(T value);

    Task<T> Take();
}

internal sealed class GenericBoxGrain<T> : Grain, IGenericBoxGrain<T>
{
    private T _value = default!;

    public Task Put(T value)
    {
        _value = value;
        return Task.CompletedTask;
    }

    public Task<T> Take() => Task.FromResult(_value);
}

public interface IEchoGrain : IGrainWithStringKey
{
    Task<T> Echo<T>(T value);

    Task<string> Overload(int value);

    Task<string> Overload(string value);

    Task<string> Defaulted(string first, string second = "second");

    Task<(int Sum, string Text)> Many(int[] numbers, Dictionary<string, decimal> table, DateTimeOffset at, Guid id, string? nothing);

    Task<IEchoGrain> Self();

    Task<string> KeyOf(IEchoGrain other);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<T> Echo<T>(T value) => Task.FromResult(value);

    public Task<string> Overload(int value) => Task.FromResult($"int {value}");

    public Task<string> Overload(string value) => Task.FromResult($"string {value}");

    public Task<string> Defaulted(string first, string second = "second") => Task.FromResult($"{first} {second}");

    public Task<(int Sum, string Text)> Many(int[] numbers, Dictionary<string, decimal> table, DateTimeOffset at, Guid id, string? nothing) =>
        Task.FromResult((numbers.Sum(), $"{table["a"]} {at:O} {id} {nothing ?? "null"}"));

    public Task<IEchoGrain> Self() => Task.FromResult(this.AsReference<IEchoGrain>());

    public Task<string> KeyOf(IEchoGrain other) => Task.FromResult(other.GetPrimaryKeyString());
}

public interface ICancelGrain : IGrainWithStringKey
{
    Task WaitForCancellation(CancellationToken cancellationToken);

    Task<bool> CanBeCancelled(CancellationToken cancellationToken = default);

    Task WaitNested(string other, CancellationToken cancellationToken);
}

internal sealed class CancelGrain : Grain, ICancelGrain
{
    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
        Reports.Add(this.GetPrimaryKeyString(), "waiting");
        await cancelled.Task.WaitAsync(Reports.Deadline, CancellationToken.None);
        Reports.Add(this.GetPrimaryKeyString(), "cancelled");
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<bool> CanBeCancelled(CancellationToken cancellationToken) => Task.FromResult(cancellationToken.IsCancellationRequested);

    public Task WaitNested(string other, CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<ICancelGrain>(other).WaitForCancellation(cancellationToken);
}
