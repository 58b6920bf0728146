using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Every error that the reader can report: that there is a mistake for it, and that whoever follows its hint gets a strategy that is right.</summary>
public sealed partial class StrategyErrorTests
{
    private static readonly string Whole = ExampleStrategies.Text("ema-cross");

    /// <summary>Texts with what the tables of mistakes cannot set.</summary>
    private static readonly string[] FurtherTexts =
    [
        Whole.Replace("\"reverse\": true", "\"reverse\": true, \"reverse\": true", StringComparison.Ordinal),
        With("entry", "{\"long\":" + string.Concat(Enumerable.Repeat("{\"not\":", 40)) + "{\"above\":[\"close\",1]}" + new string('}', 40) + "}"),
        With("entry", "{\"long\":{\"all\":[" + string.Join(',', Enumerable.Repeat("{\"above\":[\"close\",1]}", 64)) + "]}}"),
        With("reverse", null),
    ];

    public static TheoryData<string, string?, string> Mistaken =>
    [
        .. StrategyJsonTests.Mistakes.Select(row => new TheoryDataRow<string, string?, string>(With(row.Data.Item1, row.Data.Item2), row.Data.Item1, row.Data.Item3)),
        .. StrategyJsonTests.PartnerMistakes.Select(row => new TheoryDataRow<string, string?, string>(WithPartners(row.Data.Item1), "partners", row.Data.Item2)),
    ];

    /// <summary>Every place at which the reader reports something, with the message that stands there.</summary>
    public static TheoryData<string, string> Reported =>
    [
        .. Directory.GetFiles(Path.Combine(SharedFiles.RepositoryRoot, "domain", "Strategies"), "*.cs").Order(StringComparer.Ordinal)
            .SelectMany(file => Reports().Matches(File.ReadAllText(file)).Where(match => !match.Groups[1].Value.StartsWith("new ", StringComparison.Ordinal)).Select(match => (Path.GetFileName(file), MessageOf(match.Groups[1].Value))))
            .Where(each => each.Item2.Length > 0).Distinct().Select(each => new TheoryDataRow<string, string>(each.Item1, each.Item2)),
    ];

    [Theory]
    [MemberData(nameof(Reported))]
    public void Error_OfTheReader_HasAMistakeThatBringsIt(string file, string message)
    {
        var pattern = new Regex("^" + Placeholders().Replace(Regex.Escape(message).Replace("\\{", "{", StringComparison.Ordinal), ".+") + "$", RegexOptions.Singleline);

        Assert.True(AllErrors.Value.Any(error => pattern.IsMatch(error.Message)), $"{file}: {pattern}");
    }

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void Hint_OfAMistake_LeadsToAStrategyThatIsRight(string text, string? property, string path)
    {
        var error = Assert.Single(Assert.IsType<StrategyParseResult.Invalid>(StrategyJson.Parse(text)).Errors);

        Assert.Equal(path, error.Path);
        Assert.True(Leads(text, error, 2), $"{property}: {error}");
    }

    // A mistake can hide another one; following the hints comes to an end all the same.
    private static bool Leads(string text, StrategyError error, int steps) => StrategyFixes.Of(text, error).Any(corrected => StrategyJson.Parse(corrected) switch
    {
        StrategyParseResult.Valid => true,
        StrategyParseResult.Invalid { Errors: [var next] } => steps > 1 && next != error && Leads(corrected, next, steps - 1),
        _ => false,
    });

    [Fact]
    public void Errors_OfEveryMemberAtOnce_AreAllReported()
    {
        // One mistake in each member that can stand beside the others.
        var strategy = JsonNode.Parse(Whole)!.AsObject();
        var wanted = new List<string>();
        foreach (var (property, value, path, _) in StrategyJsonTests.Mistakes.Select(row => row.Data).DistinctBy(row => row.Item1))
        {
            if (value is not null && property is not ("colour" or "breakEven"))
            {
                strategy[property] = JsonNode.Parse(value);
                wanted.Add(path);
            }
        }

        strategy["name"] = 7;
        strategy["entry"] = new JsonObject();
        strategy["size"] = JsonNode.Parse("""{"units":0}""");
        strategy["colour"] = 1;
        strategy["breakEven"] = JsonNode.Parse("""{"after":{}}""");
        var errors = Assert.IsType<StrategyParseResult.Invalid>(StrategyJson.Parse(strategy.ToJsonString())).Errors;

        Assert.True(wanted.Count >= 18, $"{wanted.Count}");
        Assert.Empty(wanted.Concat(["$.name", "$.entry", "$.size.units", "$.colour", "$.breakEven.after"]).Except(errors.Select(error => error.Path)));
    }

    private static readonly Lazy<StrategyError[]> AllErrors = new(() =>
    [
        .. Mistaken.Select(row => row.Data.Item1).Concat(FurtherTexts)
            .SelectMany(text => StrategyJson.Parse(text) is StrategyParseResult.Invalid invalid ? invalid.Errors : []),
    ]);

    private static string With(string property, string? value)
    {
        var json = JsonNode.Parse(Whole)!.AsObject();
        json.Remove(property);
        if (value is not null)
        {
            json.Add(property, JsonNode.Parse(value, null, new() { MaxDepth = 200 }));
        }

        return json.ToJsonString(new() { MaxDepth = 200 });
    }

    private static string WithPartners(string value)
    {
        var json = JsonNode.Parse(ExampleStrategies.Text("pairs"))!.AsObject();
        json["partners"] = JsonNode.Parse(value);
        return json.ToJsonString();
    }

    // The second argument: the first literal in it.
    private static string MessageOf(string arguments) => Literal().Match(arguments[(FirstComma(arguments) + 1)..]).Groups[1].Value;

    private static int FirstComma(string arguments)
    {
        var depth = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            depth += arguments[i] is '(' or '[' or '{' ? 1 : arguments[i] is ')' or ']' or '}' ? -1 : 0;
            if (depth == 0 && arguments[i] == ',')
            {
                return i;
            }
        }

        throw new InvalidOperationException(arguments);
    }

    [GeneratedRegex("errors\\.Add\\(((?:[^;\"]|\"(?:\\\\.|[^\"\\\\])*\")*?)\\);", RegexOptions.Singleline)]
    private static partial Regex Reports();

    [GeneratedRegex("\"((?:\\\\.|[^\"\\\\])*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Placeholders();
}
