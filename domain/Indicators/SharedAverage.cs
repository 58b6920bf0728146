namespace Countersign.Domain.Indicators;

/// <summary>An average that begins as the mean of its first n values and then moves a share of its own towards each new one.</summary>
internal sealed class SharedAverage(int seeds, double share)
{
    private int seeded;
    private double average;

    public double Value => average;

    /// <summary>Takes the value; true once there is an average.</summary>
    public bool Take(double value)
    {
        if (seeded == seeds)
        {
            average += share * (value - average);
            return true;
        }

        average += value;
        if (++seeded < seeds)
        {
            return false;
        }

        average /= seeds;
        return true;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref seeded);
        state.Of(ref average);
    }
}
