namespace Countersign.Domain.Indicators;

/// <summary>How many pushes ago the largest of the last n values came, amortised O(1) a value: a monotonic queue.</summary>
/// <param name="length">The window.</param>
/// <param name="takesLatest">Of equal values: true the latest, false the oldest.</param>
internal sealed class RollingArgMaximum(int length, bool takesLatest)
{
    private readonly double[] values = new double[length];
    private readonly double[] ages = new double[length];
    private int head;
    private int held;
    private double pushed;

    public bool IsFull => pushed >= values.Length;

    /// <summary>0 is the latest value. Meaningful after the first value.</summary>
    public double BarsAgo => pushed - ages[head];

    public void Push(double value)
    {
        pushed++;
        while (held > 0 && IsBeaten(values[At(held - 1)], value))
        {
            held--;
        }

        if (held > 0 && ages[head] <= pushed - values.Length)
        {
            head = head + 1 == values.Length ? 0 : head + 1;
            held--;
        }

        held++;
        values[At(held - 1)] = value;
        ages[At(held - 1)] = pushed;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(values);
        state.Of(ages);
        state.Of(ref head);
        state.Of(ref held);
        state.Of(ref pushed);
    }

    private bool IsBeaten(double before, double now) => takesLatest ? before <= now : before < now;

    private int At(int place)
    {
        var at = head + place;
        return at < values.Length ? at : at - values.Length;
    }
}
