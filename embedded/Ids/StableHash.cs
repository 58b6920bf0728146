namespace Orleans.Runtime;

/// <summary>FNV-1a with a final mix: the same in every process, which seeded simulations and placement rely on.</summary>
internal static class StableHash
{
    public static int Compute(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619u;
        }

        hash ^= hash >> 16;
        hash *= 0x7feb352du;
        hash ^= hash >> 15;
        return unchecked((int)hash);
    }
}
