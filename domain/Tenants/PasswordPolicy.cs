using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>
/// Which passwords are taken: long ones that are on no list of leaked passwords, whatever they are made of (NIST SP 800-63B, 3.1.1.2). What
/// people do to a leaked word to make it look like a new one (capitals, digits for letters, a year at the end) is undone before looking.
/// </summary>
public static class PasswordPolicy
{
    public const int LengthMin = 12;
    public const int LengthMax = 256;

    private const int DistinctMin = 5;
    private const int OwnNameLengthMin = 4;

    private static readonly FrozenSet<string> Leaked = ReadLeaked();

    /// <summary>What is wrong with a password to be; empty where it is taken.</summary>
    /// <param name="password">Any text.</param>
    /// <param name="own">What its user is called: a password must not be made of it.</param>
    public static ImmutableArray<Refusal> Check(string password, params ReadOnlySpan<string> own)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (password.Length is < LengthMin or > LengthMax)
        {
            refusals.Add(PasswordRefusals.Length);
        }

        if (password.Distinct().Count() < DistinctMin || IsRun(password))
        {
            refusals.Add(PasswordRefusals.Monotonous);
        }

        if (IsLeaked(password))
        {
            refusals.Add(PasswordRefusals.Leaked);
        }

        foreach (var name in own)
        {
            if (name.Split('@')[0] is { Length: >= OwnNameLengthMin } part && Core(password).Contains(Core(part), StringComparison.Ordinal)
                && Core(password).Length < Core(part).Length + OwnNameLengthMin)
            {
                refusals.Add(PasswordRefusals.OwnName);
                break;
            }
        }

        return refusals.ToImmutable();
    }

    /// <summary>Whether a password, or the word that it is made of, is on the list of leaked ones.</summary>
    public static bool IsLeaked(string password)
    {
        var plain = password.ToLowerInvariant();
        var core = Core(plain);
        return Leaked.Contains(plain) || Leaked.Contains(core) || IsMadeOfLeaked(core);
    }

    // "passwordpassword", "adminwelcome" and "iloveyousummer" are words of the list one after the other.
    private static bool IsMadeOfLeaked(string text)
    {
        if (text.Length > LengthMin * 4)
        {
            return false;
        }

        var reached = new bool[text.Length + 1];
        reached[0] = true;
        for (var end = 1; end <= text.Length; end++)
        {
            for (var start = 0; start < end && !reached[end]; start++)
            {
                reached[end] = reached[start] && Leaked.Contains(text[start..end]);
            }
        }

        return text.Length > 0 && reached[^1];
    }

    // The letters that remain when digits and signs around them are dropped and those between them are read as the letters that they resemble.
    private static string Core(string password)
    {
        var text = password.ToLowerInvariant().Trim("0123456789 !?.,-_*#$%&@+=".ToCharArray());
        var core = new StringBuilder();
        foreach (var c in text)
        {
            var letter = c switch
            {
                '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', _ => c,
            };
            if (char.IsLetter(letter))
            {
                core.Append(letter);
            }
        }

        return core.ToString();
    }

    // "abcdefghijkl", "987654321098": each character is the neighbour of the one before.
    private static bool IsRun(string password)
    {
        var neighbours = 0;
        for (var i = 1; i < password.Length; i++)
        {
            neighbours += Math.Abs(password[i] - password[i - 1]) is 0 or 1 or 9 ? 1 : 0;
        }

        return password.Length > 1 && neighbours >= (password.Length - 1) * 0.8;
    }

    private static FrozenSet<string> ReadLeaked()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("leaked-passwords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l[0] != '#').SelectMany(l => l.Split(' ')).ToFrozenSet(StringComparer.Ordinal);
    }
}

public static class PasswordRefusals
{
    public static Refusal Length { get; } = new(
        "password.length",
        FormattableString.Invariant($"A password has {PasswordPolicy.LengthMin} to {PasswordPolicy.LengthMax} characters."));

    public static Refusal Monotonous { get; } = new("password.monotonous", "The password repeats a few characters, or runs along the alphabet.");

    public static Refusal Leaked { get; } = new("password.leaked", "The password is on lists of leaked passwords, or made of words that are.");

    public static Refusal OwnName { get; } = new("password.own_name", "The password is made of the login or the name.");
}
