using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>All that a study needs beside its data: what is varied, what is looked for, how, and how it is walked forward.</summary>
/// <param name="WalkForward">Null: one search over the whole recording.</param>
/// <param name="Choice">Which point of one search is taken for the result.</param>
/// <param name="HeatMap">The parameters of the heat map, across and down; null takes the first two that vary.</param>
/// <param name="EarlierTrials">Variants tried on the same prices before, which the deflated Sharpe ratio counts too.</param>
public sealed record ResearchPlan(
    ParameterSpace Space,
    Objective Objective,
    SearchSettings Search,
    WalkForwardSettings? WalkForward,
    WalkForwardChoice Choice = WalkForwardChoice.Best,
    (string Across, string Down)? HeatMap = null,
    int EarlierTrials = 0)
{
    public const int EarlierTrialsMax = 10_000_000;
}

/// <summary>
/// Reads a plan: <c>{"parameters": […], "constraints": […], "objective": {"metric": "sharpe", "bounds": ["trades >= 30", "maxDrawdown &lt;= 20"]},
/// "search": {"method": "tpe", "trials": 200, "batch": 16, "seed": 1}, "walkForward": {"kind": "rolling", "inSampleDays": 365, "outOfSampleDays": 90,
/// "purgeDays": 2, "embargoDays": 1, "warmUpBars": 500, "choice": "plateau"}}</c>. An objective names one metric, or gives
/// <c>"weights": {"sharpe": 1, "calmar": 0.5}</c>. One search may have <c>"choice": "plateau"</c> and <c>"heatMap": ["fast", "slow"]</c>;
/// <c>"earlierTrials": 500</c> counts what was tried before.
/// </summary>
public static class ResearchPlanJson
{
    private static readonly string[] Methods = ["grid", "random", "tpe", "genetic"];

    /// <summary>Reads the text; reports every error that it finds, with its path and a hint.</summary>
    public static ResearchReading<ResearchPlan> Read(StrategyDefinition definition, string json)
    {
        var errors = new ErrorList();
        using var document = ResearchText.Parse(json, errors);
        var plan = document is not null
            && JsonFields.Of(document.RootElement, "$", errors, "parameters", "constraints", "objective", "search", "walkForward", "choice", "heatMap", "earlierTrials") is { } fields
            ? Read(definition, fields, errors)
            : null;
        return plan is not null && errors.IsEmpty
            ? new ResearchReading<ResearchPlan>.Valid(plan)
            : new ResearchReading<ResearchPlan>.Invalid(errors.ToImmutable());
    }

    private static ResearchPlan? Read(StrategyDefinition definition, JsonFields fields, ErrorList errors)
    {
        var space = ParameterSpaceJson.Read(definition, fields, errors);
        var objective = new ObjectiveReader(errors).Read(fields);
        var search = ReadSearch(fields, errors);
        var walk = ReadWalk(fields, errors);
        if (space is not null && search is { Method: SearchMethod.Grid } && space.GridSize > SearchRun.GridMax)
        {
            errors.Add(
                "$.parameters", string.Create(CultureInfo.InvariantCulture, $"The grid has {space.GridSize:N0} points."),
                "At most 200,000: widen the steps, or search by tpe, genetic or random.");
        }

        var choice = Word(fields, "choice", WalkForwardChoice.Best, errors);
        if (fields.Has("choice") && fields.Has("walkForward"))
        {
            errors.Add("$.choice", "A walk forward has its choice in walkForward.", "Move it there.");
        }

        var earlier = fields.Whole("earlierTrials", 0, ResearchPlan.EarlierTrialsMax) ?? 0;
        var heatMap = space is null ? null : ReadHeatMap(fields, space, errors);
        return space is null || objective is null || search is null ? null : new ResearchPlan(space, objective, search, walk, choice, heatMap, earlier);
    }

