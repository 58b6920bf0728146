using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>
/// Reads the plan of a study. Those of a search are <see cref="ResearchPlanJson"/>'s. The others, in which everything may be left out:
/// Monte Carlo <c>{"paths": 1000, "seed": 1, "ruinPercent": 50, "withReplacement": false, "blockDays": 5, "costs": [{"slippagePips": 1,
/// "commissionTimes": 2, "perOrder": 0}]}</c>; stress <c>{"scenarios": [{"kind": "snb2015", "at": "…", "percent": -15}, {"kind": "crisis2008",
/// "from": "…", "to": "…"}], "symbol": "EURUSD"}</c>, also of the kinds gap, volatility, spread and outage; a leak check
/// <c>{"cuts": 8, "places": 20, "stretch": 20, "seed": 1}</c>.
/// </summary>
public static class StudyPlanJson
{
    private const int ScenariosMax = 20;
    private const int CostsMax = 20;

    private static readonly ImmutableArray<CostLevel> UsualCosts = [new(0.25m), new(0.5m), new(1m), new(0m, 2m), new(1m, 2m)];

    private static readonly ImmutableArray<StressWish> UsualScenarios =
        [new StressWish.GapWhereMostIsHeld(-15.0), new StressWish.GapWhereMostIsHeld(15.0), new StressWish.CrisisInTheMiddle()];

    /// <summary>Reads the text; reports every error that it finds, with its path and a hint.</summary>
    public static ResearchReading<StudyPlan> Read(StrategyDefinition definition, StudyKind kind, string json)
    {
        if (kind is StudyKind.Optimisation or StudyKind.WalkForward)
        {
            return ResearchPlanJson.Read(definition, json) switch
            {
                ResearchReading<ResearchPlan>.Valid { Value: var plan } => OfSearch(kind, plan),
                ResearchReading<ResearchPlan>.Invalid invalid => new ResearchReading<StudyPlan>.Invalid(invalid.Errors),
                _ => throw new InvalidOperationException("A plan is valid or not."),
            };
        }

        var errors = new ErrorList();
        using var document = ResearchText.Parse(json, errors);
        var read = document is null ? null : kind switch
        {
            StudyKind.MonteCarlo => ReadMonteCarlo(document.RootElement, errors),
            StudyKind.Stress => ReadStress(document.RootElement, definition, errors),
            StudyKind.LeakCheck => ReadLeakCheck(document.RootElement, errors),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such study."),
        };
        return read is not null && errors.IsEmpty
            ? new ResearchReading<StudyPlan>.Valid(read)
            : new ResearchReading<StudyPlan>.Invalid(errors.ToImmutable());
    }

    /// <summary>A plan that names its own <c>kind</c>; without one, parameters and windows tell it.</summary>
    public static (StudyKind Kind, ResearchReading<StudyPlan> Reading) ReadFile(StrategyDefinition definition, string json)
    {
        var errors = new ErrorList();
        using var document = ResearchText.Parse(json, errors);
        if (document is not { RootElement.ValueKind: JsonValueKind.Object })
        {
            return (default, errors.IsEmpty ? Wrong("$", "The plan is no object.", "An object such as {\"kind\": \"monteCarlo\"}.") : new ResearchReading<StudyPlan>.Invalid(errors.ToImmutable()));
        }

        var properties = document.RootElement.EnumerateObject().ToLookup(p => p.Name == "kind");
        var rest = $"{{{string.Join(',', properties[false].Select(p => $"{JsonSerializer.Serialize(p.Name)}:{p.Value.GetRawText()}"))}}}";
        StudyKind? kind = properties[true].ToArray() switch
        {
            [] => properties[false].Any(p => p.Name == "walkForward") ? StudyKind.WalkForward
                : properties[false].Any(p => p.Name == "parameters") ? StudyKind.Optimisation : null,
            [{ Value.ValueKind: JsonValueKind.String } one] => Enum.GetValues<StudyKind>().Where(k => BacktestTask.NameOf(k) == one.Value.GetString())
                .Select(k => (StudyKind?)k).FirstOrDefault(),
            _ => null,
        };
        return kind is { } known
            ? (known, Read(definition, known, rest))
            : (default, Wrong("$.kind", "It names no study.", $"One of {string.Join(", ", Enum.GetValues<StudyKind>().Select(BacktestTask.NameOf))}."));
    }

