using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>Plain decimal numbers such as <c>1.38742</c>, read without allocating.</summary>
internal static class RecordedNumber
{
    private const int MantissaDigitsMax = 18;
    private const int ScaleMax = 18;

    public static bool TryParse(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0m;
        if (text.IsEmpty)
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
                return TryLong(text, out number);
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

    /// <summary>Digits only.</summary>
    public static bool TryDigits(ReadOnlySpan<char> text, out int value)
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

        return !text.IsEmpty;
    }

    // More digits than a long holds: rare, so the library may take its time.
    private static bool TryLong(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
