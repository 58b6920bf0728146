using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Marks what can be called through a reference: grains, observers, extensions.</summary>
    public interface IAddressable
    {
    }

    /// <summary>Marks an interface that can be called on a grain whose class doesn't implement it.</summary>
    public interface IGrainExtension : IAddressable
    {
    }
}

namespace Orleans
{
    public interface IGrain : IAddressable
    {
    }

    public interface IGrainWithGuidKey : IGrain
    {
    }

    public interface IGrainWithIntegerKey : IGrain
    {
    }

    public interface IGrainWithStringKey : IGrain
    {
    }

    public interface IGrainWithGuidCompoundKey : IGrain
    {
    }

    public interface IGrainWithIntegerCompoundKey : IGrain
    {
    }

    /// <summary>An object outside the grains that grains can call. Methods return void, Task or ValueTask.</summary>
    public interface IGrainObserver : IAddressable
    {
    }

    /// <summary>What a class must implement to be a grain; <see cref="Grain"/> does.</summary>
    public interface IGrainBase
    {
        IGrainContext GrainContext { get; }

        Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
    }
}