    private static ResearchReading<StudyPlan> OfSearch(StudyKind kind, ResearchPlan plan) => (kind, plan.WalkForward) switch
    {
        (StudyKind.Optimisation, null) => new ResearchReading<StudyPlan>.Valid(new StudyPlan.Optimisation(plan)),
        (StudyKind.WalkForward, { } windows) => new ResearchReading<StudyPlan>.Valid(new StudyPlan.WalkForward(plan, windows)),
        (StudyKind.Optimisation, _) => Wrong("$.walkForward", "One search has no windows.", "Ask for the kind walkForward, or leave this out."),
        _ => Wrong(
            "$.walkForward", "'walkForward' is missing.", "An object such as {\"kind\": \"rolling\", \"inSampleDays\": 365, \"outOfSampleDays\": 90}."),
    };

    private static ResearchReading<StudyPlan> Wrong(string path, string message, string hint) =>
        new ResearchReading<StudyPlan>.Invalid([new StrategyError(path, message, hint)]);

    private static StudyPlan? ReadMonteCarlo(JsonElement element, ErrorList errors)
    {
        if (JsonFields.Of(element, "$", errors, "paths", "seed", "ruinPercent", "fanSteps", "withReplacement", "blockDays", "costs") is not { } fields)
        {
            return null;
        }

        var settings = new MonteCarloSettings(
            fields.Whole("paths", 1, MonteCarloSettings.PathsMax) ?? 1_000, fields.Whole("seed", 0, int.MaxValue) ?? 1,
            (double)(fields.Amount("ruinPercent", 100m) ?? 50m), fields.Whole("fanSteps", 1, MonteCarloSettings.FanStepsMax) ?? 100);
        var blockDays = fields.Whole("blockDays", 1, 1_000) ?? 5;
        const string hint = "A list of up to 20 levels, such as {\"slippagePips\": 1, \"commissionTimes\": 2}.";
        var costs = fields.List("costs", 0, CostsMax, hint, required: false) is { } items
            ? [.. items.Select(each => ReadCost(each.Element, each.Path, errors)).OfType<CostLevel>()]
            : UsualCosts;
        return new StudyPlan.MonteCarlo(settings, fields.Flag("withReplacement") ?? false, blockDays, costs);
    }

    private static CostLevel? ReadCost(JsonElement element, string path, ErrorList errors) =>
        JsonFields.Of(element, path, errors, "slippagePips", "commissionTimes", "perOrder") is { } fields
            ? new CostLevel(
                fields.Amount("slippagePips", 1_000m, zeroAllowed: true) ?? 0m, fields.Amount("commissionTimes", 1_000m, zeroAllowed: true) ?? 1m,
                fields.Amount("perOrder", 1_000_000m, zeroAllowed: true) ?? 0m)
            : null;

    private static StudyPlan? ReadLeakCheck(JsonElement element, ErrorList errors) =>
        JsonFields.Of(element, "$", errors, "cuts", "places", "stretch", "seed") is { } fields
            ? new StudyPlan.LeakCheck(
                fields.Whole("cuts", 1, LookAheadCheck.CutsMax) ?? 8, fields.Whole("places", 1, WarmUpCheck.PlacesMax) ?? 20,
                fields.Whole("stretch", 1, WarmUpCheck.StretchMax) ?? 20, fields.Whole("seed", 0, int.MaxValue) ?? 1)
            : null;

    private static StudyPlan? ReadStress(JsonElement element, StrategyDefinition definition, ErrorList errors)
    {
        const string hint = "A list of 1 to 20 scenarios, such as {\"kind\": \"snb2015\", \"percent\": -15}.";
        if (JsonFields.Of(element, "$", errors, "scenarios", "symbol") is not { } fields)
        {
            return null;
        }

        var only = fields.Text("symbol", 1, 20, required: false, "One of the strategy's symbols.");
        var symbol = only is null ? default(Symbol?) : definition.Symbols.Where(s => s.Value == only).Select(s => (Symbol?)s).FirstOrDefault();
        if (only is not null && symbol is null)
        {
            errors.Add("$.symbol", $"The strategy does not watch '{JsonFields.Short(only)}'.", $"One of {string.Join(", ", definition.Symbols)}.");
        }

        var reader = new StressReader(errors);
        return fields.List("scenarios", 1, ScenariosMax, hint, required: false) is { } items
            ? new StudyPlan.Stress([.. items.Select(each => reader.Read(each.Element, each.Path)).OfType<StressWish>()], symbol)
            : new StudyPlan.Stress(UsualScenarios, symbol);
    }
}

