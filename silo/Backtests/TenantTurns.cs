using System.Threading.Channels;
using Countersign.Domain.Tenants;

namespace Countersign.Silo.Backtests;

/// <summary>Tenants that have something to run, each at most once, in the order in which they came.</summary>
internal sealed class TenantTurns
{
    // Bounded by the number of tenants.
    private readonly Channel<TenantId> turns = Channel.CreateUnbounded<TenantId>();
    private readonly HashSet<TenantId> standing = [];

    /// <summary>Puts a tenant at the end; one that stands there already keeps its place.</summary>
    public void Add(TenantId tenant)
    {
        lock (standing)
        {
            if (standing.Add(tenant))
            {
                turns.Writer.TryWrite(tenant);
            }
        }
    }

    /// <summary>Waits for the first and takes it out.</summary>
    public async Task<TenantId> NextAsync(CancellationToken cancellationToken)
    {
        var tenant = await turns.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (standing)
        {
            standing.Remove(tenant);
        }

        return tenant;
    }
}
