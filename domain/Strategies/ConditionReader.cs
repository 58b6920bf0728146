using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Reads rules: one instance a strategy, because the number of conditions is bounded over all of its rules.</summary>
internal sealed partial class ConditionReader(ErrorList errors)
{
    private const string Form =
        "An object with one of crossesAbove, crossesBelow, above, below (each two operands), all, any (each a list of conditions), not, within, "
        + "atLeast, votes.";

    private const string OperandForm =
        "A number, a bar field such as \"close\", or an indicator such as \"ema(20)\", \"macd(12,26,9).signal\" or, on larger bars, \"ema(20)@H4\", or of the "
        + "partner's bars, \"close@partner\".";

    private const string ListForm = "A list of 1 to 64 conditions, such as [{\"above\": [\"close\", \"ema(50)\"]}].";

    private int conditions;
    private bool tooMany;

    /// <summary>The strategy's own timeframe; null where it could not be read, and timeframes of operands are then not compared with it.</summary>
    public Timeframe? Own { get; set; }

    /// <summary>The strategy gives its symbols partners.</summary>
    public bool HasPartners { get; set; }

    /// <summary>A rule that was read looks at the partner.</summary>
    public bool LooksAtPartner { get; private set; }

    /// <param name="depth">How deep this element is nested; the whole text is 1.</param>
    public Condition? Read(JsonElement element, string path, int depth)
    {
        if (!CountOne(path) || IsTooDeep(path, depth))
        {
            return null;
        }

        var fields = JsonFields.Of(element, path, errors, StrategyTerms.Condition.AsSpan());
        if (fields is null)
        {
            return null;
        }

        if (element.EnumerateObject().Count() != 1)
        {
            errors.Add(path, "A condition has exactly one property.", Form);
            return null;
        }

        var property = element.EnumerateObject().First();
        var at = fields.At(property.Name);
        return property.Name switch
        {
            "above" => ReadOperands(property.Value, at) is var (a, b) ? new Condition.Compares(Comparison.Above, a, b) : null,
            "below" => ReadOperands(property.Value, at) is var (a, b) ? new Condition.Compares(Comparison.Below, a, b) : null,
            "crossesAbove" => ReadOperands(property.Value, at) is var (a, b) ? new Condition.Crosses(Comparison.Above, a, b) : null,
            "crossesBelow" => ReadOperands(property.Value, at) is var (a, b) ? new Condition.Crosses(Comparison.Below, a, b) : null,
            "all" => ReadList(property.Value, at, depth) is { } all ? new Condition.All(all) : null,
            "any" => ReadList(property.Value, at, depth) is { } any ? new Condition.Any(any) : null,
            "not" => Read(property.Value, at, depth + 1) is { } inner ? new Condition.Not(inner) : null,
            "within" => ReadWithin(property.Value, at, depth),
            "atLeast" => ReadAtLeast(property.Value, at, depth),
            "votes" => ReadVotes(property.Value, at, depth),
            _ => null,
        };
    }

    private bool CountOne(string path)
    {
        conditions++;
        if (conditions > StrategyJson.ConditionsMax && !tooMany)
        {
            tooMany = true;
            errors.Add(
                path,
                string.Create(CultureInfo.InvariantCulture, $"This is condition {conditions} of the strategy."),
                string.Create(CultureInfo.InvariantCulture, $"At most {StrategyJson.ConditionsMax} conditions over all rules."));
        }

        return !tooMany;
    }

    private bool IsTooDeep(string path, int depth)
    {
        if (depth <= StrategyJson.DepthMax)
        {
            return false;
        }

        errors.Add(
            path,
            "This is nested too deep.",
            string.Create(CultureInfo.InvariantCulture, $"At most {StrategyJson.DepthMax} objects and lists inside each other."));
        return true;
    }

    private ImmutableArray<Condition>? ReadList(JsonElement element, string path, int depth)
    {
        if (JsonFields.Elements(element, path, 1, StrategyJson.ConditionsMax, ListForm, errors) is not { } items)
        {
            return null;
        }

        var read = items.Select(item => Read(item.Element, item.Path, depth + 2)).ToList();
        return read.Contains(null) ? null : [.. read.Select(condition => condition!)];
    }

    private (Operand Left, Operand Right)? ReadOperands(JsonElement element, string path)
    {
        if (JsonFields.Elements(element, path, 2, 2, "Two operands, such as [\"ema(20)\", \"ema(50)\"].", errors) is not { } items)
        {
            return null;
        }

        var left = ReadOperand(items[0].Element, items[0].Path);
        var right = ReadOperand(items[1].Element, items[1].Path);
        if (left is null || right is null)
        {
            return null;
        }

        if (left == right || (left is Operand.Number && right is Operand.Number))
        {
            errors.Add(path, "The two operands never change against each other.", "Two different operands, at least one of them a feature, such as [\"ema(20)\", \"ema(50)\"].");
            return null;
        }

        return (left, right);
    }

    private Operand? ReadOperand(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Number when element.TryGetDecimal(out var number) && Math.Abs((double)number) <= StrategyBounds.OperandMax:
                return new Operand.Number(number);
            case JsonValueKind.String:
                return ReadFeature(element.GetString()!, path);
            default:
                errors.Add(path, $"This is {JsonFields.Kind(element)}.", OperandForm);
                return null;
        }
    }

    private Operand.Feature? ReadFeature(string text, string path)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (!IndicatorCatalogue.TryParse(at < 0 ? text : text[..at], out var series, out var refusal))
        {
            errors.Add(path, refusal.Message, OperandForm);
            return null;
        }

        var bars = at < 0 ? null : text[(at + 1)..].Trim();
        if (bars == StrategyTerms.Partner)
        {
            return ReadOfPartner(series, path);
        }

        if (series.NeedsBenchmark && !IsPartnerKnown(series.Text, path))
        {
            return null;
        }

        return bars is null ? new Operand.Feature(series)
            : ReadLarger(bars, series.Text, path) is { } on ? new Operand.Feature(series, on == Own ? null : on)
            : null;
    }

    private Operand.Feature? ReadOfPartner(SeriesReference series, string path)
    {
        if (series.NeedsBenchmark)
        {
            errors.Add(path, $"'{series.Text}' compares the symbol with its partner already.", $"Without the @: \"{series.Text}\".");
            return null;
        }

        var feature = new Operand.Feature(series, OfPartner: true);
        return IsPartnerKnown(feature.Text, path) ? feature : null;
    }

    private bool IsPartnerKnown(string text, string path)
    {
        LooksAtPartner = true;
        if (!HasPartners)
        {
            errors.Add(path, $"'{text}' looks at a partner, and none is given.", "Give the symbol one: \"partners\": [{\"symbols\": [\"EURUSD\", \"GBPUSD\"]}].");
        }

        return HasPartners;
    }

    private Timeframe? ReadLarger(string text, string series, string path)
    {
        var allowed = Timeframes.All.Where(timeframe => Own is not { } own || timeframe >= own).ToArray();
        var hint = $"One of {string.Join(", ", allowed)} after the @: bars of the strategy's timeframe or larger ones, such as \"{series}@{allowed[^1]}\"; or {StrategyTerms.Partner}.";
        if (!Enum.GetNames<Timeframe>().Contains(text))
        {
            errors.Add(path, $"There is no timeframe '{JsonFields.Short(text)}'.", hint);
            return null;
        }

        var timeframe = Enum.Parse<Timeframe>(text);
        if (allowed.Contains(timeframe))
        {
            return timeframe;
        }

        errors.Add(path, $"Bars of {timeframe} are smaller than the strategy's of {Own}.", hint);
        return null;
    }
}
