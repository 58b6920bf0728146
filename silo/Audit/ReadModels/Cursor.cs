using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>Where a page ended: its last row's key, as a text that says nothing to the client.</summary>
internal static class Cursor
{
    private const char Separator = '\n';

    public static string Write(params ReadOnlySpan<string?> key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, key)));

    public static string Write(DateTimeOffset at, params ReadOnlySpan<string?> key) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Number(at.UtcTicks) + Separator + string.Join(Separator, key)));

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key's parts; all empty for the first page.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    public static string[] Texts(string? cursor, int count)
    {
        if (cursor is null)
        {
            return [.. Enumerable.Repeat(string.Empty, count)];
        }

        var parts = Decode(cursor).Split(Separator);
        return parts.Length == count ? parts : throw NotOurs();
    }

    /// <summary>The time and the key's parts where a page of a list by time begins: those of its end where it begins with the newest.</summary>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="count">How many parts the key has beside the time.</param>
    /// <param name="newestFirst">The order of the list.</param>
    /// <exception cref="FormatException">The cursor is not one of this list's.</exception>
    public static (long At, string[] Key) Timed(string? cursor, int count, bool newestFirst)
    {
        if (cursor is null)
        {
            return (newestFirst ? long.MaxValue : long.MinValue, Texts(null, count));
        }

        var parts = Texts(cursor, count + 1);
        return (ToNumber(parts[0]), parts[1..]);
    }

    public static long ToNumber(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotOurs();
    }

    private static string Decode(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (FormatException)
        {
            throw NotOurs();
        }
    }

    private static FormatException NotOurs() => new("The cursor is not one that this list gave: leave it out to begin at the first page.");
}
