using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// Reads a parameter space:
/// <c>{"parameters": [{"name": "fast", "at": ["$.entry.long.crossesAbove[0]#ema.period"], "from": 5, "to": 50, "step": 5}], "constraints": ["fast &lt; slow"]}</c>.
/// A place is a path into the strategy's canonical JSON; behind # stands an argument of the indicator there, by number or name, which
/// <c>"argument"</c> gives for all places at once. Values are a range with a step, a range with <c>"scale": "log"</c> and a count, or a list.
/// </summary>
public static class ParameterSpaceJson
{
    internal const string ParametersHint =
        "A list of 1 to 16 parameters, such as {\"name\": \"fast\", \"at\": [\"$.entry.long.crossesAbove[0]#period\"], \"from\": 5, \"to\": 50, \"step\": 5}.";

    private const string ConstraintHint = "A relation of the parameters, such as \"fast < slow\" or \"slow >= 2*fast\".";

    /// <summary>Reads the text; reports every error that it finds, with its path.</summary>
    public static ResearchReading<ParameterSpace> Read(StrategyDefinition definition, string json)
    {
        var errors = new ErrorList();
        ParameterSpace? space = null;
        using var document = ResearchText.Parse(json, errors);
        if (document is not null && JsonFields.Of(document.RootElement, "$", errors, "parameters", "constraints") is { } fields)
        {
            space = Read(definition, fields, errors);
        }

        return space is not null && errors.IsEmpty
            ? new ResearchReading<ParameterSpace>.Valid(space)
            : new ResearchReading<ParameterSpace>.Invalid(errors.ToImmutable());
    }

    /// <summary>The properties <c>parameters</c> and <c>constraints</c>; null after an error.</summary>
    internal static ParameterSpace? Read(StrategyDefinition definition, JsonFields fields, ErrorList errors)
    {
        var reader = new ParameterReader(Encoding.UTF8.GetBytes(StrategyJson.Write(definition)), errors);
        var parameters = ImmutableArray.CreateBuilder<ResearchParameter>();
        foreach (var (element, path) in fields.List("parameters", 1, ParameterSpace.ParametersMax, ParametersHint, required: true) ?? [])
        {
            if (reader.Read(element, path) is { } parameter)
            {
                parameters.Add(parameter);
            }
        }

        // Without all parameters every relation would look wrong.
        var constraints = errors.IsEmpty ? ReadConstraints(fields, parameters, errors) : [];
        return errors.IsEmpty ? new ParameterSpace(definition, parameters.ToImmutable(), constraints) : null;
    }

    private static ImmutableArray<ParameterConstraint> ReadConstraints(
        JsonFields fields, ImmutableArray<ResearchParameter>.Builder parameters, ErrorList errors)
    {
        var names = parameters.Where(p => p.IsOrdered).Select(p => p.Name).ToImmutableArray();
        var constraints = ImmutableArray.CreateBuilder<ParameterConstraint>();
        var items = fields.List(
            "constraints", 0, ParameterSpace.ConstraintsMax, "A list of up to 32 relations, such as [\"fast < slow\"].", required: false);
        foreach (var (element, path) in items ?? [])
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                errors.Add(path, $"This is {JsonFields.Kind(element)}.", ConstraintHint);
            }
            else if (ParameterConstraint.Read(element.GetString()!, names, out var problem) is { } constraint)
            {
                // Over all parameters and not those of numbers alone, which the point's levels are in the order of.
                constraints.Add(ParameterConstraint.Read(element.GetString()!, [.. parameters.Select(p => p.Name)], out _) ?? constraint);
            }
            else
            {
                errors.Add(path, problem!, ConstraintHint);
            }
        }

        return constraints.ToImmutable();
    }
}

/// <summary>JSON text of studies.</summary>
internal static class ResearchText
{
    public const int LengthMax = 64 * 1024;

    /// <summary>Null, with an error, where the text is no JSON.</summary>
    public static JsonDocument? Parse(string json, ErrorList errors)
    {
        if (json.Length > LengthMax)
        {
            errors.Add("$", $"The text is longer than {LengthMax:N0} characters.", "Shorten it.");
            return null;
        }

        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException e)
        {
            errors.Add(
                "$", $"The text is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.",
                "One object in double-quoted JSON without comments or trailing commas.");
            return null;
        }
    }
}
