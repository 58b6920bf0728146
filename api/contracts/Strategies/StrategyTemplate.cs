using System.Text.Json;

namespace Countersign.Api.Contracts.Strategies;

/// <summary>A strategy to begin from: change it and create it under a name of your own.</summary>
/// <param name="Id">Of the template, such as <c>trend-following</c>.</param>
/// <param name="Kind"><c>trend</c>, <c>meanReversion</c>, <c>breakout</c>, <c>momentum</c>, <c>scalping</c> or <c>pairs</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">What it does, when it works, and what to change first.</param>
/// <param name="Definition">Its JSON document.</param>
public sealed record StrategyTemplate(string Id, string Kind, string Name, string Description, JsonElement Definition);
