using System.Collections.Immutable;
using Countersign.Domain.Indicators;

namespace Countersign.Domain.Backtests.Research;

/// <summary>An operand such as <c>macd(12,26,9).signal</c> cut at its arguments; what follows the brackets stays as it is.</summary>
/// <param name="Names">Of the arguments, as the catalogue has them.</param>
internal sealed record IndicatorText(string Name, ImmutableArray<string> Arguments, ImmutableArray<string> Names, string Tail)
{
    /// <summary>Null where the text is no indicator with arguments.</summary>
    public static IndicatorText? Read(string text)
    {
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.IndexOf(')', StringComparison.Ordinal));
        if (open < 1 || close < open + 2 || !IndicatorCatalogue.TryParse(text[..(close + 1)], out var series, out _)
            || series is not SeriesReference.OfIndicator indicator)
        {
            return null;
        }

        var names = IndicatorCatalogue.Define(indicator.Spec).Parameters.Select(parameter => parameter.Name);
        return new IndicatorText(
            text[..open], [.. text[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries)], [.. names], text[(close + 1)..]);
    }

    /// <summary>Position of an argument by number (<c>1</c>), name (<c>slow</c>) or both names (<c>macd.slow</c>); null where there is none.</summary>
    public int? Find(string argument)
    {
        if (int.TryParse(argument, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index))
        {
            return index < Arguments.Length ? index : null;
        }

        var name = argument.StartsWith(Name + ".", StringComparison.Ordinal) ? argument[(Name.Length + 1)..] : argument;
        var found = Names.IndexOf(name);
        return found >= 0 && found < Arguments.Length ? found : null;
    }
}
