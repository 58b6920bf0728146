using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Markets;

/// <summary>Why a recording cannot be read at all. Closed set; bad lines in a good recording are counted instead.</summary>
public abstract record RecordedRefusal : Refusal
{
    private const int QuoteLengthMax = 80;

    private RecordedRefusal(string code, string message)
        : base(code, message)
    {
    }

    public sealed record Empty(string Expected) : RecordedRefusal(
        "recording.empty",
        $"line 1: the file is empty; expected {Expected}.");

    public sealed record WrongHeader(string Found, string Expected) : RecordedRefusal(
        "recording.wrong_format",
        $"line 1: expected {Expected}, found '{Shorten(Found)}'.");

    public sealed record Unknown(string Found) : RecordedRefusal(
        "recording.unknown_format",
        $"line 1: '{Shorten(Found)}' begins none of the formats {string.Join(", ", RecordedFormat.All.Select(format => format.Name))}, nor does it name columns such as time,open,high,low,close or time,bid,ask.");

    public sealed record NoColumn(Symbol? Wanted, ImmutableArray<Symbol> Known) : RecordedRefusal(
        "recording.no_column",
        $"line 1: the file has a column a symbol and {Wanted?.Value ?? "none was named; it"} {(Wanted is null ? "has" : "is none of")} "
        + $"{string.Join(", ", Known)}.");

    public sealed record DigitsMissing() : RecordedRefusal(
        "recording.digits_missing",
        "The prices are whole numbers: say with how many digits behind the point they are to be read (5 for most FX pairs, 3 for those in yen).");

    internal static string Shorten(string text)
    {
        var printable = string.Concat(text.Take(QuoteLengthMax).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > QuoteLengthMax ? printable + "…" : printable;
    }

    /// <summary>The headers of some formats, as one phrase.</summary>
    internal static string Headers(params IEnumerable<RecordedFormat> formats) =>
        string.Join(" or ", formats.Select(format => $"'{format.Header.Replace('\t', ' ')}' ({format.Name})"));
}
