using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>Takes comma-separated fields off a line, from left to right, without allocating.</summary>
internal ref struct RecordedFields(ReadOnlySpan<char> line)
{
    private const int YearMin = 1970;
    private const int YearMax = 2199;
    private const int MantissaDigitsMax = 18;
    private const int ScaleMax = 18;

    private ReadOnlySpan<char> rest = line;
    private bool ended;

    /// <summary>True where the last field has been taken.</summary>
    public readonly bool AtEnd => ended;

    /// <summary>A time such as <c>2014-05-06T00:05:10.112Z</c>, <c>2014-05-06 00:05:10</c> or <c>2014-05-06</c>; read as UTC.</summary>
    public bool TryTime(out DateTimeOffset time)
    {
        time = default;
        if (!TryField(out var text) || text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out var year) || year is < YearMin or > YearMax
            || !TryDigits(text[5..7], out var month) || month is < 1 or > 12
            || !TryDigits(text[8..10], out var day) || day < 1 || day > DateTime.DaysInMonth(year, month)
            || !TryTimeOfDay(text[10..], out var ticks))
        {
            return false;
        }

        time = new DateTimeOffset(new DateTime(year, month, day).Ticks + ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>A plain decimal number such as <c>1.38742</c>.</summary>
    public bool TryNumber(out decimal number)
    {
        number = 0m;
        if (!TryField(out var text) || text.IsEmpty)
        {
            return false;
        }

        long mantissa = 0;
        var digits = 0;
        var scale = -1;
        var start = text[0] == '-' ? 1 : 0;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && scale < 0)
            {
                scale = 0;
                continue;
            }

            if (!char.IsAsciiDigit(c) || ++digits > MantissaDigitsMax || scale >= ScaleMax)
            {
                return TryLongNumber(text, out number);
            }

            mantissa = (mantissa * 10) + (c - '0');
            scale += scale < 0 ? 0 : 1;
        }

        if (digits == 0)
        {
            return false;
        }

        number = new decimal((int)mantissa, (int)(mantissa >> 32), 0, start == 1, (byte)Math.Max(scale, 0));
        return true;
    }

    private bool TryField(out ReadOnlySpan<char> field)
    {
        field = default;
        if (ended)
        {
            return false;
        }

        var comma = rest.IndexOf(',');
        ended = comma < 0;
        field = ended ? rest : rest[..comma];
        rest = ended ? default : rest[(comma + 1)..];
        return true;
    }

    // More digits than a long holds: rare, so the library may take its time.
    private static bool TryLongNumber(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static bool TryTimeOfDay(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[^1] == 'Z')
        {
            text = text[..^1];
        }

        if (text.Length < 6 || text[0] is not ('T' or ' ') || text[3] != ':'
            || !TryDigits(text[1..3], out var hour) || hour > 23
            || !TryDigits(text[4..6], out var minute) || minute > 59)
        {
            return false;
        }

        var second = 0;
        if (text.Length > 6 && (text.Length < 9 || text[6] != ':' || !TryDigits(text[7..9], out second) || second > 59))
        {
            return false;
        }

        ticks = (((hour * 60L) + minute) * 60L + second) * TimeSpan.TicksPerSecond;
        return text.Length <= 9 || TryFraction(text[9..], ref ticks);
    }

    private static bool TryFraction(ReadOnlySpan<char> text, ref long ticks)
    {
        if (text[0] != '.' || text.Length is < 2 or > 8 || !TryDigits(text[1..], out var fraction))
        {
            return false;
        }

        for (var digits = text.Length - 1; digits < 7; digits++)
        {
            fraction *= 10;
        }

        ticks += fraction;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
