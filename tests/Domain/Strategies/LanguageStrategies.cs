using System.Collections.Frozen;
using Countersign.Domain.Strategies;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Strategies on M1 that use what the shipped examples do not, for the tests that hold for every strategy.</summary>
internal static class LanguageStrategies
{
    private static readonly FrozenDictionary<string, string> Rules = new Dictionary<string, string>
    {
        ["larger-timeframes"] =
            """
            "entry":{"long":{"all":[{"crossesAbove":["close","ema(10)@M5"]},{"above":["ema(10)@M5","low@M30"]}]},
                     "short":{"all":[{"crossesBelow":["close","ema(10)@M5"]},{"below":["rsi(5)@M15",60]}]}},
            "reverse":true,"stop":{"atr":5,"period":14}
            """,
        ["within"] =
            """
            "entry":{"long":{"all":[{"within":{"bars":8,"rule":{"crossesAbove":["ema(5)","ema(20)"]}}},{"above":["close","high@M5"]}]},
                     "short":{"within":{"bars":3,"rule":{"all":[{"within":{"bars":10,"rule":{"above":["rsi(14)",65]}}},{"below":["rsi(14)",50]}]}}}},
            "exit":{"long":{"not":{"within":{"bars":20,"rule":{"above":["close","ema(20)"]}}}},"short":{"above":["rsi(14)",55]}},
            "stop":{"pips":15},"target":{"pips":20}
            """,
        ["votes"] =
            """
            "entry":{"long":{"votes":{"atLeast":0.6,"of":[{"name":"trend","weight":2,"rule":{"above":["ema(5)","ema(20)"]}},
                                                          {"name":"hour","weight":1.5,"rule":{"above":["close","ema(3)@H1"]}},
                                                          {"rule":{"crossesAbove":["close","ema(5)"]}}]}},
                     "short":{"atLeast":{"count":2,"of":[{"below":["ema(5)","ema(20)"]},{"below":["close","ema(3)@H1"]},{"below":["rsi(14)",40]}]}}},
            "exit":{"long":{"below":["ema(5)","ema(20)"]},"short":{"above":["ema(5)","ema(20)"]}},"stop":{"pips":15},"target":{"pips":20},"cooldownBars":3
            """,
        ["forbidden"] =
            """
            "entry":{"long":{"crossesAbove":["close","ema(10)"]},"short":{"crossesBelow":["close","ema(10)"]}},"stop":{"pips":4},"target":{"pips":3},
            "regime":{"any":[{"above":["adx(14)",15]},{"within":{"bars":5,"rule":{"above":["close","high@M5"]}}}]},
            "forbid":{"news":{},"spread":{"maxTimesTypical":1.5},"volatility":{"rule":{"above":["atr(14)","atr(14)@M15"]}},"weekdays":["friday"]}
            """,
        ["managed"] =
            """
            "entry":{"long":{"above":["ema(5)","ema(20)"]},"short":{"below":["ema(5)","ema(20)"]}},"stop":{"swing":{"bars":10,"offset":{"pips":1}}},
            "target":{"riskReward":4},"trailing":{"atr":3,"period":14,"after":{"pips":4}},"breakEven":{"after":{"pips":3},"offset":{"pips":0.5}},
            "partials":[{"at":{"pips":3},"percent":50},{"at":{"riskReward":2},"percent":25}],
            "timeExit":{"bars":60,"at":"16:45","zone":"America/New_York"},"pyramid":{"max":3,"minDistance":{"pips":2}},
            "riskCaps":{"maxUnits":2500,"maxEntriesPerDay":40},"reverse":true
            """,
    }.ToFrozenDictionary();

    public static IEnumerable<string> Names => Rules.Keys.Order(StringComparer.Ordinal);

    /// <summary>One of these, or a shipped example.</summary>
    public static StrategyDefinition Read(string name) =>
        Rules.TryGetValue(name, out var rules) ? Scene.With(rules).Definition : ExampleStrategies.Read(name);
}
