namespace Countersign.Web.Strategies.Builder;

/// <summary>What each part of a definition that may be left out begins as when it is added, JSON that the desk takes.</summary>
internal static class PartBeginnings
{
    public const string Regime = """{ "above": ["adx(14)", 20] }""";
    public const string Trailing = """{ "atr": 3 }""";
    public const string BreakEven = """{ "after": { "riskReward": 1 } }""";
    public const string Partial = """{ "at": { "riskReward": 1 }, "percent": 50 }""";
    public const string Partials = $"[{Partial}]";
    public const string TimeExit = """{ "bars": 48 }""";
    public const string Pyramid = """{ "max": 2 }""";
    public const string RiskCaps = """{ "maxEntriesPerDay": 4 }""";
    public const string Session = """{ "from": "08:00", "to": "17:00", "zone": "Europe/London" }""";
    public const string Sessions = $"[{Session}]";
    public const string Forbid = """{ "spread": { "maxPips": 2 } }""";
    public const string ForbiddenNews = "{}";
    public const string ForbiddenSpread = """{ "maxPips": 2 }""";
    public const string ForbiddenVolatility = """{ "rule": { "above": ["atr(14)", 0.002] } }""";
    public const string Pair = """{ "symbols": [] }""";
    public const string Pairs = $"[{Pair}]";
    public const string Costs = """{ "commissionRate": 0.00002 }""";

    /// <summary>A whole strategy that somebody writes from nothing; it asks for a name, an instrument and an entry.</summary>
    public const string Strategy = """
        {
          "name": "",
          "symbols": [],
          "timeframe": "H1",
          "entry": {},
          "stop": { "atr": 2 },
          "target": { "riskReward": 2 },
          "size": { "riskPercent": 0.5 }
        }
        """;
}
