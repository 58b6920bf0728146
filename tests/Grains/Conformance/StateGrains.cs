using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>What the state tests store.</summary>
[GenerateSerializer]
public sealed record Basket
{
    [Id(0)]
    public int Count { get; set; }

    [Id(1)]
    public string? Label { get; set; }
}

/// <param name="Exists">Whether the storage has a record.</param>
/// <param name="HasETag">Whether the grain holds an ETag.</param>
[GenerateSerializer]
public sealed record StateView([property: Id(0)] int Count, [property: Id(1)] string? Label, [property: Id(2)] bool Exists, [property: Id(3)] bool HasETag);

public interface IStateGrain : IGrainWithStringKey
{
    Task<StateView> View();

    Task<StateView> ViewOther();

    Task Set(int count, string? label);

    Task SetOther(int count);

    Task Write();

    Task WriteWithToken(CancellationToken cancellationToken);

    Task WriteOther();

    Task Read();

    Task Clear();

    Task<string?> ETag();

    /// <summary>Writes the record through the storage itself, so that this activation's ETag is out of date.</summary>
    Task WriteBehindItsBack(int count);

    Task Deactivate();

    Task<StateView> SeenOnActivation();
}

internal sealed class StateGrain(
    [PersistentState("basket")] IPersistentState<Basket> basket,
    [PersistentState("basket-other", ConformanceCluster.OtherStorage)] IPersistentState<Basket> other) : Grain, IStateGrain
{
    private StateView? _seen;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _seen = Show(basket);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), $"deactivate {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<StateView> View() => Task.FromResult(Show(basket));

    public Task<StateView> ViewOther() => Task.FromResult(Show(other));

    public Task Set(int count, string? label)
    {
        basket.State = basket.State with { Count = count, Label = label };
        return Task.CompletedTask;
    }

    public Task SetOther(int count)
    {
        other.State = other.State with { Count = count };
        return Task.CompletedTask;
    }

    public Task Write() => basket.WriteStateAsync();

    public Task WriteWithToken(CancellationToken cancellationToken) => basket.WriteStateAsync(cancellationToken);

    public Task WriteOther() => other.WriteStateAsync();

    public Task Read() => basket.ReadStateAsync();

    public Task Clear() => basket.ClearStateAsync();

    public Task<string?> ETag() => Task.FromResult(basket.Etag);

    public async Task WriteBehindItsBack(int count)
    {
        var storage = ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default");
        var record = new GrainState<Basket>(new Basket { Count = count }, basket.Etag);
        await storage.WriteStateAsync("basket", this.GetGrainId(), record);
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<StateView> SeenOnActivation() => Task.FromResult(_seen!);

    private static StateView Show(IPersistentState<Basket> state) =>
        new(state.State.Count, state.State.Label, state.RecordExists, !string.IsNullOrEmpty(state.Etag));
}

public interface IOldStyleStateGrain : IGrainWithStringKey
{
    Task<int> Add();

    Task Deactivate();
}

/// <summary>The older way: the state is a type argument of the base class.</summary>
internal sealed class OldStyleStateGrain : Grain<Basket>, IOldStyleStateGrain
{
    public async Task<int> Add()
    {
        State.Count++;
        await WriteStateAsync();
        return State.Count;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "deactivate");
        return Task.CompletedTask;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface IForeignStorageGrain : IGrainWithStringKey
{
    Task<int> Ask();
}

/// <summary>Asks for a storage that nobody configured.</summary>
internal sealed class ForeignStorageGrain([PersistentState("basket", "nowhere")] IPersistentState<Basket> basket) : Grain, IForeignStorageGrain
{
    public Task<int> Ask() => Task.FromResult(basket.State.Count);
}
