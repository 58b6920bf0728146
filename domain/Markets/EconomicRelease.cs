using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Domain.Markets;

/// <summary>How much a release is expected to move prices.</summary>
public enum Impact
{
    Low,
    Medium,
    High,
}

/// <summary>An entry of the economic calendar.</summary>
/// <param name="Source">Who published it: 1 to 32 lower-case letters, digits and hyphens.</param>
/// <param name="Id">Tells it from the source's others, also when its time or its figures change; 1 to 64 characters.</param>
/// <param name="Time">When it is released, UTC; midnight where it has a day only.</param>
/// <param name="Currency">Whose economy it is about.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Actual">The figure as published; null before its release. At most 32 characters, as what follows.</param>
/// <param name="Forecast">What was expected.</param>
/// <param name="Previous">The figure before.</param>
/// <param name="AllDay">It has no time of day, such as a bank holiday; it makes no blackout.</param>
public sealed record EconomicRelease(
    string Source,
    string Id,
    DateTimeOffset Time,
    Currency Currency,
    string Title,
    Impact Impact,
    string? Actual = null,
    string? Forecast = null,
    string? Previous = null,
    bool AllDay = false);

/// <summary>What a calendar file holds.</summary>
/// <param name="Releases">By time; those of one id once, the last of the file.</param>
/// <param name="Defects">Records that cannot be used.</param>
public sealed record CalendarFile(ImmutableArray<EconomicRelease> Releases, ImmutableArray<RowDefect> Defects);

/// <summary>
/// Reads an economic calendar: CSV or JSON with the fields <c>time</c> (or <c>date</c> and <c>time</c>), <c>currency</c> (or <c>country</c>),
/// <c>title</c> (or <c>event</c>, <c>name</c>), <c>impact</c> (or <c>importance</c>), and, where known, <c>id</c>, <c>actual</c>,
/// <c>forecast</c> (or <c>consensus</c>, <c>estimate</c>) and <c>previous</c>.
/// </summary>
public static class CalendarReader
{
    private const int TitleMax = 200;
    private const int FigureMax = 32;
    private const int IdMax = 64;

    /// <summary>Reads a calendar. What has no offset is taken for the zone's time.</summary>
    public static CalendarFile Read(string text, string source, TimeZoneInfo zone)
    {
        RowTexts.CheckSource(source);
        var defects = ImmutableArray.CreateBuilder<RowDefect>();
        var releases = new Dictionary<string, EconomicRelease>(StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in NamedRows.Read(text, defects))
        {
            try
            {
                var release = Release(row, source, zone);
                releases[release.Id.Length > 0 ? release.Id : NextId(release, seen)] = release;
            }
            catch (FormatException e)
            {
                defects.Add(new RowDefect(row.Line, e.Message));
            }
        }

        return new CalendarFile(
            [.. releases.Select(r => r.Value with { Id = r.Key }).OrderBy(r => r.Time).ThenBy(r => r.Id, StringComparer.Ordinal)],
            defects.ToImmutable());
    }

    private static EconomicRelease Release(NamedRow row, string source, TimeZoneInfo zone)
    {
        var (time, allDay) = RowTexts.Time(row, zone);
        return new EconomicRelease(
            source,
            RowTexts.Short("id", row["id"], IdMax) ?? string.Empty,
            time,
            CurrencyOf(row["currency", "country", "ccy"]),
            RowTexts.Short("title", row["title", "event", "name"], TitleMax) ?? throw new FormatException("It has no title."),
            ImpactOf(row["impact", "importance"]),
            RowTexts.Short("actual", row["actual"], FigureMax),
            RowTexts.Short("forecast", row["forecast", "consensus", "estimate"], FigureMax),
            RowTexts.Short("previous", row["previous", "prior"], FigureMax),
            allDay);
    }

    /// <summary>
    /// An id for a release whose source gives none: by its day, currency and title, so that it keeps it when its time of day is moved. The second
    /// of the same kind on one day is told apart by its place.
    /// </summary>
    private static string NextId(EconomicRelease release, Dictionary<string, int> seen)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{release.Time.UtcDateTime:yyyy-MM-dd}|{release.Currency}|{release.Title}");
        seen[key] = seen.GetValueOrDefault(key) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{key}|{seen[key]}"))).AsSpan(0, 12));
    }

    private static Currency CurrencyOf(string? text) => text?.ToUpperInvariant() switch
    {
        null => throw new FormatException("It has no currency."),
        "US" => Currency.Parse("USD"),
        "EU" or "EA" or "EMU" => Currency.Parse("EUR"),
        "GB" or "UK" => Currency.Parse("GBP"),
        "JP" => Currency.Parse("JPY"),
        "CH" => Currency.Parse("CHF"),
        "AU" => Currency.Parse("AUD"),
        "CA" => Currency.Parse("CAD"),
        "NZ" => Currency.Parse("NZD"),
        "CN" => Currency.Parse("CNY"),
        var code => Currency.Parse(code),
    };

    private static Impact ImpactOf(string? text) => text?.ToLowerInvariant() switch
    {
        "high" or "3" or "red" => Impact.High,
        "medium" or "moderate" or "2" or "orange" => Impact.Medium,
        "low" or "1" or "0" or "yellow" or "holiday" or "none" or "non-economic" or null => Impact.Low,
        _ => throw new FormatException($"'{RecordedRefusal.Shorten(text)}' is no impact: low, medium, high or 1 to 3 are."),
    };
}
