namespace Orleans.Runtime;

/// <summary>A token that is cancelled when an activation or deactivation takes too long.</summary>
internal readonly struct ActivationTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;

    public ActivationTimeout(Silo silo) => _source = new CancellationTokenSource(silo.Collection.ActivationTimeout, silo.TimeProvider);

    public CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();
}
