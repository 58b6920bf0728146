using Countersign.Domain.Execution;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Execution;

/// <summary>
/// Where orders go. The tenant, the account and the order's id make every call safe to repeat: a broker acts on them once. Order ids are
/// chosen by clients, so two tenants may choose the same one.
/// </summary>
public interface IBroker
{
    /// <summary>Sends an order. An answer that is lost is <see cref="BrokerReport.Unknown"/>, never a guess.</summary>
    /// <exception cref="IOException">The venue cannot be reached, whatever the way to it is; the order may or may not have arrived.</exception>
    /// <exception cref="TimeoutException">The venue did not answer in time; the order may or may not have arrived.</exception>
    ValueTask<BrokerReport> SubmitAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);

    /// <summary>What became of an order that was sent earlier; null where the broker has never seen it.</summary>
    ValueTask<BrokerReport?> FindAsync(TenantId tenant, BrokerOrder order, CancellationToken cancellationToken);
}
