namespace Countersign.Domain.Audit;

/// <summary>An expected "no": a value, not an exception.</summary>
/// <param name="Code">Stable and dotted, for programs: <c>risk.max_daily_loss</c>.</param>
/// <param name="Message">For people: a sentence with the figures, and what would be right.</param>
public record Refusal(string Code, string Message);
