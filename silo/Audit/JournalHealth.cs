using Countersign.Grains.Audit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Countersign.Silo.Audit;

/// <summary>Whether the journal can write, as its writer last saw it.</summary>
internal sealed class JournalHealth
{
    private volatile Failure? failure;

    public bool IsWriting => failure is null;

    /// <summary>What to tell a command that comes now; null while the journal writes.</summary>
    public JournalUnavailableException? Refusal() => failure is { } now
        ? new JournalUnavailableException("The journal cannot write: " + now.Reason, now.Cause)
        : null;

    public void Failed(Exception cause) => failure = new Failure(cause.Message, cause);

    public void Works() => failure = null;

    private sealed record Failure(string Reason, Exception Cause);
}

/// <summary>Makes the readiness endpoint say what the journal's writer knows.</summary>
internal sealed class JournalHealthCheck(JournalHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.Refusal() is { } refusal
            ? HealthCheckResult.Unhealthy(refusal.Message)
            : HealthCheckResult.Healthy("The journal writes."));
}
