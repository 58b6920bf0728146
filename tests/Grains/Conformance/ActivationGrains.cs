using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Conformance;

public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Which activation answered, counted over the whole process.</summary>
    Task<int> Activation();

    Task<int> Count();

    Task Deactivate();

    Task<string> DeactivateAndGoOn();

    Task DeactivateAtGate();
}

/// <summary>Reports its life under its key.</summary>
internal class LifeGrain : Grain, ILifeGrain
{
    private static int _activations;

    private readonly int _activation = Interlocked.Increment(ref _activations);
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "activate");
        return base.OnActivateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), $"deactivate {reason.ReasonCode}");
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public Task<int> Activation() => Task.FromResult(_activation);

    public Task<int> Count()
    {
        Reports.Add(this.GetPrimaryKeyString(), "call");
        return Task.FromResult(++_count);
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<string> DeactivateAndGoOn()
    {
        DeactivateOnIdle();
        await Task.Yield();
        Reports.Add(this.GetPrimaryKeyString(), "still here");
        return "finished";
    }

    public async Task DeactivateAtGate()
    {
        DeactivateOnIdle();
        Reports.Add(this.GetPrimaryKeyString(), "at gate");
        await Reports.Gate(this.GetPrimaryKeyString());
    }
}

public interface IPickyGrain : IGrainWithStringKey
{
    Task<string> Ask();
}

/// <summary>Its first activation under a key fails, the next succeeds.</summary>
internal sealed class PickyGrain : Grain, IPickyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var first = Reports.Of(this.GetPrimaryKeyString()).Length == 0;
        Reports.Add(this.GetPrimaryKeyString(), "activate");
        return first ? throw new InvalidOperationException("no activation today") : Task.CompletedTask;
    }

    public Task<string> Ask() => Task.FromResult("answer");
}

public interface ISlowStartGrain : IGrainWithStringKey
{
    Task<string> Ask();
}

internal sealed class SlowStartGrain : Grain, ISlowStartGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "activating");
        await Reports.Gate(this.GetPrimaryKeyString());
        Reports.Add(this.GetPrimaryKeyString(), "activated");
    }

    public Task<string> Ask()
    {
        Reports.Add(this.GetPrimaryKeyString(), "call");
        return Task.FromResult("answer");
    }
}

public interface IPlainGrain : IGrainWithStringKey
{
    Task<string> WhoAmI();
}

/// <summary>A grain without the base class.</summary>
internal sealed class PlainGrain(IGrainContext context, IGrainFactory grains) : IGrainBase, IPlainGrain
{
    public IGrainContext GrainContext { get; } = context;

    public Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Reports.Add(this.GetPrimaryKeyString(), "activate");
        return Task.CompletedTask;
    }

    public Task<string> WhoAmI()
    {
        var self = grains.GetGrain<IPlainGrain>(this.GetPrimaryKeyString());
        return Task.FromResult(self.GetGrainId() == GrainContext.GrainId ? this.GetPrimaryKeyString() : "someone else");
    }
}

public interface ISharedContractGrain : IGrainWithStringKey
{
    Task<string> Kind();
}

public interface IFirstKindGrain : ISharedContractGrain;

public interface ISecondKindGrain : ISharedContractGrain;

internal sealed class FirstKindGrain : Grain, IFirstKindGrain
{
    public Task<string> Kind() => Task.FromResult("first");
}

internal sealed class SecondKindGrain : Grain, ISecondKindGrain
{
    public Task<string> Kind() => Task.FromResult("second");
}

[Alias("conformance.worker")]
public interface IGatedWorkerGrain : IGrainWithIntegerKey
{
    Task<string> MeetAtGate(string gate);
}

/// <summary>At most two of it work at the same time.</summary>
[StatelessWorker(2)]
internal sealed class GatedWorkerGrain : Grain, IGatedWorkerGrain
{
    private readonly string _name = Guid.NewGuid().ToString("N");

    public async Task<string> MeetAtGate(string gate)
    {
        Reports.Add(gate, "in");
        await Reports.Gate(gate);
        return _name;
    }
}
