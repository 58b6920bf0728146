using System.Globalization;

namespace Countersign.Api.Requests;

/// <summary>Times as RFC 3339 has them: date, time and offset are all there.</summary>
internal static class Rfc3339
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a time to UTC; without an offset it is not one.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        var offset = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return offset
            && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }
}
