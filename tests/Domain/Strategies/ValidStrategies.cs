using System.Text.Json.Nodes;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Strategies that are right, with every property and every form of its value among them.</summary>
internal static class ValidStrategies
{
    // What to set in the reference strategy, property by property.
    private static readonly string[] Changes =
    [
        """{ "name": " A ", "description": "" }""",
        """{ "description": "Zürich\nsecond line" }""",
        """{ "symbols": ["EURUSD", "BRK.B", "US30"] }""",
        .. Enum.GetNames<Countersign.Domain.Markets.Timeframe>().Select(name => $$"""{ "timeframe": "{{name}}" }"""),
        """{ "entry": { "long": { "above": ["close", 1] } }, "exit": {} }""",
        """{ "entry": { "short": { "below": [" macd( 12 , 26 ) ", "macd(12,26,9).signal"] } } }""",
        """{ "entry": { "short": { "not": { "any": [{ "crossesAbove": ["close", "sma"] }, { "crossesBelow": ["rsi()", 5e1] }] } } } }""",
        """{ "entry": { "long": { "above": ["close @ H4 ", "bollinger(20,2).upper@D1"] } } }""",
        """{ "entry": { "long": { "within": { "bars": 1000, "rule": { "crossesAbove": ["close", "sma"] } } } } }""",
        """{ "entry": { "long": { "atLeast": { "count": 2, "of": [{ "above": ["close", 1] }, { "above": ["open", 1] }] } } } }""",
        """{ "entry": { "long": { "votes": { "atLeast": 0.6, "of": [{ "name": "trend", "weight": 2, "rule": { "above": ["close", 1] } }, { "rule": { "below": ["rsi", 50] } }] } } } }""",
        """{ "exit": { "long": { "all": [{ "above": ["volume", -1000000000000] }] }, "short": { "above": [0.5, "open"] } } }""",
        """{ "stop": { "price": 0.002 }, "target": { "pips": 100000 } }""",
        """{ "stop": { "percent": 50 }, "target": { "atr": 2 } }""",
        """{ "stop": { "atr": 100, "period": 500 }, "size": { "riskPercent": 10 } }""",
        """{ "reverse": false, "pauseOnDegradedFeed": false }""",
        """{ "sessions": [] }""",
        """{ "sessions": [{ "from": "22:00", "to": "02:30", "zone": "Asia/Tokyo", "days": ["Sun", "Mon"] }, { "from": "00:00", "to": "23:59", "zone": "UTC" }] }""",
        """{ "ideaTimeToLive": "90m" }""",
        """{ "ideaTimeToLive": "7d" }""",
        """{ "ideaTimeToLive": "P1DT30M" }""",
        """{ "ideaTimeToLive": " PT90.5S " }""",
        """{ "maxOpenIdeas": 100, "cooldownBars": 10000 }""",
        """{ "costs": { "commissionRate": 0 } }""",
        """{ "costs": {} }""",
        """{ "costs": { "prices": "ask" } }""",
        """{ "costs": { "commissionRate": 0.0001, "prices": "both" } }""",
        """{ "regime": { "above": ["adx(14)@H4", 20] } }""",
        """{ "forbid": { "news": {}, "spread": { "maxPips": 0 }, "weekdays": ["Mon", "friday"] } }""",
        """{ "forbid": { "news": { "impact": "medium", "before": "0m", "after": "PT24H" }, "spread": { "maxTimesTypical": 3 } } }""",
        """{ "forbid": { "volatility": { "rule": { "above": ["atr(14)", "atr(100)"] } } } }""",
    ];

    public static IReadOnlyList<string> Texts { get; } =
    [
        .. StrategyJsonTests.Examples.Select(example => ExampleStrategies.Text((string)example)),
        .. StrategyJsonTests.Examples.Select(example => StrategyJson.Write(ExampleStrategies.Read((string)example))),
        .. Changes.Select(Changed),
    ];

    private static string Changed(string change)
    {
        var strategy = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            strategy[name] = value?.DeepClone();
        }

        return strategy.ToJsonString();
    }
}