    private static (string Across, string Down)? ReadHeatMap(JsonFields plan, ParameterSpace space, ErrorList errors)
    {
        const string hint = "Two different parameters, such as [\"fast\", \"slow\"].";
        if (plan.List("heatMap", 2, 2, hint, required: false) is not { } elements)
        {
            return null;
        }

        string?[] names = [.. elements.Select(each => each.Element.ValueKind == JsonValueKind.String ? each.Element.GetString() : null)];
        if (names.Distinct().Count() == 2 && names.All(name => name is not null && space.IndexOf(name) >= 0))
        {
            return (names[0]!, names[1]!);
        }

        errors.Add("$.heatMap", "These are not two of the parameters.", $"{hint} Known: {string.Join(", ", space.Parameters.Select(p => p.Name))}.");
        return null;
    }

    private static SearchSettings? ReadSearch(JsonFields plan, ErrorList errors)
    {
        const string hint = "An object such as {\"method\": \"tpe\", \"trials\": 200}.";
        if (plan.Get("search", hint) is not { } element
            || JsonFields.Of(
                element, "$.search", errors, "method", "trials", "batch", "seed", "startup", "population", "generations") is not { } fields)
        {
            return null;
        }

        var name = fields.Text("method", 3, 10, required: true, $"One of {string.Join(", ", Methods)}.");
        var trials = fields.Whole("trials", 1, SearchMethod.TrialsMax) ?? 200;
        var batch = fields.Whole("batch", 1, SearchSettings.BatchMax) ?? 16;
        var seed = fields.Whole("seed", 0, int.MaxValue) ?? 1;
        var startup = fields.Whole("startup", 2, SearchMethod.TrialsMax) ?? 20;
        var population = fields.Whole("population", 4, SearchSettings.BatchMax) ?? 32;
        var generations = fields.Whole("generations", 1, SearchMethod.TrialsMax) ?? 20;
        SearchMethod? method = name switch
        {
            "grid" => new SearchMethod.Grid(),
            "random" => new SearchMethod.Random(trials),
            "tpe" => new SearchMethod.Tpe(trials, startup),
            "genetic" => new SearchMethod.Genetic(population, generations, Math.Min(3, population)),
            _ => null,
        };
        if (method is null)
        {
            if (name is not null)
            {
                errors.Add("$.search.method", $"There is no method '{JsonFields.Short(name)}'.", $"One of {string.Join(", ", Methods)}.");
            }

            return null;
        }

        var settings = new SearchSettings(method, batch, seed);
        if (settings.Problem is { } problem)
        {
            errors.Add("$.search", problem, hint);
        }

        return settings;
    }

    private static WalkForwardSettings? ReadWalk(JsonFields plan, ErrorList errors)
    {
        const string hint = "An object such as {\"kind\": \"rolling\", \"inSampleDays\": 365, \"outOfSampleDays\": 90}.";
        if (plan.Get("walkForward") is not { } element
            || JsonFields.Of(
                element, "$.walkForward", errors, "kind", "inSampleDays", "outOfSampleDays", "purgeDays", "embargoDays", "warmUpBars", "choice")
                is not { } fields)
        {
            return null;
        }

        var kind = Word(fields, "kind", WalkForwardKind.Rolling, errors);
        var choice = Word(fields, "choice", WalkForwardChoice.Best, errors);
        var (inSample, outOfSample) = (Days(fields, "inSampleDays", hint), Days(fields, "outOfSampleDays", hint));
        var settings = new WalkForwardSettings(
            kind, inSample, outOfSample, Days(fields, "purgeDays", null), Days(fields, "embargoDays", null),
            fields.Whole("warmUpBars", 0, WalkForwardSettings.WarmUpBarsMax) ?? 500, choice);
        if (errors.IsEmpty && settings.Problem is { } problem)
        {
            errors.Add("$.walkForward", problem, hint);
        }

        return settings;
    }

    private static TimeSpan Days(JsonFields fields, string name, string? hintIfRequired)
    {
        if (hintIfRequired is not null && fields.Get(name, hintIfRequired) is null)
        {
            return TimeSpan.Zero;
        }

        return TimeSpan.FromDays((double)(fields.Amount(name, 36_500m, zeroAllowed: hintIfRequired is null) ?? 0m));
    }

