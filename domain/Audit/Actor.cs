using System.Text.Json.Serialization;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;

namespace Countersign.Domain.Audit;

/// <summary>Who caused an event: a user (<c>user:u-…</c>), a strategy (<c>strategy:s-…</c>) or a part of the desk (<c>system:gate</c>).</summary>
[JsonConverter(typeof(TextIdJsonConverter<Actor>))]
public readonly record struct Actor : ITextValue<Actor>
{
    private readonly string? value;

    private Actor(string value) => this.value = value;

    /// <summary>The risk and autonomy gate.</summary>
    public static Actor Gate { get; } = new("system:gate");

    /// <summary>The desk itself: expiry, recovery, set-up.</summary>
    public static Actor Desk { get; } = new("system:desk");

    public string Value => value ?? string.Empty;

    public static Actor User(UserId user) => new("user:" + user.Value);

    public static Actor Strategy(StrategyId strategy) => new("strategy:" + strategy.Value);

    /// <summary>Reads an actor.</summary>
    /// <exception cref="FormatException">It is none of <c>user:</c>, <c>strategy:</c>, <c>system:</c> and a name.</exception>
    public static Actor Parse(string text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0 || colon == text.Length - 1 || text[..colon] is not ("user" or "strategy" or "system"))
        {
            throw new FormatException($"'{text}' is not an actor: user:…, strategy:… or system:… is.");
        }

        return new Actor(text);
    }

    public override string ToString() => Value;
}
