using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategyJsonTests
{
    public static TheoryData<string> Examples => [.. Directory.GetFiles(Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>The property to set, what to set it to (null removes it), and the path and message that must come.</summary>
    public static TheoryData<string, string?, string, string> Mistakes => new()
    {
        { "name", null, "$.name", "'name' is missing." },
        { "name", "\"  \"", "$.name", "too short" },
        { "name", "7", "$.name", "This is 7." },
        { "colour", "1", "$.colour", "There is no property 'colour'." },
        { "symbols", "[]", "$.symbols", "0 elements" },
        { "symbols", "[\"eurusd\"]", "$.symbols[0]", "This is the text 'eurusd'." },
        { "symbols", "[\"EURUSD\",\"EURUSD\"]", "$.symbols[1]", "EURUSD stands here twice." },
        { "timeframe", "\"M2\"", "$.timeframe", "This is the text 'M2'." },
        { "timeframe", "1", "$.timeframe", "This is 1." },
        { "entry", null, "$.entry", "'entry' is missing." },
        { "entry", "{}", "$.entry", "No side has a rule." },
        { "entry", "{\"long\":{}}", "$.entry.long", "exactly one property" },
        { "entry", "{\"long\":{\"above\":[\"close\",1],\"below\":[\"close\",2]}}", "$.entry.long", "exactly one property" },
        { "entry", "{\"up\":{\"above\":[\"close\",1]}}", "$.entry.up", "There is no property 'up'." },
        { "entry", "{\"long\":{\"all\":[{\"above\":[\"close\",1]},{\"above\":[\"closed\",1]}]}}", "$.entry.long.all[1].above[0]", "'closed'" },
        { "entry", "{\"long\":{\"above\":[\"close\"]}}", "$.entry.long.above", "1 elements" },
        { "entry", "{\"long\":{\"above\":[\"ema(0)\",1]}}", "$.entry.long.above[0]", "period" },
        { "entry", "{\"long\":{\"above\":[true,1]}}", "$.entry.long.above[0]", "This is true." },
        { "entry", "{\"long\":{\"above\":[\"close@H2\",1]}}", "$.entry.long.above[0]", "no timeframe 'H2'" },
        { "entry", "{\"long\":{\"above\":[\"close@M15\",1]}}", "$.entry.long.above[0]", "Bars of M15 are smaller than the strategy's of H1." },
        { "entry", "{\"long\":{\"above\":[\"close\",\"close@H1\"]}}", "$.entry.long.above", "never change" },
        { "entry", "{\"long\":{\"above\":[\"close\",1e300]}}", "$.entry.long.above[1]", "1e300" },
        { "entry", "{\"long\":{\"above\":[1,2]}}", "$.entry.long.above", "never change" },
        { "entry", "{\"long\":{\"crossesAbove\":[\"ema\",\"ema(20)\"]}}", "$.entry.long.crossesAbove", "never change" },
        { "entry", "{\"long\":{\"any\":[]}}", "$.entry.long.any", "0 elements" },
        { "entry", "{\"long\":{\"not\":[]}}", "$.entry.long.not", "This is a list." },
        { "entry", "{\"long\":{\"within\":{\"rule\":{\"above\":[\"close\",1]}}}}", "$.entry.long.within.bars", "'bars' is missing." },
        { "entry", "{\"long\":{\"within\":{\"bars\":0,\"rule\":{\"above\":[\"close\",1]}}}}", "$.entry.long.within.bars", "This is 0." },
        { "entry", "{\"long\":{\"within\":{\"bars\":5}}}", "$.entry.long.within.rule", "'rule' is missing." },
        { "entry", "{\"long\":{\"within\":{\"bars\":5,\"rule\":{\"above\":[\"closed\",1]}}}}", "$.entry.long.within.rule.above[0]", "'closed'" },
        { "entry", "{\"long\":{\"atLeast\":{\"count\":2,\"of\":[{\"above\":[\"close\",1]}]}}}", "$.entry.long.atLeast.count", "This is 2." },
        { "entry", "{\"long\":{\"atLeast\":{\"count\":1}}}", "$.entry.long.atLeast.of", "'of' is missing." },
        { "entry", "{\"long\":{\"votes\":{\"of\":[{\"rule\":{\"above\":[\"close\",1]}}]}}}", "$.entry.long.votes.atLeast", "'atLeast' is missing." },
        { "entry", "{\"long\":{\"votes\":{\"atLeast\":1.5,\"of\":[{\"rule\":{\"above\":[\"close\",1]}}]}}}", "$.entry.long.votes.atLeast", "This is 1.5." },
        { "entry", "{\"long\":{\"votes\":{\"atLeast\":1,\"of\":[]}}}", "$.entry.long.votes.of", "0 elements" },
        { "entry", "{\"long\":{\"votes\":{\"atLeast\":1,\"of\":[{\"weight\":0,\"rule\":{\"above\":[\"close\",1]}}]}}}", "$.entry.long.votes.of[0].weight", "This is 0." },
        { "entry", "{\"long\":{\"votes\":{\"atLeast\":1,\"of\":[{\"name\":\"a\",\"rule\":{\"above\":[\"close\",1]}},{\"name\":\"a\",\"rule\":{\"above\":[\"close\",2]}}]}}}", "$.entry.long.votes.of[1].name", "'a' stands here twice." },
        { "exit", "{\"long\":{\"crossesUp\":[\"close\",1]}}", "$.exit.long.crossesUp", "There is no property 'crossesUp'." },
        { "reverse", "\"yes\"", "$.reverse", "This is the text 'yes'." },
        { "stop", "{\"pips\":20,\"percent\":1}", "$.stop", "exactly one kind" },
        { "stop", "{\"pips\":20,\"period\":14}", "$.stop", "exactly one kind" },
        { "stop", "{\"pips\":-1}", "$.stop.pips", "This is -1." },
        { "stop", "{\"atr\":2,\"period\":1}", "$.stop.period", "This is 1." },
        { "target", "{\"percent\":51}", "$.target.percent", "This is 51." },
        { "size", null, "$.size", "'size' is missing." },
        { "size", "{\"units\":0}", "$.size.units", "This is 0." },
        { "size", "{}", "$.size", "A size has exactly one kind." },
        { "size", "{\"units\":1,\"percentOfEquity\":1}", "$.size", "A size has exactly one kind." },
        { "size", "{\"riskPercent\":11}", "$.size.riskPercent", "This is 11." },
        { "size", "{\"riskPercent\":1}", "$.size.riskPercent", "needs a stop" },
        { "sessions", "{}", "$.sessions", "This is an object." },
        { "sessions", "[{\"from\":\"8:00\",\"to\":\"17:00\",\"zone\":\"UTC\"}]", "$.sessions[0].from", "'8:00' is not a time of day." },
        { "sessions", "[{\"from\":\"08:00\",\"to\":\"17:00\",\"zone\":\"Mars/Base\"}]", "$.sessions[0].zone", "no time zone 'Mars/Base'" },
        { "sessions", "[{\"from\":\"08:00\",\"to\":\"17:00\",\"zone\":\"../etc/passwd\"}]", "$.sessions[0].zone", "no time zone" },
        { "sessions", "[{\"from\":\"08:00\",\"to\":\"17:00\"}]", "$.sessions[0].zone", "'zone' is missing." },
        { "sessions", "[{\"from\":\"08:00\",\"to\":\"17:00\",\"zone\":\"UTC\",\"days\":[\"Mon\",\"Mo\"]}]", "$.sessions[0].days[1]", "'Mo'" },
        { "sessions", "[{\"from\":\"08:00\",\"to\":\"17:00\",\"zone\":\"UTC\",\"days\":[\"Mon\",\"Mon\"]}]", "$.sessions[0].days[1]", "named before" },
        { "ideaTimeToLive", "\"4\"", "$.ideaTimeToLive", "too short" },
        { "ideaTimeToLive", "\"4x\"", "$.ideaTimeToLive", "'4x'" },
        { "ideaTimeToLive", "\"8d\"", "$.ideaTimeToLive", "'8d'" },
        { "ideaTimeToLive", "\"PT1S\"", "$.ideaTimeToLive", "'PT1S'" },
        { "ideaTimeToLive", "\"P1M\"", "$.ideaTimeToLive", "'P1M'" },
        { "maxOpenIdeas", "0", "$.maxOpenIdeas", "This is 0." },
        { "cooldownBars", "1.5", "$.cooldownBars", "This is 1.5." },
        { "costs", "{\"commissionRate\":0.2}", "$.costs.commissionRate", "This is 0.2." },
        { "costs", "{\"prices\":\"mid\"}", "$.costs.prices", "This is" },
        { "regime", "[]", "$.regime", "This is a list." },
        { "regime", "{\"above\":[\"closed\",1]}", "$.regime.above[0]", "'closed'" },
        { "forbid", "{}", "$.forbid", "Nothing is forbidden." },
        { "forbid", "{\"holidays\":true}", "$.forbid.holidays", "There is no property 'holidays'." },
        { "forbid", "{\"news\":{\"impact\":\"huge\"}}", "$.forbid.news.impact", "'huge' is no impact." },
        { "forbid", "{\"news\":{\"before\":\"25h\"}}", "$.forbid.news.before", "'25h' is not such a time." },
        { "forbid", "{\"news\":{\"after\":30}}", "$.forbid.news.after", "This is 30." },
        { "forbid", "{\"news\":{\"before\":\"0m\",\"after\":\"0m\"}}", "$.forbid.news", "No time around a release" },
        { "forbid", "{\"spread\":{}}", "$.forbid.spread", "exactly one kind" },
        { "forbid", "{\"spread\":{\"maxPips\":-1}}", "$.forbid.spread.maxPips", "This is -1." },
        { "forbid", "{\"spread\":{\"maxTimesTypical\":0}}", "$.forbid.spread.maxTimesTypical", "This is 0." },
        { "forbid", "{\"volatility\":{}}", "$.forbid.volatility.rule", "'rule' is missing." },
        { "forbid", "{\"volatility\":{\"rule\":{\"above\":[\"closed\",1]}}}", "$.forbid.volatility.rule.above[0]", "'closed'" },
        { "forbid", "{\"weekdays\":[\"freitag\"]}", "$.forbid.weekdays[0]", "'freitag'" },
        { "forbid", "{\"weekdays\":[\"Fri\",\"friday\"]}", "$.forbid.weekdays[1]", "named before" },
        { "stop", "{\"pips\":9,\"riskReward\":2}", "$.stop.riskReward", "There is no property 'riskReward'." },
        { "stop", "{\"swing\":{\"bars\":1}}", "$.stop.swing.bars", "This is 1." },
        { "stop", "{\"swing\":{}}", "$.stop.swing.bars", "'bars' is missing." },
        { "stop", "{\"swing\":{\"bars\":9,\"offset\":{\"pips\":1,\"riskReward\":1}}}", "$.stop.swing.offset.riskReward", "There is no property" },
        { "target", "{\"riskReward\":2}", "$.target.riskReward", "needs a stop" },
        { "target", "{\"pips\":9,\"swing\":{\"bars\":9}}", "$.target.swing", "There is no property 'swing'." },
        { "trailing", "{}", "$.trailing", "exactly one kind" },
        { "trailing", "{\"pips\":20,\"after\":{\"pips\":30}}", "$.trailing.after", "no stop to move" },
        { "breakEven", "{\"after\":{\"pips\":10}}", "$.breakEven", "no stop to move" },
        { "partials", "[]", "$.partials", "0 elements" },
        { "partials", "[{\"at\":{\"pips\":5},\"percent\":100}]", "$.partials[0].percent", "This is 100." },
        { "partials", "[{\"percent\":50}]", "$.partials[0].at", "'at' is missing." },
        { "timeExit", "{}", "$.timeExit", "Neither a number of bars nor a time." },
        { "timeExit", "{\"bars\":0}", "$.timeExit.bars", "This is 0." },
        { "timeExit", "{\"at\":\"21:45\"}", "$.timeExit.zone", "'zone' is missing." },
        { "timeExit", "{\"bars\":5,\"zone\":\"UTC\"}", "$.timeExit.zone", "'zone' belongs to a time." },
        { "pyramid", "{\"max\":11}", "$.pyramid.max", "This is 11." },
        { "pyramid", "{}", "$.pyramid.max", "'max' is missing." },
        { "size", "{\"percentOfEquity\":0}", "$.size.percentOfEquity", "This is 0." },
        { "size", "{\"volatility\":{\"percent\":1}}", "$.size.volatility.multiple", "'multiple' is missing." },
        { "size", "{\"kelly\":{\"fraction\":0.5,\"winRate\":0.5,\"payoff\":2}}", "$.size.kelly", "needs a stop" },
        { "riskCaps", "{}", "$.riskCaps", "No cap is given." },
        { "riskCaps", "{\"maxOpenRiskPercent\":2}", "$.riskCaps.maxOpenRiskPercent", "What has no stop risks all of it." },
        { "riskCaps", "{\"maxEntriesPerDay\":0}", "$.riskCaps.maxEntriesPerDay", "This is 0." },
        { "entry", "{\"long\":{\"above\":[\"close\",\"close@partner\"]}}", "$.entry.long.above[1]", "'close@partner' looks at a partner, and none is given." },
        { "entry", "{\"long\":{\"above\":[\"pair_score\",1]}}", "$.entry.long.above[0]", "'pair_score(60)' looks at a partner, and none is given." },
        { "entry", "{\"long\":{\"above\":[\"beta(20)@H4\",1]}}", "$.entry.long.above[0]", "'beta(20)' looks at a partner, and none is given." },
        { "entry", "{\"long\":{\"above\":[\"pair_score@partner\",1]}}", "$.entry.long.above[0]", "compares the symbol with its partner already" },
        { "entry", "{\"long\":{\"above\":[\"close@partner@H4\",1]}}", "$.entry.long.above[0]", "no timeframe 'partner@H4'" },
        { "partners", "[{\"symbols\":[\"EURUSD\",\"GBPUSD\"]}]", "$.partners", "No rule looks at a partner." },
        { "costs", "{\"spread\":0.2}", "$.costs.spread", "There is no property 'spread'." },
    };

    /// <summary>What to set as the partners of the template that has some, and the path and message that must come.</summary>
    public static TheoryData<string, string, string> PartnerMistakes => new()
    {
        { "[]", "$.partners", "0 elements" },
        { "{}", "$.partners", "This is an object." },
        { "[1]", "$.partners[0]", "This is 1." },
        { "[{}]", "$.partners[0].symbols", "'symbols' is missing." },
        { "[{\"symbols\":[\"EURUSD\"]}]", "$.partners[0].symbols", "1 elements" },
        { "[{\"symbols\":[\"EURUSD\",\"gbpusd\"]}]", "$.partners[0].symbols[1]", "This is the text 'gbpusd'." },
        { "[{\"symbols\":[\"EURUSD\",\"EURUSD\"]}]", "$.partners[0].symbols[1]", "EURUSD stands here twice." },
        { "[{\"symbols\":[\"EURUSD\",\"GBPUSD\"],\"maxAgeBars\":101}]", "$.partners[0].maxAgeBars", "This is 101." },
        { "[{\"symbols\":[\"EURUSD\",\"GBPUSD\"],\"age\":1}]", "$.partners[0].age", "There is no property 'age'." },
        { "[{\"symbols\":[\"EURUSD\",\"GBPUSD\"]},{\"symbols\":[\"NZDUSD\",\"AUDUSD\"]}]", "$.partners[1].symbols", "Neither NZDUSD nor AUDUSD" },
        { "[{\"symbols\":[\"EURUSD\",\"GBPUSD\"]},{\"symbols\":[\"AUDUSD\",\"GBPUSD\"]}]", "$.partners[1].symbols", "GBPUSD has a partner already." },
        { "[{\"symbols\":[\"EURUSD\",\"AUDUSD\"]}]", "$.partners", "GBPUSD has no partner." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Parse_OneMistake_NamesItsPath(string property, string? value, string path, string message)
    {
        var json = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        json.Remove(property);
        if (value is not null)
        {
            json.Add(property, JsonNode.Parse(value));
        }

        var error = Assert.Single(Errors(json.ToJsonString()));

        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [Theory]
    [MemberData(nameof(PartnerMistakes))]
    public void Parse_OneMistakeAboutPartners_NamesItsPath(string partners, string path, string message)
    {
        var json = JsonNode.Parse(ExampleStrategies.Text("pairs"))!.AsObject();
        json["partners"] = JsonNode.Parse(partners);

        var error = Assert.Single(Errors(json.ToJsonString()));

        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
    }

    [Fact]
    public void Parse_ManyMistakes_ReportsEveryOne()
    {
        var errors = Errors("""
            {
              "name": "", "symbols": ["eurusd"], "timeframe": "M2",
              "entry": { "long": { "all": [{ "above": ["emma(20)", 1] }, { "crossesAbove": ["ema(20)"] }] } },
              "stop": { "pips": 0 }, "size": {}, "maxOpenIdeas": 1000, "extra": true
            }
            """);

        Assert.Equal(
            [
                "$.extra", "$.name", "$.symbols[0]", "$.timeframe", "$.entry.long.all[0].above[0]", "$.entry.long.all[1].crossesAbove",
                "$.stop.pips", "$.size", "$.maxOpenIdeas",
            ],
            errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "This is a list.")]
    [InlineData("null", "This is null.")]
    [InlineData("{\"name\":\"x\",}", "not JSON")]
    public void Parse_TextThatIsNoObject_SaysSo(string json, string message) =>
        Assert.Contains(message, Assert.Single(Errors(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"EMA cross 20/50\"", "\"\\ud800\"", "$.name")]
    [InlineData("\"name\"", "\"\\udc00\"", "$")]
    public void Parse_HalfASurrogatePair_IsAnError(string from, string to, string path)
    {
        var json = ExampleStrategies.Text("ema-cross").Replace(from, to, StringComparison.Ordinal);

        Assert.Equal(path, Assert.Single(Errors(json)).Path);
    }

    [Fact]
    public void Parse_PropertyTwice_IsAnError()
    {
        var json = ExampleStrategies.Text("ema-cross").Replace("\"reverse\": true", "\"reverse\": true, \"reverse\": false", StringComparison.Ordinal);

        Assert.Equal("$.reverse", Assert.Single(Errors(json)).Path);
    }

    [Fact]
    public void Parse_TextOverTheLimit_IsRefusedUnread()
    {
        var json = ExampleStrategies.Text("ema-cross") + new string(' ', StrategyJson.BytesMax);

        Assert.Contains("longer than", Assert.Single(Errors(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RulesAtTheDepthLimit_AreRead_AndOneDeeperIsNot()
    {
        const int nots = StrategyJson.DepthMax - 4;

        Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(Nested(nots)));
        Assert.Contains("nested too deep", Assert.Single(Errors(Nested(nots + 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TextNestedBeyondAllMeasure_IsRefused() => Assert.NotEmpty(Errors(Nested(5000)));

    [Fact]
    public void Parse_SixtyFourConditions_AreRead_AndOneMoreIsNot()
    {
        Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(WithConditions(StrategyJson.ConditionsMax)));
        Assert.Contains("This is condition 65", Assert.Single(Errors(WithConditions(65))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NothingThatCloses_IsAnError()
    {
        var json = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        json.Remove("reverse");

        Assert.Contains("Nothing ever closes", Assert.Single(Errors(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LeftOutProperties_TakeTheirDefaults()
    {
        var definition = ExampleStrategies.Parse(
            """{"name":" A ","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{"above":["close","sma"]}},"stop":{"atr":2},"size":{"units":1.50}}""");

        Assert.Equal("A", definition.Name);
        Assert.Equal(TimeSpan.FromHours(4), definition.IdeaTimeToLive);
        Assert.Equal(1, definition.MaxOpenIdeas);
        Assert.Equal(0, definition.CooldownBars);
        Assert.Equal(StrategyCosts.None, definition.Costs);
        Assert.Empty(definition.Sessions);
        Assert.Equal(new PriceDistance.InAtr(2m, 14), definition.Stop);
        Assert.Contains("\"sma(20)\"", StrategyJson.Write(definition), StringComparison.Ordinal);
        Assert.Contains("\"units\": 1.5\n", StrategyJson.Write(definition), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4h", 240)]
    [InlineData("90m", 90)]
    [InlineData("2d", 2880)]
    [InlineData("PT4H", 240)]
    [InlineData("P1DT30M", 1470)]
    public void Parse_TimeToLive_ReadsShortAndIsoForms(string text, int minutes)
    {
        var json = JsonNode.Parse(ExampleStrategies.Text("ema-cross"))!.AsObject();
        json["ideaTimeToLive"] = text;

        Assert.Equal(TimeSpan.FromMinutes(minutes), ExampleStrategies.Parse(json.ToJsonString()).IdeaTimeToLive);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Write_ThenParse_GivesTheSameDefinitionAndText(string example)
    {
        var definition = ExampleStrategies.Read(example);
        var text = StrategyJson.Write(definition);

        var again = ExampleStrategies.Parse(text);

        Assert.Equal(definition, again);
        Assert.Equal(text, StrategyJson.Write(again));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Serializer_ThenDeserializer_GivesTheSameDefinition(string example)
    {
        var definition = ExampleStrategies.Read(example);

        var again = JsonSerializer.Deserialize<StrategyDefinition>(JsonSerializer.Serialize(definition));

        Assert.Equal(definition, again);
    }

    [Fact]
    public void Deserializer_InvalidDefinition_Throws() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<StrategyDefinition>("""{"name":"x"}"""));

    [Fact]
    public void Write_EveryKindOfThing_IsRead()
    {
        var definition = new StrategyDefinition
        {
            Name = "Everything \"quoted\"",
            Description = "Zürich\nsecond line",
            Symbols = [Symbol.Parse("EURUSD"), Symbol.Parse("BRK.B")],
            Timeframe = Timeframe.D1,
            Entry = new SidedRules(
                new Condition.Not(new Condition.Any(
                [
                    new Condition.Compares(Comparison.Below, Feature("stochastic(14,3,3).d"), new Operand.Number(20.5m)),
                    new Condition.Crosses(Comparison.Below, Feature("high"), Feature("bollinger(20,2.5).upper")),
                ])),
                null),
            Exit = new SidedRules(null, new Condition.Compares(Comparison.Above, Feature("volume"), new Operand.Number(-1m))),
            Reverse = true,
            Stop = new PriceDistance.InPercent(0.5m),
            Target = new PriceDistance.InPips(12.5m),
            Size = new SizeRule.RiskPercent(0.25m),
            Sessions = [new SessionWindow(new TimeOnly(22, 0), new TimeOnly(2, 30), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), [DayOfWeek.Sunday])],
            IdeaTimeToLive = TimeSpan.FromMinutes(95),
            MaxOpenIdeas = 7,
            CooldownBars = 3,
            Costs = new StrategyCosts(0.00002m),
        };

        Assert.Equal(definition, ExampleStrategies.Parse(StrategyJson.Write(definition)));
    }

    private static Operand.Feature Feature(string text) =>
        IndicatorCatalogue.TryParse(text, out var series, out var refusal)
            ? new Operand.Feature(series)
            : throw new Xunit.Sdk.XunitException(refusal.Message);

    private static IReadOnlyList<StrategyError> Errors(string json) => Assert.IsType<StrategyParseResult.Invalid>(StrategyJson.Parse(json)).Errors;

    private static string Nested(int nots) => Minimal(
        string.Concat(Enumerable.Repeat("{\"not\":", nots)) + "{\"above\":[\"close\",1]}" + new string('}', nots));

    private static string WithConditions(int count) => Minimal(
        "{\"any\":[" + string.Join(',', Enumerable.Range(1, count - 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"above\":[\"close\",{i}]}}"))) + "]}");

    private static string Minimal(string rule) =>
        $$$"""{"name":"A","symbols":["EURUSD"],"timeframe":"M1","entry":{"long":{{{rule}}} },"stop":{"pips":1},"size":{"units":1}}""";
}
