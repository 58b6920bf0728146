namespace Countersign.Domain.Audit;

/// <summary>Something that happened and stays so. Its stored form is a contract: types and members are never renamed or reordered.</summary>
/// <param name="At">When it happened by the desk's clock, UTC (in a replay: by the recording's time).</param>
public abstract record DomainEvent(DateTimeOffset At);
