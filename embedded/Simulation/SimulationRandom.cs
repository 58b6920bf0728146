namespace Countersign.Embedded.Simulation;

/// <summary>The simulation's generator in the shape that user code takes its randomness in.</summary>
internal sealed class SimulationRandom(ulong seed) : Random
{
    private readonly SplitMix _bits = new(seed);

    public override int Next() => _bits.Next(int.MaxValue);

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return maxValue == 0 ? 0 : _bits.Next(maxValue);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return minValue == maxValue ? minValue : (int)(minValue + (long)Math.BigMul(_bits.NextBits(), (ulong)((long)maxValue - minValue), out _));
    }

    public override long NextInt64() => (long)(_bits.NextBits() >> 1);

    public override double NextDouble() => Sample();

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref var b in buffer)
        {
            b = (byte)_bits.NextBits();
        }
    }

    protected override double Sample() => (_bits.NextBits() >> 11) * (1.0 / (1UL << 53));
}
