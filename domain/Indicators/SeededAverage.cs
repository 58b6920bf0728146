namespace Countersign.Domain.Indicators;

/// <summary>An average that begins as the plain mean of its first n values and then moves a fixed share of the way to each new one.</summary>
/// <remarks>The share is 2 / (n + 1) for the exponential moving average and 1 / n for Wilder's smoothing.</remarks>
internal sealed class SeededAverage
{
    private readonly int length;
    private readonly double share;
    private int seeded;
    private double average;

    private SeededAverage(int length, double share)
    {
        this.length = length;
        this.share = share;
    }

    public bool IsReady => seeded == length;

    /// <summary>The average once ready; before, the sum of the values so far.</summary>
    public double Value => average;

    public static SeededAverage Exponential(int length) => new(length, 2.0 / (length + 1.0));

    public static SeededAverage Wilder(int length) => new(length, 1.0 / length);

    public void Push(double value)
    {
        if (seeded == length)
        {
            average += share * (value - average);
            return;
        }

        average += value;
        if (++seeded == length)
        {
            average /= length;
        }
    }

    public void Write(StateWriter writer)
    {
        writer.Add(seeded);
        writer.Add(average);
    }

    public void Read(StateReader reader)
    {
        seeded = reader.NextInt();
        average = reader.Next();
    }
}
