using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>
/// The calls that wait for an answer. They are looked through now and then for those whose time is up, so that a call costs a link in
/// a list and no timer; a call may therefore wait up to one interval longer than its time-out.
/// </summary>
internal sealed class PendingCalls(TimeProvider timeProvider) : IDisposable
{
    private const int StripeCount = 8;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(_ => new Stripe())];
    private ITimer? _timer;
    private int _armed;

    public void Add(GrainRequest request, TimeSpan timeout)
    {
        var stripe = Environment.CurrentManagedThreadId & (StripeCount - 1);
        request.SentAt = Now();
        request.Deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : request.SentAt + (long)(timeout.TotalSeconds * timeProvider.TimestampFrequency);
        request.PendingStripe = stripe;
        _stripes[stripe].Add(request);
        if (_armed == 0 && Interlocked.CompareExchange(ref _armed, 1, 0) == 0)
        {
            Arm();
        }
    }

    public void Remove(GrainRequest request)
    {
        if (request.PendingStripe >= 0)
        {
            _stripes[request.PendingStripe].Remove(request);
        }

        request.Cancellation.Unregister();
    }

    public List<GrainRequest> Snapshot()
    {
        var all = new List<GrainRequest>();
        foreach (var stripe in _stripes)
        {
            stripe.CopyTo(all, long.MaxValue);
        }

        return all;
    }

    public void Dispose() => _timer?.Dispose();

    private long Now() => timeProvider.GetTimestamp();

    private void Arm()
    {
        _timer ??= timeProvider.CreateTimer(static state => ((PendingCalls)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
    }

    private void Sweep()
    {
        var now = Now();
        var overdue = new List<GrainRequest>();
        foreach (var stripe in _stripes)
        {
            stripe.CopyTo(overdue, now);
        }

        if (overdue.Count > 0)
        {
            AnswerOverdue(overdue, now);
        }

        if (_stripes.Any(stripe => stripe.Any))
        {
            Arm();
            return;
        }

        Volatile.Write(ref _armed, 0);
        if (_stripes.Any(stripe => stripe.Any) && Interlocked.CompareExchange(ref _armed, 1, 0) == 0)
        {
            Arm();
        }
    }

    /// <summary>All are described before the first is answered: an answered call no longer shows who waits for whom.</summary>
    private void AnswerOverdue(List<GrainRequest> overdue, long now)
    {
        var waiting = Snapshot();
        var reasons = overdue.ConvertAll(request => CallTimeout.Describe(request, waiting, timeProvider.GetElapsedTime(request.SentAt, now)));
        for (var index = 0; index < overdue.Count; index++)
        {
            Remove(overdue[index]);
            overdue[index].AnswerException(reasons[index]);
        }
    }

    /// <summary>A doubly linked list through the requests.</summary>
    private sealed class Stripe
    {
        private readonly Lock _lock = new();
        private GrainRequest? _first;

        public bool Any => _first is not null;

        public void Add(GrainRequest request)
        {
            lock (_lock)
            {
                request.PendingNext = _first;
                if (_first is not null)
                {
                    _first.PendingPrevious = request;
                }

                _first = request;
            }
        }

        public void Remove(GrainRequest request)
        {
            lock (_lock)
            {
                if (request.PendingStripe < 0)
                {
                    return;
                }

                request.PendingStripe = -1;
                if (request.PendingPrevious is { } previous)
                {
                    previous.PendingNext = request.PendingNext;
                }
                else
                {
                    Debug.Assert(_first == request);
                    _first = request.PendingNext;
                }

                if (request.PendingNext is { } next)
                {
                    next.PendingPrevious = request.PendingPrevious;
                }

                request.PendingPrevious = null;
                request.PendingNext = null;
            }
        }

        public void CopyTo(List<GrainRequest> list, long deadlineMax)
        {
            lock (_lock)
            {
                for (var request = _first; request is not null; request = request.PendingNext)
                {
                    if (request.Deadline <= deadlineMax)
                    {
                        list.Add(request);
                    }
                }
            }
        }
    }
}