    private static T Word<T>(JsonFields fields, string name, T standard, ErrorList errors)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>();
        var hint = $"One of {string.Join(", ", words.Select(word => word.ToString().ToLowerInvariant()))}.";
        if (fields.Text(name, 1, 20, required: false, hint) is not { } text)
        {
            return standard;
        }

        foreach (var word in words)
        {
            if (word.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        errors.Add(fields.At(name), $"There is no '{JsonFields.Short(text)}'.", hint);
        return standard;
    }
}

/// <summary>Reads what a study looks for.</summary>
internal sealed class ObjectiveReader(ErrorList errors)
{
    private const string Hint = "An object such as {\"metric\": \"sharpe\", \"bounds\": [\"trades >= 30\"]}, or with weights: {\"sharpe\": 1, \"calmar\": 0.5}.";

    private static string Known => $"One of {string.Join(", ", ResearchMetric.All.Select(metric => metric.Name))}.";

    public Objective? Read(JsonFields plan)
    {
        if (plan.Get("objective", Hint) is not { } element
            || JsonFields.Of(element, "$.objective", errors, "metric", "weights", "bounds") is not { } fields)
        {
            return null;
        }

        var weights = fields.Has("metric") == fields.Has("weights") ? null : fields.Has("metric") ? ReadMetric(fields) : ReadWeights(fields);
        if (fields.Has("metric") == fields.Has("weights"))
        {
            errors.Add("$.objective", "An objective has either a metric or weights.", Hint);
        }

        var bounds = ImmutableArray.CreateBuilder<MetricBound>();
        foreach (var (item, path) in fields.List("bounds", 0, 20, "A list of up to 20 bounds, such as [\"trades >= 30\"].", required: false) ?? [])
        {
            if (ReadBound(item, path) is { } bound)
            {
                bounds.Add(bound);
            }
        }

        return weights is null ? null : new Objective(weights.Value, bounds.ToImmutable());
    }

    private ImmutableArray<MetricWeight>? ReadMetric(JsonFields fields) =>
        fields.Text("metric", 1, 40, required: true, Known) is { } name && Find(name, "$.objective.metric") is { } metric
            ? [new MetricWeight(metric, 1.0)]
            : null;

    private ImmutableArray<MetricWeight>? ReadWeights(JsonFields fields)
    {
        var element = fields.Get("weights")!.Value;
        if (element.ValueKind != JsonValueKind.Object || !element.EnumerateObject().Any())
        {
            errors.Add("$.objective.weights", $"This is {JsonFields.Kind(element)}.", Hint);
            return null;
        }

        var weights = ImmutableArray.CreateBuilder<MetricWeight>();
        foreach (var property in element.EnumerateObject())
        {
            var path = $"$.objective.weights.{property.Name}";
            if (property.Value.ValueKind != JsonValueKind.Number || Math.Abs(property.Value.GetDouble()) is not (> 0.0 and <= 1e6))
            {
                errors.Add(path, $"This is {JsonFields.Kind(property.Value)}.", "A number that is not 0, at most a million.");
            }
            else if (Find(property.Name, path) is { } metric)
            {
                weights.Add(new MetricWeight(metric, property.Value.GetDouble()));
            }
        }

        return weights.ToImmutable();
    }

    private MetricBound? ReadBound(JsonElement element, string path)
    {
        const string hint = "A bound such as \"trades >= 30\" or \"maxDrawdown <= 20\".";
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : string.Empty;
        var least = text.Contains(">=", StringComparison.Ordinal);
        var parts = text.Split(least ? ">=" : "<=", StringSplitOptions.TrimEntries);
        if (parts.Length != 2
            || !double.TryParse(parts[1], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)
            || !double.IsFinite(bound))
        {
            errors.Add(path, $"This is {JsonFields.Kind(element)}.", hint);
            return null;
        }

        return Find(parts[0], path) is { } metric ? new MetricBound(metric, least, bound) : null;
    }

    private ResearchMetric? Find(string name, string path)
    {
        if (ResearchMetric.Find(name) is { } metric)
        {
            return metric;
        }

        errors.Add(path, $"There is no metric '{JsonFields.Short(name)}'.", Known);
        return null;
    }
}
