using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Countersign.Api.Contracts.Strategies;

/// <summary>A new strategy. It begins inactive.</summary>
public sealed record CreateStrategyRequest
{
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

    /// <summary><c>approveEverything</c>, or <c>autoUnderLimit</c> with <see cref="AutoNotionalMax"/>.</summary>
    [Required]
    public string? Autonomy { get; init; }

    /// <summary>With <c>autoUnderLimit</c>: ideas of at most this notional, in the account's currency, trade without approval. Over 0.</summary>
    public decimal? AutoNotionalMax { get; init; }
}

/// <summary>One strategy in a list.</summary>
/// <param name="Id"><c>s-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Version">Of its definition, from 1.</param>
/// <param name="Status"><c>inactive</c> or <c>active</c>.</param>
/// <param name="AccountId">The account that it is active for.</param>
/// <param name="Symbols">The instruments that it watches.</param>
/// <param name="Timeframe">The bars that it watches.</param>
public sealed record StrategySummary(
    string Id, string Name, int Version, string Status, string? AccountId, IReadOnlyList<string> Symbols, string Timeframe);

/// <summary>One strategy.</summary>
/// <param name="Id"><c>s-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Version">Of its definition, from 1.</param>
/// <param name="Status"><c>inactive</c> or <c>active</c>.</param>
/// <param name="AccountId">The account that it is active for.</param>
/// <param name="Autonomy"><c>approveEverything</c> or <c>autoUnderLimit</c>; null while it is inactive.</param>
/// <param name="AutoNotionalMax">With <c>autoUnderLimit</c>, in the account's currency.</param>
/// <param name="Definition">Its JSON document.</param>
public sealed record Strategy(
    string Id, string Name, int Version, string Status, string? AccountId, string? Autonomy, decimal? AutoNotionalMax, JsonElement Definition);
