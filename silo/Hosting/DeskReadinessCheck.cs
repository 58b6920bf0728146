using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Countersign.Silo.Hosting;

internal sealed class DeskReadinessCheck(DeskReadiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The desk is being set up."));
}
