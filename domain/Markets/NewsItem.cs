using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Domain.Markets;

/// <summary>A piece of news.</summary>
/// <param name="Source">Who published it: 1 to 32 lower-case letters, digits and hyphens.</param>
/// <param name="Id">Tells it from the source's others; 1 to 64 characters.</param>
/// <param name="Time">When it was published, UTC.</param>
/// <param name="Headline">1 to 300 characters.</param>
/// <param name="Body">At most 4,000 characters; null where there is none.</param>
/// <param name="Url">Where it can be read, http or https; null where unknown.</param>
/// <param name="Symbols">What it is about, at most 20; none for the market as a whole.</param>
/// <param name="Sentiment">From -1, bad for the symbols' price, to 1, good; null where nobody judged.</param>
public sealed record NewsItem(
    string Source,
    string Id,
    DateTimeOffset Time,
    string Headline,
    string? Body,
    string? Url,
    ImmutableArray<Symbol> Symbols,
    double? Sentiment)
{
    public const int SymbolsMax = 20;
    public const int HeadlineMax = 300;
    public const int BodyMax = 4_000;
    public const int UrlMax = 500;
    public const int IdMax = 64;

    /// <summary>An id for an item whose source gives none: by its time and headline.</summary>
    public static string IdOf(DateTimeOffset time, string headline) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:O}|{headline}"))).AsSpan(0, 12));
}

/// <summary>What a news file holds.</summary>
public sealed record NewsFile(ImmutableArray<NewsItem> Items, ImmutableArray<RowDefect> Defects);

/// <summary>
/// Reads news: CSV or JSON with the fields <c>time</c> (or <c>date</c> and <c>time</c>) and <c>headline</c> (or <c>title</c>), and, where known,
/// <c>id</c>, <c>body</c> (or <c>summary</c>), <c>url</c>, <c>symbols</c> (divided by blanks, semicolons or commas) and <c>sentiment</c>.
/// </summary>
public static class NewsReader
{
    private static readonly char[] Between = [' ', ';', ',', '|'];

    public static NewsFile Read(string text, string source, TimeZoneInfo zone)
    {
        RowTexts.CheckSource(source);
        var defects = ImmutableArray.CreateBuilder<RowDefect>();
        var items = new Dictionary<string, NewsItem>(StringComparer.Ordinal);
        foreach (var row in NamedRows.Read(text, defects))
        {
            try
            {
                var item = Item(row, source, zone);
                items[item.Id] = item;
            }
            catch (FormatException e)
            {
                defects.Add(new RowDefect(row.Line, e.Message));
            }
        }

        return new NewsFile([.. items.Values.OrderBy(i => i.Time).ThenBy(i => i.Id, StringComparer.Ordinal)], defects.ToImmutable());
    }

    private static NewsItem Item(NamedRow row, string source, TimeZoneInfo zone)
    {
        var time = RowTexts.Time(row, zone).Time;
        var headline = RowTexts.Short("headline", row["headline", "title"], NewsItem.HeadlineMax) ?? throw new FormatException("It has no headline.");
        return new NewsItem(
            source, RowTexts.Short("id", row["id"], NewsItem.IdMax) ?? NewsItem.IdOf(time, headline), time, headline,
            RowTexts.Short("body", row["body", "summary", "text"], NewsItem.BodyMax), UrlOf(row["url", "link"]),
            SymbolsOf(row["symbols", "symbol", "tickers"]), SentimentOf(row["sentiment"]));
    }

    private static string? UrlOf(string? text) => text is null || IsWebAddress(text)
        ? text
        : throw new FormatException($"'{RecordedRefusal.Shorten(text)}' is no address of the web.");

    /// <summary>An absolute http or https address of at most <see cref="NewsItem.UrlMax"/> characters: it becomes a link.</summary>
    public static bool IsWebAddress(string text) =>
        text.Length <= NewsItem.UrlMax && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static ImmutableArray<Symbol> SymbolsOf(string? text)
    {
        var symbols = (text ?? string.Empty).Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => Symbol.Parse(s.ToUpperInvariant())).Distinct().ToImmutableArray();
        return symbols.Length <= NewsItem.SymbolsMax
            ? symbols
            : throw new FormatException(FormattableString.Invariant($"It names {symbols.Length} symbols: at most {NewsItem.SymbolsMax} are right."));
    }

    private static double? SentimentOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= -1 and <= 1
            ? value
            : throw new FormatException($"'{RecordedRefusal.Shorten(text)}' is no sentiment: a number from -1 to 1 is.");
    }
}
