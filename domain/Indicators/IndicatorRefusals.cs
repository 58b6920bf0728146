using System.Globalization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Indicators;

/// <summary>Why a text names no series. Closed set.</summary>
public abstract record IndicatorRefusal : Refusal
{
    private IndicatorRefusal(string code, string message)
        : base(code, message)
    {
    }

    public sealed record Malformed(string Text) : IndicatorRefusal(
        "indicator.malformed",
        $"'{Text}' is not a series: write close, rsi(14) or macd(12,26,9).signal.");

    public sealed record UnknownName(string Name, string Known) : IndicatorRefusal(
        "indicator.unknown_name",
        $"There is no series called '{Name}': the known ones are {Known}.");

    public sealed record ParameterCount(string Name, int Given, string Signature) : IndicatorRefusal(
        "indicator.parameter_count",
        string.Create(CultureInfo.InvariantCulture, $"{Name} does not take {Given} parameters: its form is {Signature}."));

    public sealed record ParameterRange(string Name, string Parameter, string Given, string Allowed) : IndicatorRefusal(
        "indicator.parameter_range",
        $"The {Parameter} of {Name} is {Given}: it must be {Allowed}.");

    public sealed record ParametersConflict(string Name, string Rule) : IndicatorRefusal(
        "indicator.parameters_conflict",
        $"{Name}: {Rule}.");

    public sealed record UnknownOutput(string Name, string Output, string Known) : IndicatorRefusal(
        "indicator.unknown_output",
        $"{Name} has no output '{Output}': it has {Known}.");
}
