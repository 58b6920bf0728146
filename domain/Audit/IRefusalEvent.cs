using System.Collections.Immutable;

namespace Countersign.Domain.Audit;

/// <summary>
/// An event that records a "no": an order denied, an approval refused, a sign-in that failed. It is appended like any other, and its
/// refusals are what the caller is answered.
/// </summary>
public interface IRefusalEvent
{
    /// <summary>At least one.</summary>
    ImmutableArray<Refusal> Refusals { get; }
}
