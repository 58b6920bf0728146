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
        """{ "stop": { "swing": { "bars": 10, "offset": { "pips": 2 } } }, "target": { "riskReward": 2.5 } }""",
        """{ "stop": { "swing": { "bars": 500 } }, "trailing": { "pips": 20, "after": { "riskReward": 1 } } }""",
        """{ "trailing": { "atr": 3, "period": 14 }, "size": { "riskPercent": 1 } }""",
        """{ "trailing": { "percent": 1 }, "breakEven": { "after": { "pips": 10 } } }""",
        """{ "stop": { "pips": 20 }, "breakEven": { "after": { "riskReward": 1 }, "offset": { "price": 0.0001 } } }""",
        """{ "partials": [{ "at": { "pips": 10 }, "percent": 50 }, { "at": { "atr": 2 }, "percent": 99 }] }""",
        """{ "timeExit": { "bars": 48 } }""",
        """{ "timeExit": { "bars": 48, "at": "21:45", "zone": "America/New_York", "days": ["Fri"] } }""",
        """{ "pyramid": { "max": 3, "minDistance": { "pips": 10 } } }""",
        """{ "pyramid": { "max": 10 } }""",
        """{ "size": { "percentOfEquity": 10 } }""",
        """{ "size": { "volatility": { "percent": 1, "period": 14, "multiple": 2 } } }""",
        """{ "size": { "volatility": { "percent": 1, "multiple": 2 } } }""",
        """{ "stop": { "pips": 20 }, "size": { "kelly": { "fraction": 0.25, "winRate": 0.5, "payoff": 1.5 } } }""",
        """{ "stop": { "pips": 20 }, "riskCaps": { "maxUnits": 50000, "maxOpenRiskPercent": 2, "dailyLossPercent": 3, "maxEntriesPerDay": 4 } }""",
        """{ "riskCaps": { "maxEntriesPerDay": 1 } }""",
        """{ "partners": [{ "symbols": ["EURUSD", "GBPUSD"] }], "entry": { "long": { "above": ["close", "sma(20)@partner"] } } }""",
        """{ "symbols": ["EURUSD", "GBPUSD"], "partners": [{ "symbols": ["EURUSD", "US500"], "maxAgeBars": 100 }, { "symbols": ["US500", "GBPUSD"], "maxAgeBars": 0 }], "regime": { "above": ["pair_score(60)@H4", "close @ partner"] } }""",
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
