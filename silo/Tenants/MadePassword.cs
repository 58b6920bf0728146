using System.Security.Cryptography;

namespace Countersign.Silo.Tenants;

/// <summary>A password that a set-up makes and tells once: 92 bits.</summary>
internal static class MadePassword
{
    // No letters or digits that look alike.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 16;

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);
}
