using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Web.Strategies.Builder;

namespace Countersign.Web.Strategies;

/// <summary>A rule in words, with those it is made of.</summary>
public sealed record RuleInWords(string Text, ImmutableArray<RuleInWords> Of);

/// <summary>A definition as somebody reads it: what it is, its rules, and every other member in words.</summary>
/// <param name="Rules">What each rule is for, and the rule.</param>
/// <param name="Facts">The other members, in the order of the language: the member, and what it says.</param>
internal sealed record DefinitionSummary(string Description, ImmutableArray<(string For, RuleInWords Rule)> Rules, ImmutableArray<(string Term, string Says)> Facts)
{
    private static readonly (string Member, string? Side, string For)[] RuleMembers =
    [
        ("entry", "long", "Buys when"), ("entry", "short", "Sells when"), ("regime", null, "Enters only while"),
        ("exit", "long", "Leaves what it bought when"), ("exit", "short", "Leaves what it sold when"),
    ];

    public static DefinitionSummary Of(JsonElement definition)
    {
        var whole = JsonNode.Parse(definition.GetRawText()) as JsonObject ?? [];
        var rules = RuleMembers.Select(m => (m.For, Rule: m.Side is { } side ? (whole[m.Member] as JsonObject)?[side] : whole[m.Member]))
            .Where(m => m.Rule is not null).Select(m => (m.For, Words(m.Rule!)));
        var facts = whole.Where(m => m is { Value: not null, Key: not ("name" or "description" or "entry" or "exit" or "regime") })
            .OrderBy(m => DefinitionTerms.Order(m.Key))
            .Select(m => (Spaced(m.Key, first: true), Says(m.Key, m.Value!)));
        return new DefinitionSummary((whole["description"] as JsonValue)?.ToString() ?? "", [.. rules], [.. facts]);
    }

    private static RuleInWords Words(JsonNode rule)
    {
        var kind = RuleTree.KindOf(rule);
        var value = kind is null ? null : rule[kind];
        return kind switch
        {
            "above" or "below" or "crossesAbove" or "crossesBelow" => new($"{value![0]} {Comparison(kind)} {value[1]}", []),
            "all" => new("all of these hold:", List(value!)),
            "any" => new("one of these holds:", List(value!)),
            "atLeast" => new($"at least {value!["count"]} of these hold:", List(value["of"]!)),
            "votes" => new($"these that hold have {Share(value!["atLeast"])} of the weight:", [.. value["of"]!.AsArray().Select(v => Vote(v!))]),
            "not" => new("this does not hold:", [Words(value!)]),
            "within" => new($"this held within the last {value!["bars"]} bars:", [Words(value["rule"]!)]),
            _ => new(Plain(rule), []),
        };
    }

    private static ImmutableArray<RuleInWords> List(JsonNode rules) => [.. rules.AsArray().OfType<JsonNode>().Select(Words)];

    private static RuleInWords Vote(JsonNode vote)
    {
        var rule = Words(vote["rule"]!);
        var name = vote["name"] is { } given ? $"{given}: " : "";
        return rule with { Text = $"{name}{rule.Text} (weight {vote["weight"]?.ToString() ?? "1"})" };
    }

    private static string Comparison(string kind) => kind switch
    {
        "above" => "is above",
        "below" => "is below",
        "crossesAbove" => "crosses above",
        _ => "crosses below",
    };

    private static string Share(JsonNode? share) =>
        share is JsonValue value && value.TryGetValue<decimal>(out var part) ? (part * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %" : Plain(share);

    private static string Says(string member, JsonNode value) => (member, value) switch
    {
        ("stop" or "target", JsonObject distance) => Distance(distance),
        ("size", JsonObject { Count: 1 } size) when size["units"] is { } units => $"{units} units",
        ("size", JsonObject { Count: 1 } size) when size["riskPercent"] is { } risk => $"so that the stop costs {risk} % of equity",
        ("size", JsonObject { Count: 1 } size) when size["percentOfEquity"] is { } part => $"{part} % of equity",
        ("sessions", JsonArray windows) => string.Join("; ", windows.Select(Window)),
        _ => Plain(value),
    };

    private static string Distance(JsonObject distance) => distance switch
    {
        { Count: 1 } when distance["pips"] is { } pips => $"{pips} pips",
        { Count: 1 } when distance["percent"] is { } percent => $"{percent} % of the price",
        { Count: 1 } when distance["riskReward"] is { } times => $"{times} times the stop's distance",
        { Count: 1 or 2 } when distance["atr"] is { } times && (distance.Count == 1 || distance["period"] is not null) =>
            $"{times} × atr({distance["period"]?.ToString() ?? "14"})",
        _ => Plain(distance),
    };

    private static string Window(JsonNode? window) => window is JsonObject w && w.All(m => m.Key is "from" or "to" or "zone" or "days") && w["from"] is { } from && w["to"] is { } to
        ? $"{from} to {to}{(w["zone"] is { } zone ? $", {zone}" : "")}{(w["days"] is JsonArray days ? $", {string.Join(' ', days)}" : "")}"
        : Plain(window);

    /// <summary>Anything at all, with every value in it.</summary>
    private static string Plain(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonObject members => string.Join(", ", members.Select(m => $"{Spaced(m.Key)} {(m.Value is JsonObject ? $"({Plain(m.Value)})" : Plain(m.Value))}")),
        JsonArray items => string.Join(items.Any(i => i is JsonObject) ? "; " : ", ", items.Select(Plain)),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => node.ToString(),
        },
    };

    private static string Spaced(string member, bool first = false)
    {
        var words = new StringBuilder(member.Length + 8);
        foreach (var letter in member)
        {
            _ = char.IsAsciiLetterUpper(letter) ? words.Append(' ').Append(char.ToLowerInvariant(letter)) : words.Append(letter);
        }

        if (first && words.Length > 0)
        {
            words[0] = char.ToUpperInvariant(words[0]);
        }

        return words.ToString();
    }
}
