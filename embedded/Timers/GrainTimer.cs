using Microsoft.Extensions.Logging;
using Orleans.CodeGeneration;

namespace Orleans.Runtime;

/// <summary>A timer of one activation. A tick is a request like any other, or interleaves; the next one is set when it has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;
    private bool _disposed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        _activation = activation;
        _callback = callback;
        _period = options.Period;
        Interleave = options.Interleave;
        KeepAlive = options.KeepAlive;
        _timer = activation.Silo.TimeProvider.CreateTimer(
            static timer => ((GrainTimer)timer!).Elapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public bool Interleave { get; }

    public bool KeepAlive { get; }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        if (_disposed)
        {
            return;
        }

        _period = period;
        _changed = _ticking;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _timer.Dispose();
        _cancellation.Cancel();
        _activation.RemoveTimer(this);
    }

    public async Task TickAsync()
    {
        if (_disposed)
        {
            return;
        }

        _ticking = true;
        _changed = false;
        if (KeepAlive)
        {
            _activation.NoteUse();
        }

        try
        {
            await _callback(_cancellation.Token);
        }
        catch (Exception exception) when (!_disposed || exception is not OperationCanceledException)
        {
            _activation.Silo.Logger.LogError(exception, "A timer of {Grain} failed.", _activation.GrainId);
        }
        catch (OperationCanceledException)
        {
            // The timer was disposed of during its tick.
        }

        _ticking = false;
        if (!_disposed && !_changed && _period != Timeout.InfiniteTimeSpan)
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Elapsed()
    {
        if (!_disposed)
        {
            _activation.Requeue(new TimerRequest(this));
        }
    }

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(dueTime), dueTime, "The due time must not be negative.");
        }

        if (period < TimeSpan.Zero && period != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "The period must not be negative.");
        }
    }
}

/// <summary>One tick, as a request to the activation.</summary>
internal sealed class TimerRequest : TaskRequest
{
    private static readonly GrainMethod Tick = new(typeof(ITimerTick), typeof(ITimerTick).GetMethod(nameof(ITimerTick.Tick))!);

    private readonly GrainTimer _timer;

    public TimerRequest(GrainTimer timer)
    {
        _timer = timer;
        Method = Tick;
        TimerTick = true;
        Options = InvokeMethodOptions.OneWay | (timer.Interleave ? InvokeMethodOptions.AlwaysInterleave : 0);
    }

    protected override Task Call(object target) => _timer.TickAsync();

    /// <summary>Gives the tick its name in traces and error texts.</summary>
    private interface ITimerTick
    {
        Task Tick();
    }
}
