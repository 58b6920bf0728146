using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// The strategy language as a JSON Schema (draft 2020-12), for editors and for whoever writes strategies by machine. It is made of the lists
/// and bounds that <see cref="StrategyJson.Parse"/> checks by. Whatever it refuses the parser refuses too; the parser refuses more, since a
/// schema cannot say everything.
/// </summary>
public static class StrategySchema
{
    /// <summary>Where the API serves it, and what it calls itself.</summary>
    public const string Id = "/api/v1/strategies/schema";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema's text, with LF.</summary>
    public static string Text { get; } = Root().ToJsonString(Format);

    /// <summary>SHA-256 of the text in UTF-8, 64 hexadecimal digits: the same schema, the same hash.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    private static JsonObject Root()
    {
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = Id,
            ["title"] = "Strategy",
            ["description"] = "What to watch, when to enter and leave, how much, and when it may.",
        };
        SchemaNode.Merge(root, SchemaNode.Shape(StrategyTerms.Definition, Properties()));
        root["required"] = SchemaNode.Texts(StrategyTerms.Required);
        root["anyOf"] = new JsonArray([.. StrategyTerms.Closing.Select(name => new JsonObject { ["required"] = SchemaNode.Texts([name]) })]);
        root["if"] = JsonNode.Parse("""{ "required": ["size"], "properties": { "size": { "anyOf": [{ "required": ["riskPercent"] }, { "required": ["kelly"] }] } } }""");
        root["then"] = JsonNode.Parse("""{ "anyOf": [{ "required": ["stop"] }, { "required": ["trailing"] }] }""");
        root["$defs"] = new JsonObject
        {
            ["sides"] = ConditionSchema.Sides(),
            ["condition"] = ConditionSchema.Condition(),
            ["vote"] = ConditionSchema.Vote(),
            ["operands"] = ConditionSchema.Operands(),
            ["operand"] = ConditionSchema.Operand(),
            ["distance"] = ExitSchema.Distance(),
            ["stop"] = ExitSchema.Stop(),
            ["gain"] = ExitSchema.Gain(),
            ["partial"] = PositionSchema.Partial(),
            ["size"] = ExitSchema.Size(),
            ["session"] = Session(),
            ["partnership"] = Partnership(),
            ["timeframe"] = Timeframe(),
        };
        return root;
    }

    private static Dictionary<string, JsonObject> Properties() => new(StringComparer.Ordinal)
    {
        ["name"] = SchemaNode.Text("Name", "For people, in lists.", 1, StrategyBounds.NameLengthMax, "EMA cross 20/50"),
        ["description"] = SchemaNode.Text(
            "Description", "What it does, for people.", 0, StrategyBounds.DescriptionLengthMax, "Follows the trend of the hour."),
        ["symbols"] = Symbols("The instruments that it watches; each is decided on its own.", 1, StrategyBounds.SymbolsMax, "EURUSD"),
        ["timeframe"] = SchemaNode.Ref("timeframe", "Timeframe", "The bars at whose close it decides."),
        ["entry"] = SchemaNode.AtLeastOneSide("Entry", "When to open a position: a rule for long, short or both."),
        ["exit"] = SchemaNode.Ref("sides", "Exit", "When to close it, beside stop and target."),
        ["reverse"] = SchemaNode.Flag(
            "Reverse", "An entry signal against the open position closes it and opens the other way.", standard: false),
        ["stop"] = SchemaNode.Ref("stop", "Stop", "Loss at which to leave, as a distance from the entry."),
        ["target"] = SchemaNode.Ref("gain", "Target", "Gain at which to leave, as a distance from the entry."),
        ["size"] = SchemaNode.Ref("size", "Size", "How much to trade."),
        ["sessions"] = SchemaNode.List(
            "Sessions", "When entries are allowed; without it always. Exits are always allowed.", 0, StrategyBounds.SessionsMax, "session"),
        ["ideaTimeToLive"] = TimeToLive(),
        ["maxOpenIdeas"] = SchemaNode.Whole(
            "Open ideas at most", "With so many ideas open on a symbol, no further entry is raised on it.", StrategyBounds.OpenIdeasMin,
            StrategyBounds.OpenIdeasMax, standard: 1),
        ["cooldownBars"] = SchemaNode.Whole(
            "Cooldown", "Bars after an entry without another one, counted by the clock.", 0, StrategyBounds.CooldownBarsMax, standard: 0),
        ["pauseOnDegradedFeed"] = SchemaNode.Flag(
            "Pause on a degraded feed", "While the live feed of a symbol is degraded or stale nothing is opened on it.", standard: true),
        ["costs"] = Costs(),
        ["regime"] = SchemaNode.Ref("condition", "Regime", "The market in which positions are opened: entries ask for this rule too, exits do not."),
        ["forbid"] = ForbiddenSchema.Forbid(),
        ["trailing"] = ExitSchema.Trailing(),
        ["breakEven"] = PositionSchema.BreakEven(),
        ["partials"] = PositionSchema.Partials(),
        ["timeExit"] = PositionSchema.TimeExit(
            TimeOfDay("At", "A time before which to leave, by the clock of the zone.", "21:45"), Zone(), Days("Days on which to leave; without it every day.")),
        ["pyramid"] = PositionSchema.Pyramid(),
        ["riskCaps"] = PositionSchema.RiskCaps(),
        [StrategyTerms.Partners] = SchemaNode.List(
            "Partners", "Which symbols are judged beside each other: rules name features of the partner, and statistics of both.", 1,
            StrategyBounds.SymbolsMax, "partnership"),
    };

    private static JsonObject Symbols(string description, int min, int max, params string[] example)
    {
        var symbol = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z0-9.]{1,20}$", ["examples"] = KnownSymbols() };
        var list = SchemaNode.Described("Symbols", description, new JsonObject
        {
            ["type"] = "array", ["items"] = symbol, ["minItems"] = min, ["maxItems"] = max, ["uniqueItems"] = true,
        });
        list["examples"] = new JsonArray(SchemaNode.Texts(example));
        return list;
    }

    private static JsonObject Partnership()
    {
        var partnership = SchemaNode.Shape(StrategyTerms.Partnership, new(StringComparer.Ordinal)
        {
            ["symbols"] = Symbols("The two; each is the other's partner.", 2, 2, "EURUSD", "GBPUSD"),
            ["maxAgeBars"] = SchemaNode.Whole(
                "Age at most", "Bars by which the partner's last complete one may have ended before the own one; where it is older nothing is decided.", 0,
                StrategyBounds.PartnerAgeBarsMax, standard: Strategies.Partnership.MaxAgeStandard),
        });
        partnership["required"] = SchemaNode.Texts(["symbols"]);
        return partnership;
    }

    private static JsonArray KnownSymbols() => SchemaNode.Texts([.. Instruments.Known.Select(instrument => instrument.Symbol.Value)]);

    private static JsonObject Timeframe() => new()
    {
        ["type"] = "string", ["enum"] = SchemaNode.Texts([.. Enum.GetNames<Timeframe>()]), ["examples"] = SchemaNode.Texts(["H1"]),
    };

    private static JsonObject TimeToLive()
    {
        var text = SchemaNode.Text(
            "Time to live of an idea", "How long an idea waits for a person, 1 minute to 7 days: minutes, hours or days, or ISO 8601.",
            StrategyBounds.TimeToLiveLengthMin, StrategyBounds.TimeToLiveLengthMax, "4h", "30m", "PT4H");
        text["pattern"] = """^(?:[0-9]+[mhd]|\s*P(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]*)?S)?)?\s*)$""";
        text["default"] = "4h";
        return text;
    }

    private static JsonObject Session()
    {
        var session = SchemaNode.Shape(StrategyTerms.Session, new(StringComparer.Ordinal)
        {
            ["from"] = TimeOfDay("From", "When it opens, by the clock of the zone.", "08:00"),
            ["to"] = TimeOfDay("To", "When it closes; past midnight where it is not after the opening.", "17:00"),
            ["zone"] = Zone(),
            ["days"] = Days("Days on which the window begins; without it every day."),
        });
        session["required"] = SchemaNode.Texts(["from", "to", "zone"]);
        return session;
    }

    private static JsonObject Days(string description)
    {
        var days = SchemaNode.Described("Days", description, new JsonObject
        {
            ["type"] = "array", ["minItems"] = 1, ["maxItems"] = 7, ["uniqueItems"] = true,
            ["items"] = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = SchemaNode.Texts([.. SessionReader.Week.Select(SessionReader.NameOf)]),
            },
        });
        days["examples"] = new JsonArray(SchemaNode.Texts(["Mon", "Tue", "Wed", "Thu", "Fri"]));
        return days;
    }

    private static JsonObject TimeOfDay(string title, string description, string example)
    {
        var time = SchemaNode.Described(title, description, new JsonObject { ["type"] = "string", ["pattern"] = "^(?:[01][0-9]|2[0-3]):[0-5][0-9]$" });
        time["examples"] = SchemaNode.Texts([example]);
        return time;
    }

    private static JsonObject Zone()
    {
        var zone = SchemaNode.Text("Time zone", "An IANA time zone.", 1, StrategyBounds.ZoneLengthMax, "Europe/London", "America/New_York", "Asia/Tokyo", "UTC");
        zone["pattern"] = "^[A-Za-z0-9/_+-]+$";
        return zone;
    }

    private static JsonObject Costs()
    {
        var rate = SchemaNode.Described("Commission", "Share of a fill's notional value that a backtest charges.", new JsonObject
        {
            ["type"] = "number", ["minimum"] = 0, ["maximum"] = StrategyBounds.CommissionRateMax, ["default"] = 0,
        });
        rate["examples"] = new JsonArray(0.00002m);
        var prices = SchemaNode.Described(
            "Prices", "Which of the recorded prices a backtest trades at: both (buy at the ask, sell at the bid), or one side without a spread.",
            new JsonObject { ["enum"] = SchemaNode.Texts([.. StrategyTerms.Prices]), ["default"] = "both" });
        return SchemaNode.Described(
            "Costs", "What trading costs, for backtests of this strategy.",
            SchemaNode.Shape(StrategyTerms.Costs, new(StringComparer.Ordinal) { ["commissionRate"] = rate, ["prices"] = prices }));
    }
}
