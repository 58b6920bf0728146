using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// A strategy as data: what to watch, when to enter and leave, how much, and when it may. Made by <see cref="StrategyJson.Parse"/>, so
/// every instance has passed validation; its JSON form is the canonical text of <see cref="StrategyJson.Write"/>.
/// </summary>
[JsonConverter(typeof(StrategyDefinitionJsonConverter))]
public sealed record StrategyDefinition
{
    /// <summary>1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>For people, up to 1,000 characters; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>1 to 32 different symbols; each is decided on its own.</summary>
    public required ImmutableArray<Symbol> Symbols { get; init; }

    /// <summary>The bars that decide.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>When to open; at least one side has a rule.</summary>
    public required SidedRules Entry { get; init; }

    /// <summary>When to close, beside stop and target; either side may lack a rule.</summary>
    public SidedRules Exit { get; init; } = SidedRules.None;

    /// <summary>An entry signal against the open position closes it and opens the other way.</summary>
    public bool Reverse { get; init; }

    /// <summary>Loss at which to leave, as a distance from the entry.</summary>
    public PriceDistance? Stop { get; init; }

    /// <summary>Gain at which to leave, as a distance from the entry.</summary>
    public PriceDistance? Target { get; init; }

    public required SizeRule Size { get; init; }

    /// <summary>When entries are allowed; empty means always. Exits are always allowed.</summary>
    public ImmutableArray<SessionWindow> Sessions { get; init; } = [];

    /// <summary>How long an idea waits for a person; 1 minute to 7 days.</summary>
    public TimeSpan IdeaTimeToLive { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Open ideas of this strategy on one symbol beyond which it raises no further entry; 1 to 100.</summary>
    public int MaxOpenIdeas { get; init; } = 1;

    /// <summary>
    /// Bars of the timeframe after an entry signal in which no further entry is raised; 0 to 10,000. Counted by the clock from bar start to bar
    /// start, so that a weekend or a gap counts, and a restart needs to know only when the last entry was.
    /// </summary>
    public int CooldownBars { get; init; }

    /// <summary>While the live feed of a symbol is degraded or stale nothing is opened on it; exits go on.</summary>
    public bool PauseOnDegradedFeed { get; init; } = true;

    /// <summary>What trading costs, for backtests of this strategy.</summary>
    public StrategyCosts Costs { get; init; } = StrategyCosts.None;

    /// <summary>The market in which positions are opened: entries ask for this rule too, exits do not. Null asks for nothing.</summary>
    public Condition? Regime { get; init; }

    /// <summary>When nothing is opened; null forbids nothing.</summary>
    public ForbiddenConditions? Forbid { get; init; }

    /// <summary>A stop that follows the price; null without.</summary>
    public TrailingRule? Trailing { get; init; }

    /// <summary>A stop that moves to the entry price; null without.</summary>
    public BreakEvenRule? BreakEven { get; init; }

    /// <summary>Parts to leave at gains, one after the other; up to 5.</summary>
    public ImmutableArray<PartialExit> Partials { get; init; } = [];

    /// <summary>When to leave by the clock; null without.</summary>
    public TimeExit? TimeExit { get; init; }

    /// <summary>How to add to a position; null where it is not added to.</summary>
    public PyramidRule? Pyramid { get; init; }

    /// <summary>What the strategy itself does not go beyond; null without caps.</summary>
    public StrategyCaps? RiskCaps { get; init; }

    /// <summary>Which symbols are judged beside each other; empty without. Each of <see cref="Symbols"/> then stands in exactly one.</summary>
    public ImmutableArray<Partnership> Partners { get; init; } = [];

    /// <summary>The partnership that a symbol stands in; null without.</summary>
    public Partnership? PartnershipOf(Symbol symbol) => Partners.FirstOrDefault(partnership => partnership.PartnerOf(symbol) is not null);

    /// <summary>Symbols, and those beside which they are judged: all whose bars are needed to decide on the first.</summary>
    public IEnumerable<Symbol> SymbolsSeenWith(IEnumerable<Symbol> symbols) =>
        symbols.SelectMany(symbol => PartnershipOf(symbol)?.PartnerOf(symbol) is { } partner ? [symbol, partner] : new[] { symbol }).Distinct();

    /// <summary>Two definitions are equal when their canonical texts are.</summary>
    public bool Equals(StrategyDefinition? other) =>
        ReferenceEquals(this, other) || (other is not null && StrategyJson.Write(this) == StrategyJson.Write(other));

    public override int GetHashCode() => string.GetHashCode(StrategyJson.Write(this), StringComparison.Ordinal);
}

/// <summary>One rule for each side; null where the side is not traded (entry) or has no rule (exit).</summary>
public sealed record SidedRules(Condition? Long, Condition? Short)
{
    public static SidedRules None { get; } = new(null, null);
}

/// <summary>Costs that a backtest charges.</summary>
/// <param name="CommissionRate">Share of a fill's notional value, in the quote currency: 0.00002 is 0.002 %. 0 to 0.1.</param>
/// <param name="Prices">Which of the recorded prices are traded at.</param>
public sealed record StrategyCosts(decimal CommissionRate, CostPrices Prices = CostPrices.Both)
{
    public static StrategyCosts None { get; } = new(0m);
}

public enum CostPrices
{
    /// <summary>A buy pays the ask and a sell gets the bid, as the market does.</summary>
    Both,

    /// <summary>Everything trades at the bid: what a spread would cost is left out.</summary>
    Bid,

    /// <summary>Everything trades at the ask.</summary>
    Ask,
}

/// <summary>Writes a definition as its canonical text, and reads it back through the full validation.</summary>
public sealed class StrategyDefinitionJsonConverter : JsonConverter<StrategyDefinition>
{
    public override StrategyDefinition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return StrategyJson.Parse(document.RootElement.GetRawText()) switch
        {
            StrategyParseResult.Valid valid => valid.Definition,
            StrategyParseResult.Invalid invalid => throw new JsonException(string.Join("; ", invalid.Errors)),
            _ => throw new InvalidOperationException("Unknown parse result."),
        };
    }

    public override void Write(Utf8JsonWriter writer, StrategyDefinition value, JsonSerializerOptions options) =>
        StrategyWriter.Write(writer, value);
}
