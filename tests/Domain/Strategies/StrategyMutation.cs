using System.Text.Json.Nodes;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Changes one to three things in a strategy's JSON, anywhere; what comes out may be right or wrong.</summary>
internal static class StrategyMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1", "0.5", "7", "1e13", "1000000", "\"\"", "\" \"", "\"x\"", "\"close\"", "\"ema(9)\"", "\"M5\"", "\"4h\"", "\"Mon\"",
        "[]", "{}", "[1]", "[\"close\",1]", "{\"pips\":5}", "{\"above\":[\"close\",1]}", "{\"units\":1}", "[\"EURUSD\",\"EURUSD\"]",
    ];

    public static JsonNode? Of(string text, Random random)
    {
        var root = JsonNode.Parse(text)!;
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var containers = ContainersOf(root).ToArray();
            Change(containers[random.Next(containers.Length)], random);
        }

        return root;
    }

    private static void Change(JsonNode container, Random random)
    {
        if (container is JsonArray list)
        {
            Change(list, random);
        }
        else
        {
            Change(container.AsObject(), random);
        }
    }

    private static void Change(JsonObject o, Random random)
    {
        var names = o.Select(property => property.Key).ToArray();
        var name = names.Length == 0 ? "x" : names[random.Next(names.Length)];
        switch (random.Next(4))
        {
            case 0:
                o.Remove(name);
                break;
            case 1:
                o[random.Next(2) == 0 ? "unknown" : name + "s"] = Value(random);
                break;
            default:
                o[name] = Value(random);
                break;
        }
    }

    private static void Change(JsonArray list, Random random)
    {
        var at = random.Next(list.Count + 1);
        if (at == list.Count || random.Next(3) == 0)
        {
            list.Insert(at, Value(random));
        }
        else if (random.Next(2) == 0)
        {
            list.RemoveAt(at);
        }
        else
        {
            list[at] = list[random.Next(list.Count)]?.DeepClone();
        }
    }

    private static JsonNode? Value(Random random) => JsonNode.Parse(Values[random.Next(Values.Length)]);

    private static IEnumerable<JsonNode> ContainersOf(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(property => ContainersOf(property.Value)).Prepend(o),
        JsonArray a => a.SelectMany(ContainersOf).Prepend(a),
        _ => [],
    };
}
