using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Api.Requests;

/// <summary>
/// Which request each Idempotency-Key of the last day came with, as far as this process knows: a key that comes with another request is a bug of
/// the client, who would take the first command's answer for that of the second. Only digests are kept, made with a key of this process's own.
/// </summary>
internal sealed class KeyUses(TimeProvider time)
{
    private const int KeptMax = 50_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, UInt128> uses = [];
    private readonly Queue<(UInt128 Use, DateTimeOffset At)> order = new();

    /// <summary>Notes what a key comes with.</summary>
    /// <param name="scope">Whose key it is, and for what address.</param>
    /// <param name="request">What comes with it.</param>
    /// <returns>The use, for <see cref="Forget"/>, and whether it is the first; null where the key came with another request before.</returns>
    public (UInt128 Use, bool First)? Note(string scope, ReadOnlySpan<byte> request)
    {
        var (use, content, now) = (Digest(Encoding.UTF8.GetBytes(scope)), Digest(request), time.GetUtcNow());
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && (order.Count >= KeptMax || now - oldest.At >= KeptFor))
            {
                uses.Remove(order.Dequeue().Use);
            }

            if (uses.TryGetValue(use, out var known))
            {
                return known == content ? (use, false) : null;
            }

            uses.Add(use, content);
            order.Enqueue((use, now));
            return (use, true);
        }
    }

    /// <summary>Nothing came of the request: the key is free again.</summary>
    public void Forget(UInt128 use)
    {
        lock (gate)
        {
            // Its place in the order stays; once that is reached there is nothing left to remove, or only a newer use a little early.
            uses.Remove(use);
        }
    }

    private UInt128 Digest(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, content, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
