using Countersign.Api.Requests;

namespace Countersign.Api.Markets;

/// <summary>Reads what requests about market data have in common.</summary>
internal static class MarketInput
{
    private const int SourceLengthMax = 32;

    /// <summary>Who published something.</summary>
    /// <param name="absent">What holds where nothing is said; null where something must be.</param>
    public static string Source(Input input, string? source, string? absent)
    {
        var text = source ?? absent;
        if (text is null || text.Length is 0 or > SourceLengthMax
            || text.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
        {
            input.Error("source", "1 to 32 lower-case letters, digits and hyphens are right.");
        }

        return text ?? string.Empty;
    }

    public static TimeZoneInfo Zone(Input input, string? zone)
    {
        // An identifier becomes a file name on some systems: letters only, and no way up.
        if (zone is null)
        {
            return TimeZoneInfo.Utc;
        }

        if (zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            return found;
        }

        input.Error("zone", "There is no such time zone: an IANA one is right, such as Europe/London.");
        return TimeZoneInfo.Utc;
    }
}
