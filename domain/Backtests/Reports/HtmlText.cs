using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>
/// HTML being written. The literal parts of what is added are markup, and every hole is text, which is encoded: a value cannot become markup by
/// being forgotten. Numbers are written in the invariant culture.
/// </summary>
internal sealed class HtmlText
{
    // Letters of any language as they are; what HTML or an attribute could take for its own, and control characters, never.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new();

    public HtmlText Add([InterpolatedStringHandlerArgument("")] ref Markup markup)
    {
        _ = markup;
        return this;
    }

    /// <summary>Markup that holds nothing from outside.</summary>
    public HtmlText AddMarkup(string markup)
    {
        text.Append(markup);
        return this;
    }

    public override string ToString() => text.ToString();

    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly HtmlText page;

        public Markup(int literalLength, int formattedCount, HtmlText page)
        {
            _ = literalLength + formattedCount;
            this.page = page;
        }

        public void AppendLiteral(string markup) => page.text.Append(markup);

        public void AppendFormatted(string? value) => page.text.Append(Encoder.Encode(value ?? string.Empty));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));
    }
}
