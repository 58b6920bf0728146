using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>The form of a login name: 1 to 100 of letters, digits and <c>. _ - + @</c>, kept in lower case.</summary>
public static class Logins
{
    private const int LengthMax = 100;

    public static string Normalise(string login) => login.Trim().ToLowerInvariant();

    /// <summary>Null where the normalised login is well formed.</summary>
    public static Refusal? Check(string normalised) =>
        normalised.Length is 0 or > LengthMax
        || normalised.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && !"._-+@".Contains(c))
            ? new Refusal("tenant.login", $"A login has 1 to {LengthMax} letters, digits and . _ - + @, such as alice@example.com.")
            : null;
}
