using System.Text.Json;

namespace Countersign.Api.Contracts.Risk;

/// <summary>A change of limits, blackout windows, a trading state or autonomy.</summary>
/// <param name="Id">Names the event that recorded it, such as <c>account.a-…@3</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Level"><c>platform</c>, <c>tenant</c>, <c>account</c> or <c>strategy</c>.</param>
/// <param name="Target">The id of what it is about.</param>
/// <param name="Kind"><c>limits</c>, <c>blackouts</c>, <c>tradingState</c> or <c>autonomy</c>.</param>
/// <param name="Actor">Who: <c>user:u-…</c> or <c>system:…</c>.</param>
/// <param name="Reason">Why; null where nothing was said.</param>
/// <param name="Change">What was recorded.</param>
public sealed record RiskChange(
    string Id, DateTimeOffset At, string Level, string Target, string Kind, string Actor, string? Reason, JsonElement Change);
