using System.Text.Json.Nodes;
using Countersign.Domain.Indicators;
using Countersign.Domain.Strategies;
using Countersign.Web.Layout;
using Countersign.Web.Strategies.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using Shown = Countersign.Api.Contracts.Markets;

namespace Countersign.Tests.Web.Strategies;

/// <summary>The form of a strategy, rendered without a browser.</summary>
public sealed class StrategyFormTests
{
    private static readonly BuilderChoices Choices = new(
        [("EURUSD", "Euro / US dollar"), ("GBPUSD", "Pound / US dollar")],
        [
            .. IndicatorCatalogue.Definitions.Select(d => new Shown.IndicatorEntry(
                d.Name, d.Title, "trend", "own", d.Signature, d.Name,
                [.. d.Parameters.Select(p => new Shown.IndicatorParameter(p.Name, p.Minimum, p.Maximum, p.Default, p.IsWhole))],
                [.. d.Outputs.Select(o => new Shown.IndicatorOutput(o.Name, "line"))], 1, d.IsStandard, d.IsSparse, d.NeedsBenchmark)),
        ],
        new LanguageSchema(JsonNode.Parse(StrategySchema.Text)));

    public static TheoryData<string> Examples => [.. DefinitionExamples.All.Distinct()];

    [Fact]
    public void Examples_OfTemplatesAndOfTheDocument_AreAllThere() => Assert.InRange(DefinitionExamples.All.Length, 120, 400);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Form_OfAnExample_HasAFieldForAllOfItAndWritesItUnchanged(string definition)
    {
        var draft = Open(definition);

        var page = await RenderAsync(draft);

        Assert.DoesNotContain("Kept as written", page, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(definition), JsonNode.Parse(draft.Write())), draft.Write());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Fields_WrittenWithWhatTheyShow_LeaveAnExampleAsItIs(string definition)
    {
        var draft = Open(definition);

        foreach (var place in Leaves(draft.Whole).ToArray())
        {
            if (place.Node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            {
                place.SetNumber(place.Text);
            }
            else if (place.Outer is { Node: JsonArray { Count: 2 }, Name: { } kind } && RuleTree.IsComparison(kind))
            {
                place.Set(JsonValue.Create(OperandText.Parse(place.Text)!.Write()));
            }
            else if (place.Text is not ("true" or "false"))
            {
                place.SetText(place.Text);
            }
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(definition), draft.Root), draft.Write());
    }

