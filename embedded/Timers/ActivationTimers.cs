namespace Orleans.Runtime;

internal sealed partial class Activation
{
    public GrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        (Rare.Timers ??= []).Add(timer);
        return timer;
    }

    public void RemoveTimer(GrainTimer timer) => _rare?.Timers?.Remove(timer);

    private void StopTimers()
    {
        if (_rare?.Timers is { } timers)
        {
            foreach (var timer in timers.ToList())
            {
                timer.Dispose();
            }
        }
    }
}
