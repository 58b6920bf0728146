using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Countersign.Web.Strategies.Builder;

/// <summary>What a rule is, and how its tree is changed without losing a rule.</summary>
internal static class RuleTree
{
    public static ImmutableArray<string> Comparisons { get; } = ["above", "below", "crossesAbove", "crossesBelow"];

    public static ImmutableArray<string> Groups { get; } = ["all", "any", "atLeast", "votes"];

    public static ImmutableArray<string> Wrappers { get; } = ["not", "within"];

    public static JsonObject NewComparison => new() { ["above"] = new JsonArray("close", "ema(50)") };

    public static JsonObject NewVote => new() { ["weight"] = 1, ["rule"] = NewComparison };

    public static JsonObject NewGroup => new() { ["any"] = new JsonArray(NewComparison) };

    public static bool IsComparison(string? kind) => kind is not null && Comparisons.Contains(kind);

    /// <summary>Its member; null where it is no rule that the form can show.</summary>
    public static string? KindOf(JsonNode? rule)
    {
        if (rule is not JsonObject { Count: 1 } members)
        {
            return null;
        }

        var (kind, value) = members.First();
        var shown = kind switch
        {
            _ when Comparisons.Contains(kind) => value is JsonArray { Count: 2 },
            "all" or "any" => value is JsonArray,
            "not" => value is JsonObject,
            "within" => value is JsonObject within && IsOf(within, "bars", "rule"),
            "atLeast" => value is JsonObject counted && counted["of"] is JsonArray && IsOf(counted, "count", "of"),
            "votes" => value is JsonObject votes && IsOf(votes, "atLeast", "of") && votes["of"] is JsonArray list
                && list.All(v => v is JsonObject vote && IsOf(vote, "name", "weight", "rule")),
            _ => false,
        };
        return shown ? kind : null;
    }

    /// <summary>Where a group has its list; null of what is no group.</summary>
    public static Place? ListOf(Place rule) => KindOf(rule.Node) switch
    {
        "all" => rule.Member("all"),
        "any" => rule.Member("any"),
        "atLeast" => rule.Member("atLeast").Member("of"),
        "votes" => rule.Member("votes").Member("of"),
        _ => null,
    };

    /// <summary>Where a rule about one rule has it; null of any other.</summary>
    public static Place? InnerOf(Place rule) => KindOf(rule.Node) switch
    {
        "not" => rule.Member("not"),
        "within" => rule.Member("within").Member("rule"),
        _ => null,
    };

    /// <summary>Whether it can become of another kind with everything that it says.</summary>
    public static bool CanBecome(Place rule, string kind) =>
        !IsComparison(kind) || IsComparison(KindOf(rule.Node)) || IsComparison(KindOf(OnlyRuleOf(rule)));

    /// <summary>Makes it of another kind. A comparison keeps its operands and a group its rules; anything else is put inside.</summary>
    public static void Become(Place rule, string kind)
    {
        var old = KindOf(rule.Node);
        if (old is null || old == kind || !CanBecome(rule, kind))
        {
            return;
        }

        rule.Set(IsComparison(kind) ? new JsonObject { [kind] = OperandsOf(rule) }
            : Groups.Contains(kind) ? Group(kind, Groups.Contains(old) ? RulesOf(rule) : [rule.Node!.DeepClone()])
            : Wrapped(kind, Wrappers.Contains(old) ? InnerOf(rule)!.Node!.DeepClone() : rule.Node!.DeepClone()));
    }

    /// <summary>The one rule inside of a group or about which it is; null where there are more or none.</summary>
    public static JsonNode? OnlyRuleOf(Place rule) => InnerOf(rule) is { } inner ? inner.Node
        : ListOf(rule) is { Items: [var only] } ? (KindOf(rule.Node) == "votes" ? only.Member("rule") : only).Node
        : null;

    /// <summary>Puts the one rule inside in its place.</summary>
    public static void Unwrap(Place rule)
    {
        if (OnlyRuleOf(rule) is { } only)
        {
            rule.Set(only.DeepClone());
        }
    }

    /// <summary>Moves a rule of a list up (-1) or down (1).</summary>
    public static void Move(Place item, int by)
    {
        if (item.Outer?.Node is JsonArray list && item.Index + by >= 0 && item.Index + by < list.Count)
        {
            var node = list[item.Index];
            list.RemoveAt(item.Index);
            list.Insert(item.Index + by, node);
            item.Draft.Touch(item.Outer);
        }
    }

    /// <summary>The list to which a rule can move out of its group; null where its group stands in none, or votes are on either side.</summary>
    public static Place? ListAround(Place item) =>
        !IsVote(item) && OwnerOf(item) is { Name: null, Outer: { } around } owner && !IsVote(owner) ? around : null;

    /// <summary>Moves a rule out of its group, behind it.</summary>
    public static void MoveOut(Place item)
    {
        if (ListAround(item) is { } around && OwnerOf(item) is { } owner && item.Node is { } node)
        {
            ((JsonArray)item.Outer!.Node!).RemoveAt(item.Index);
            ((JsonArray)around.Node!).Insert(owner.Index + 1, node);
            item.Draft.Touch(around);
        }
    }

    /// <summary>The list of the group before it in its own list; null where none is.</summary>
    public static Place? ListBefore(Place item) =>
        item is { Index: > 0, Outer: { } list } && !IsVote(item) && KindOf(list.Item(item.Index - 1).Node) is not "votes"
            ? ListOf(list.Item(item.Index - 1)) : null;

    /// <summary>Moves a rule into the group before it.</summary>
    public static void MoveIn(Place item)
    {
        if (ListBefore(item) is { } before && item.Node is { } node)
        {
            ((JsonArray)item.Outer!.Node!).RemoveAt(item.Index);
            ((JsonArray)before.Node!).Add(node);
            item.Draft.Touch(item.Outer);
        }
    }

    // The rule whose list holds it: two steps out of "all", three out of "atLeast.of".
    private static Place? OwnerOf(Place item) => item.Outer is { Name: "of", Outer: { Outer: { } counted } } ? counted : item.Outer?.Outer;

    private static bool IsVote(Place item) => item.Outer is { Name: "of", Outer.Name: "votes" };

    private static bool IsOf(JsonObject members, params string[] known) => members.All(m => known.Contains(m.Key));

    private static JsonNode OperandsOf(Place rule) =>
        (IsComparison(KindOf(rule.Node)) ? rule.Node : OnlyRuleOf(rule))!.AsObject().First().Value!.DeepClone();

    private static JsonNode[] RulesOf(Place group) =>
        [.. ListOf(group)!.Items.Select(i => KindOf(group.Node) == "votes" ? i.Member("rule").Node : i.Node).OfType<JsonNode>().Select(r => r.DeepClone())];

    private static JsonObject Group(string kind, JsonNode[] rules) => new()
    {
        [kind] = kind switch
        {
            "atLeast" => new JsonObject { ["count"] = 1, ["of"] = new JsonArray(rules) },
            "votes" => new JsonObject
            {
                ["atLeast"] = 0.5m,
                ["of"] = new JsonArray([.. rules.Select(r => (JsonNode)new JsonObject { ["weight"] = 1, ["rule"] = r })]),
            },
            _ => new JsonArray(rules),
        },
    };

    private static JsonObject Wrapped(string kind, JsonNode rule) => new()
    {
        [kind] = kind == "within" ? new JsonObject { ["bars"] = 5, ["rule"] = rule } : rule,
    };
}
