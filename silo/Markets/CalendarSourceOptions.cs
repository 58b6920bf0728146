using Microsoft.Extensions.Options;

namespace Countersign.Silo.Markets;

/// <summary>Where economic calendars are fetched from; section <c>Calendar</c>.</summary>
internal sealed class CalendarOptions
{
    public const string Section = "Calendar";

    /// <summary>None by default; at most 10.</summary>
    public List<CalendarSourceOptions> Sources { get; } = [];
}

/// <summary>One calendar on the web: CSV or JSON as <c>./run calendar import</c> reads it.</summary>
internal sealed class CalendarSourceOptions
{
    /// <summary>1 to 32 lower-case letters, digits and hyphens; its releases carry it.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>An http or https address.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>1 to 1440, default 30.</summary>
    public int PollMinutes { get; set; } = 30;

    /// <summary>An IANA time zone for times without an offset, default UTC.</summary>
    public string Zone { get; set; } = "UTC";

    /// <summary>Whether a release that the source no longer has was called off. Default true.</summary>
    public bool Replaces { get; set; } = true;
}

internal sealed class CalendarOptionsValidator : IValidateOptions<CalendarOptions>
{
    private const int SourcesMax = 10;

    public ValidateOptionsResult Validate(string? name, CalendarOptions options)
    {
        var failures = options.Sources.SelectMany(Check).ToList();
        if (options.Sources.Count > SourcesMax)
        {
            failures.Add($"Calendar:Sources has {options.Sources.Count} entries; at most {SourcesMax} are right.");
        }

        if (options.Sources.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count() < options.Sources.Count)
        {
            failures.Add("Calendar:Sources has two of one Name: what one of them no longer has would be removed for the other.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(CalendarSourceOptions source, int index)
    {
        var key = $"{CalendarOptions.Section}:Sources:{index}";
        if (source.Name.Length is 0 or > 32 || source.Name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
        {
            yield return $"{key}:Name is '{source.Name}': 1 to 32 lower-case letters, digits and hyphens are right.";
        }

        if (!Uri.TryCreate(source.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{key}:Url is '{source.Url}': an http or https address is right.";
        }

        if (source.PollMinutes is < 1 or > 1440)
        {
            yield return $"{key}:PollMinutes is {source.PollMinutes}: 1 to 1440 are right.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(source.Zone, out _))
        {
            yield return $"{key}:Zone is '{source.Zone}': an IANA time zone is right, such as America/New_York.";
        }
    }
}
