using System.Text.Json;
using Countersign.Api.Contracts.Markets;
using Countersign.Web.Audit;

namespace Countersign.Tests.Web.Audit;

/// <summary>Recorded decisions as tables.</summary>
public sealed class DecisionTableTests
{
    private static readonly Instrument EurUsd = new(
        "EURUSD", "Euro / US dollar", "EUR", "USD", 0.00001m, 1, 1, 1_000_000, 0.0001m, 5, null, Simulated: false, null);

    [Fact]
    public void Comparison_OfTwoOutcomes_MarksEveryValueThatDiffers()
    {
        var fields = ComparedField.Of(
            Json("""{"at":"2026-01-05","outcome":{"reasons":["a","b"],"limit":1.50,"none":[]}}"""),
            Json("""{"at":"2026-01-05","outcome":{"reasons":["a"],"limit":1.5,"none":[],"more":true}}"""));

        Assert.Equal(
            ["outcome.reasons[1]: b / ", "outcome.limit: 1.50 / 1.5", "outcome.more:  / true"],
            fields.Where(f => !f.Same).Select(f => $"{f.Path}: {f.Recorded} / {f.Recomputed}"));
        Assert.Equal(["at", "outcome.reasons[0]", "outcome.none"], fields.Where(f => f.Same).Select(f => f.Path));
    }

    [Fact]
    public void Inputs_OfTheGate_TellQuoteAccountLimitsAndConditions()
    {
        var inputs = DecisionInputs.Of(
            Json("""
                {"inputs":{"order":{"symbol":"EURUSD","side":"buy","quantity":10000,"stop":1.08},"stop":1.08,
                  "facts":{"account":{"accountId":"a-1","currency":"USD","tradingState":"active","limits":{"maxPosition":500000},"equity":100000.5},
                    "quote":{"symbol":"EURUSD","time":"2026-01-05T09:00:00+00:00","bid":1.08976,"ask":1.08984,"simulated":true},"openIdeas":2,
                    "levels":{"tenant":{"caps":{"maxOrders":7},"tradingState":"halted","reason":"Too much lost."}}},
                  "autonomy":{"$type":"approve-everything"},"now":"2026-01-05T09:00:01.5+00:00","spreadThen":0.0002},
                 "decision":{"$type":"needs-approval","conditions":[{"level":"strategy","check":"mode","holds":false,"figure":"manual","limit":"a person decides"}]},
                 "at":"2026-01-05T09:00:01.5+00:00"}
                """), EurUsd);

        var quote = Group(inputs, "Quote");
        Assert.Equal("0.8 pips", quote["Spread"].Text);
        Assert.Equal("1.5 s", quote["Age at the decision"].Text);
        Assert.Equal("2.0 pips", quote["Spread when the idea was made"].Text);
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), quote["Quoted at"].At);
        Assert.Equal("100,000.5", Group(inputs, "Account before it")["Equity"].Text);
        Assert.Equal("2", Group(inputs, "Exposure before it")["Open ideas"].Text);
        Assert.Equal("1.08", Group(inputs, "Order")["Stop"].Text);
        Assert.Equal(
            ["Account Trading active", "Account Max position 500,000", "Tenant Trading halted: Too much lost.", "Tenant Max orders 7"],
            Grid(inputs, "Limits and states that were checked"));
        Assert.Equal(["strategy mode manual a person decides no"], Grid(inputs, "Conditions of autonomy"));
    }

    [Fact]
    public void Inputs_OfAProposal_TellWhatEachRuleContributedAndCompared()
    {
        var inputs = DecisionInputs.Of(
            Json("""
                {"proposal":{"symbol":"EURUSD","side":"sell","quantity":5000,"confidence":0.75,
                  "snapshot":{"quote":{"bid":1.1,"ask":1.1002,"time":"2026-01-05T09:00:00+00:00"},"definition":{"name":"A"},
                    "frame":{"bar":{"timeframe":"m1"},"current":{"rsi(14)":70.5,"close":null},"previous":{"rsi(14)":68},"inSession":true}},
                  "strength":{"agreement":1,"contributions":[{"rule":"rsi(14) above 70","name":"speed","weight":2,"held":true,"strength":0.5}]}},
                 "at":"2026-01-05T09:00:00+00:00"}
                """), EurUsd);

        Assert.Equal(["speed: rsi(14) above 70 2 yes 0.5"], Grid(inputs, "What each rule contributed"));
        Assert.Equal(["rsi(14) 70.5 68", "close – –"], Grid(inputs, "What the rules compared"));
        Assert.Equal("0.75", Group(inputs, "Proposal")["Confidence"].Text);
        Assert.Equal("yes", Group(inputs, "The strategy's own state")["In session"].Text);
    }

    [Fact]
    public void Inputs_OfAnUnknownKind_AreStillShown() =>
        Assert.Equal("7", Group(DecisionInputs.Of(Json("""{"something":{"new":7}}"""), null), "What was recorded")["Something: new"].Text);

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private static Dictionary<string, Fact> Group(DecisionInputs inputs, string title) =>
        inputs.Groups.Single(g => g.Title == title).Facts.ToDictionary(f => f.Label, StringComparer.Ordinal);

    private static IEnumerable<string> Grid(DecisionInputs inputs, string title) => inputs.Grids.Single(g => g.Title == title).Rows.Select(r => string.Join(' ', r));
}
