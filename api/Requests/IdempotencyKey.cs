using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Audit;

namespace Countersign.Api.Requests;

/// <summary>The header with which a client may name a command, so that a repeat is not carried out twice.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>32 hexadecimal digits that follow from the key, for ids that the desk makes: a repeat then means the same thing.</summary>
    public static string Digest(CommandId command) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command.Value)).AsSpan(0, 16));
}
