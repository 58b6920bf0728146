namespace Countersign.Api.Contracts;

/// <summary>How the process is. Not healthy answers 503.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>: the worst of the checks.</param>
/// <param name="Checks">Each check's status, by name.</param>
public sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, string> Checks);
