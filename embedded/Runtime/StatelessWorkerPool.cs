namespace Orleans.Runtime;

/// <summary>The activations of a stateless worker that share one id; a new one is made while all are busy and the limit allows.</summary>
internal sealed class StatelessWorkerPool(GrainClass grainClass, IdSpan key, StatelessWorkerPlacement placement) : ICallTarget
{
    private readonly Lock _lock = new();
    private Activation[] _workers = [];
    private int _next;

    public bool IsValid => true;

    public IReadOnlyList<Activation> Workers => _workers;

    public Task Accept(GrainRequest request) => Choose().Accept(request);

    public void Requeue(GrainRequest request) => Choose().Requeue(request);

    public void Remove(Activation worker)
    {
        lock (_lock)
        {
            _workers = [.. _workers.Where(other => other != worker)];
        }
    }

    private Activation Choose()
    {
        lock (_lock)
        {
            foreach (var worker in _workers)
            {
                if (worker is { IsValid: true, Load: 0 })
                {
                    return worker;
                }
            }

            if (_workers.Length < placement.MaxLocal)
            {
                var created = new Activation(grainClass, key);
                _workers = [.. _workers, created];
                return created;
            }

            return _workers.MinBy(worker => worker.Load) is { IsValid: true } least ? least : _workers[_next++ % _workers.Length];
        }
    }
}
