using System.Security.Cryptography;
using System.Text;
using Countersign.Api.Tenants;

namespace Countersign.Tests.Api.Tenants;

/// <summary>Bytes that are the same in every run and never the same twice in one.</summary>
internal sealed class SteppedRandomness : IRandomness
{
    private int step;

    public byte[] Bytes(int count)
    {
        var seed = SHA256.HashData(Encoding.ASCII.GetBytes($"step {Interlocked.Increment(ref step)}"));
        return [.. Enumerable.Range(0, count).Select(i => (byte)(seed[i % seed.Length] + (i / seed.Length)))];
    }
}
