namespace Countersign.Silo.Hosting;

/// <summary>How far the start of the desk is.</summary>
internal sealed class DeskReadiness
{
    private readonly TaskCompletionSource setUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the desk has what it needs to trade: recovered orders, woken strategies, and on a first start the demo tenant.</summary>
    public Task SetUp => setUp.Task;

    public bool IsReady => setUp.Task.IsCompletedSuccessfully;

    public void Ready() => setUp.TrySetResult();
}