/// <summary>Reads scenarios.</summary>
internal sealed class StressReader(ErrorList errors)
{
    private const string Kinds = "One of snb2015, crisis2008, gap, volatility, spread, outage.";

    public StressWish? Read(JsonElement element, string path)
    {
        if (JsonFields.Of(
            element, path, errors, "kind", "at", "from", "to", "percent", "spreadTimes", "spreadPercent", "spreadMinutes", "factor", "times", "addPercent")
                is not { } fields)
        {
            return null;
        }

        var kind = fields.Text("kind", 3, 20, required: true, Kinds);
        StressWish? wish = kind switch
        {
            null => null,
            "snb2015" => fields.Has("at")
                ? Given(fields, At(fields, "at"), at => StressScenario.Snb2015(at, Number(fields, "percent", -15.0)))
                : Fitting(fields, new StressWish.GapWhereMostIsHeld(Number(fields, "percent", -15.0))),
            "crisis2008" => fields.Has("from") || fields.Has("to") ? Window(fields, StressScenario.Crisis2008) : new StressWish.CrisisInTheMiddle(),
            "gap" => Given(fields, At(fields, "at"), at => new StressScenario.Gap(
                at, Number(fields, "percent", double.NaN), Number(fields, "spreadTimes", 1.0), Number(fields, "spreadPercent", 0.0),
                TimeSpan.FromMinutes(fields.Whole("spreadMinutes", 0, 100_000) ?? 0))),
            "volatility" => Window(fields, (from, to) => new StressScenario.Volatility(from, to, Number(fields, "factor", double.NaN))),
            "spread" => Window(fields, (from, to) => new StressScenario.Spread(from, to, Number(fields, "times", 1.0), Number(fields, "addPercent", 0.0))),
            "outage" => Window(fields, (from, to) => new StressScenario.Outage(from, to)),
            _ => Unknown(fields, kind),
        };
        return wish;
    }

    private StressWish? Unknown(JsonFields fields, string kind)
    {
        errors.Add(fields.At("kind"), $"There is no scenario '{JsonFields.Short(kind)}'.", Kinds);
        return null;
    }

    private StressWish? Window(JsonFields fields, Func<DateTimeOffset, DateTimeOffset, StressScenario> make)
    {
        var (from, to) = (At(fields, "from"), At(fields, "to"));
        return from is { } first && to is { } last ? Given(fields, first, _ => make(first, last)) : null;
    }

    private StressWish? Given(JsonFields fields, DateTimeOffset? at, Func<DateTimeOffset, StressScenario> make)
    {
        if (at is not { } moment)
        {
            return null;
        }

        var scenario = make(moment);
        if (scenario.Problem is { } problem)
        {
            errors.Add(fields.Path, problem, "Figures in this range.");
        }

        return new StressWish.Given(scenario);
    }

    private StressWish Fitting(JsonFields fields, StressWish.GapWhereMostIsHeld wish)
    {
        if (StressScenario.Snb2015(DateTimeOffset.UnixEpoch, wish.Percent).Problem is { } problem)
        {
            errors.Add(fields.At("percent"), problem, "A number such as -15.");
        }

        return wish;
    }

    private DateTimeOffset? At(JsonFields fields, string name)
    {
        const string hint = "A time such as \"2015-01-15T09:30:00Z\".";
        if (fields.Text(name, 10, 40, required: true, hint) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year is >= 1970 and <= 2200)
        {
            return time;
        }

        errors.Add(fields.At(name), $"'{JsonFields.Short(text)}' is no time.", hint);
        return null;
    }

    // A scenario that lacks a figure that it needs finds NaN out of its range, and says which range that is.
    private double Number(JsonFields fields, string name, double standard)
    {
        if (fields.Get(name) is not { } element)
        {
            return standard;
        }

        if (element.ValueKind == JsonValueKind.Number && element.GetDouble() is var value && Math.Abs(value) <= 1e6)
        {
            return value;
        }

        errors.Add(fields.At(name), $"This is {JsonFields.Kind(element)}.", "A number of at most a million.");
        return standard;
    }
}
