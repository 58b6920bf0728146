namespace Countersign.Domain.Audit;

/// <summary>
/// The one form that ids share: a prefix that no number or Guid parser accepts, then 1 to 96 lower-case letters, digits and hyphens.
/// Stores that read keys as numbers ("42" and "042") therefore cannot make two ids collide.
/// </summary>
internal static class IdText
{
    private const int LengthMax = 98;

    public static string Require(string prefix, string text)
    {
        if (text is null || text.Length <= prefix.Length || text.Length > LengthMax || !text.StartsWith(prefix, StringComparison.Ordinal)
            || !IsBody(text.AsSpan(prefix.Length)))
        {
            throw new FormatException(
                $"'{text}' is not an id of this kind: it begins with '{prefix}' and goes on with lower-case letters, digits and hyphens, "
                + $"{LengthMax} characters at most.");
        }

        return text;
    }

    private static bool IsBody(ReadOnlySpan<char> body)
    {
        foreach (var c in body)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
