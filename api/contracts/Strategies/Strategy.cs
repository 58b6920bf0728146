using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Countersign.Api.Contracts.Strategies;

/// <summary>A new strategy. It begins as a draft.</summary>
public sealed record CreateStrategyRequest
{
    /// <summary>
    /// The strategy's id: <c>s-</c>, then 1 to 96 lower-case letters, digits and hyphens. Creating the same again answers the first. Made
    /// by
    /// the desk where absent (from the <c>Idempotency-Key</c> header, where there is one).
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The strategy itself, as its JSON document; every error is answered with its JSON path.</summary>
    [Required]
    public JsonElement? Definition { get; init; }
}

/// <summary>Lets a strategy raise ideas for an account.</summary>
public sealed record ActivateStrategyRequest
{
    /// <summary>The account that its ideas are for, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }

    /// <summary><c>approveEverything</c>, or <c>autoUnder</c> with <see cref="AutoQuantityMax"/>. Absent means
    /// <c>approveEverything</c>.</summary>
    public string? Autonomy { get; init; }

    /// <summary>With <c>autoUnder</c>: ideas of at most this quantity, in base currency, trade without approval. Over 0.</summary>
    public decimal? AutoQuantityMax { get; init; }
}

/// <summary>One strategy in a list.</summary>
/// <param name="Id"><c>s-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Version">Of its definition, from 1.</param>
/// <param name="Status"><c>draft</c>, <c>active</c>, <c>paused</c> or <c>retired</c>.</param>
/// <param name="AccountId">Where its ideas trade; null until it is first activated.</param>
/// <param name="Symbols">The instruments that it watches.</param>
/// <param name="Timeframe">The bars that decide.</param>
public sealed record StrategySummary(
    string Id, string Name, int Version, string Status, string? AccountId, IReadOnlyList<string> Symbols, string Timeframe);

/// <summary>One strategy.</summary>
/// <param name="Id"><c>s-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Version">Of its definition, from 1.</param>
/// <param name="Status"><c>draft</c>, <c>active</c>, <c>paused</c> or <c>retired</c>.</param>
/// <param name="AccountId">Where its ideas trade; null until it is first activated.</param>
/// <param name="Symbols">The instruments that it watches.</param>
/// <param name="Timeframe">The bars that decide.</param>
/// <param name="Autonomy">How much of it goes without a person: the mode of <paramref name="AutonomySettings"/>.</param>
/// <param name="AutoQuantityMax">With <c>autoUnder</c>, in base currency.</param>
/// <param name="AutonomySettings">The same with every condition.</param>
/// <param name="Definition">Its JSON document, with every default written.</param>
/// <param name="Retirement">Who ended it, when and why; null before.</param>
public sealed record Strategy(
    string Id, string Name, int Version, string Status, string? AccountId, IReadOnlyList<string> Symbols, string Timeframe, string Autonomy,
    decimal? AutoQuantityMax, Risk.Autonomy AutonomySettings, JsonElement Definition, StrategyRetirement? Retirement = null);

/// <summary>The end of a strategy.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ended it, such as <c>user:u-…</c>.</param>
/// <param name="At">When, UTC.</param>
public sealed record StrategyRetirement(string Reason, string By, DateTimeOffset At);