    [Fact]
    public async Task Form_OfMembersItDoesNotKnow_SaysThatTheyAreKeptAndKeepsThem()
    {
        const string strange = """
            {"name":"A","symbols":["EURUSD"],"timeframe":"M15","stop":{"pips":20,"percent":1},"size":{"units":1000,"magic":7},
             "entry":{"long":{"all":[{"above":["close","open"],"below":["close","open"]},{"above":["no_such(3)","close"]}]}},"horoscope":["leo"]}
            """;
        var draft = Open(strange);

        var page = await RenderAsync(draft);

        Assert.Equal(5, page.Split("Kept as written").Length - 1);
        Assert.Contains("horoscope: [", page, StringComparison.Ordinal);
        Assert.Contains("magic: 7", page, StringComparison.Ordinal);
        Assert.Contains("value=\"no_such(3)\"", page, StringComparison.Ordinal);
        draft.Whole.Member("name").SetText("B");
        var expected = JsonNode.Parse(strange)!;
        expected["name"] = "B";
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(draft.Write())), draft.Write());
    }

    [Fact]
    public async Task Form_OfARefusedDefinition_ShowsEachMistakeAtItsFieldAndTheRestOnTop()
    {
        const string wrong = """{"name":"A","symbols":["EURUSD"],"timeframe":"M15","entry":{"long":{"all":[{"below":["rsi(14)","nothing"]}]}},"size":{"units":-1}}""";
        var refused = Assert.IsType<StrategyParseResult.Invalid>(StrategyJson.Parse(wrong));
        var draft = Open(wrong);
        draft.Blame([.. refused.Errors.Select(e => new DefinitionMistake("definition" + e.Path[1..], e.Message))]);

        string[] placed = [];
        DefinitionMistake[] rest = [];

        var page = await RenderAsync(draft, () => (placed, rest) = ([.. draft.Placed.Select(p => p.Field)], [.. draft.Unplaced]));

        Assert.Equal(["definition.entry.long.all[0].below[1]", "definition.size.units"], placed.Order(StringComparer.Ordinal));
        Assert.Equal("Nothing ever closes a position.", Assert.Single(rest).Text);
        Assert.Contains("id=\"f-definition-size-units-wrong\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"f-definition-entry-long-all-0-below-1-wrong\"", page, StringComparison.Ordinal);
        draft.Whole.Member("size").Member("units").SetNumber("1000");
        Assert.DoesNotContain(draft.Mistakes, m => m.Path == "definition.size.units");
    }

    [Fact]
    public async Task Form_OfNothing_AsksForWhatADefinitionNeeds()
    {
        var draft = Open(PartBeginnings.Strategy);

        var page = await RenderAsync(draft);

        Assert.DoesNotContain("Kept as written", page, StringComparison.Ordinal);
        draft.Whole.Member("name").SetText("A");
        draft.Whole.Member("symbols").Add("EURUSD");
        draft.Whole.Member("entry").Member("long").Set(RuleTree.NewComparison);
        Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(draft.Write()));
    }

    [Theory]
    [InlineData("regime", PartBeginnings.Regime)]
    [InlineData("trailing", PartBeginnings.Trailing)]
    [InlineData("breakEven", PartBeginnings.BreakEven)]
    [InlineData("partials", PartBeginnings.Partials)]
    [InlineData("timeExit", PartBeginnings.TimeExit)]
    [InlineData("pyramid", PartBeginnings.Pyramid)]
    [InlineData("riskCaps", PartBeginnings.RiskCaps)]
    [InlineData("sessions", PartBeginnings.Sessions)]
    [InlineData("forbid", PartBeginnings.Forbid)]
    [InlineData("costs", PartBeginnings.Costs)]
    public void Part_ThatIsAdded_IsTakenAsItBegins(string member, string beginning)
    {
        var draft = Open(DefinitionExamples.All[0]);

        draft.Whole.Member(member).Set(JsonNode.Parse(beginning));

        Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(draft.Write()));
    }

    [Fact]
    public void Text_ThatNamesAMemberTwice_IsNoDraft()
    {
        Assert.False(DefinitionDraft.TryOpen("""{"name":"A","name":"B"}""", out _, out var mistake));
        Assert.Contains("twice", mistake, StringComparison.Ordinal);
        Assert.False(DefinitionDraft.TryOpen("[1]", out _, out mistake));
        Assert.Contains("object", mistake, StringComparison.Ordinal);
        Assert.False(DefinitionDraft.TryOpen("{", out _, out _));
    }

    internal static DefinitionDraft Open(string definition) =>
        DefinitionDraft.TryOpen(definition, out var draft, out var mistake) ? draft : throw new ArgumentException(mistake);

    private static IEnumerable<Place> Leaves(Place place) => place.Node switch
    {
        JsonObject members => members.Select(m => place.Member(m.Key)).ToArray().SelectMany(Leaves),
        JsonArray => place.Items.SelectMany(Leaves),
        _ => [place],
    };

    // Twice: mistakes find their fields once all of them are there.
    private static async Task<string> RenderAsync(DefinitionDraft draft, Action? whileShown = null)
    {
        var services = new ServiceCollection().AddSingleton<IJSRuntime, NoBrowser>().AddScoped<BrowserScript>().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Draft"] = draft, ["Choices"] = Choices });
            await renderer.RenderComponentAsync<StrategyForm>(parameters);
            var page = await renderer.RenderComponentAsync<StrategyForm>(parameters);
            whileShown?.Invoke();
            return page.ToHtmlString();
        });
    }

    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => throw new JSDisconnectedException("There is no browser.");

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            throw new JSDisconnectedException("There is no browser.");
    }
}
