using System.Globalization;
using System.Text;
using Orleans.Runtime;

namespace Countersign.Embedded.Simulation;

/// <summary>
/// Everything that is ready to run, on one thread: activations with work, continuations outside grains, timers that are due. A seeded
/// generator chooses the next one.
/// </summary>
internal sealed class SimulationScheduler(ulong seed, VirtualTime time) : SynchronizationContext, ISimulationScheduler
{
    private readonly SplitMix _choice = new(seed);
    private readonly List<object> _ready = [];
    private readonly StringBuilder _line = new();
    private int _thread = Environment.CurrentManagedThreadId;
    private string? _escape;

    public SimulationTrace TraceLog { get; } = new();

    public long Steps { get; private set; }

    public bool HasReady => _ready.Count > 0;

    public void Ready(Activation activation)
    {
        CheckThread(activation.ToString());
        _ready.Add(activation);
    }

    public void Trace(Activation activation, string what)
    {
        _line.Clear()
            .Append(CultureInfo.InvariantCulture, $"{Steps} {time.Elapsed:c} ")
            .Append(activation.GrainId.ToString())
            .Append(' ')
            .Append(what);
        TraceLog.Add(_line.ToString());
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        CheckThread("a continuation");
        _ready.Add(new Posted(d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    public void AdoptThread() => _thread = Environment.CurrentManagedThreadId;

    /// <summary>Runs the next chosen piece of work. There must be one.</summary>
    public void Step()
    {
        if (_escape is { } escaped)
        {
            throw new InvalidOperationException(
                $"The run is no longer deterministic: {escaped} was scheduled from another thread. Code under simulation must not use Task.Run, ConfigureAwait(false) or real I/O.");
        }

        Steps++;
        var index = _choice.Next(_ready.Count);
        var chosen = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        switch (chosen)
        {
            case Activation activation:
                if (activation.RunOneStep())
                {
                    _ready.Add(activation);
                }

                break;
            case Posted posted:
                TraceLog.Add(string.Create(CultureInfo.InvariantCulture, $"{Steps} {time.Elapsed:c} client continuation"));
                posted.Callback(posted.State);
                break;
            default:
                TraceLog.Add(string.Create(CultureInfo.InvariantCulture, $"{Steps} {time.Elapsed:c} timer"));
                ExecutionContext.Run(CleanContext.Instance, static timer => ((VirtualTime.VirtualTimer)timer!).Fire(), chosen);
                break;
        }
    }

    /// <summary>Lets all timers that are due at the next moment become ready, and goes to that moment.</summary>
    public void JumpToNextTimer()
    {
        var due = time.NextDue;
        while (due is not null && time.NextDue == due)
        {
            _ready.Add(time.TakeNext());
        }
    }

    public void Clear() => _ready.Clear();

    private void CheckThread(string what)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _escape = what;
        }
    }

    private sealed record Posted(SendOrPostCallback Callback, object? State);
}
