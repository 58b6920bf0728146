namespace Countersign.Domain.Indicators;

/// <summary>What all indicators share: counting bars, holding outputs, capturing and restoring.</summary>
public abstract class Indicator : IIndicator
{
    private readonly double[] outputs;

    protected Indicator(IndicatorSpec spec, int outputCount, int warmUpBars)
    {
        Spec = spec;
        WarmUpBars = warmUpBars;
        outputs = new double[outputCount];
        Array.Fill(outputs, double.NaN);
    }

    public IndicatorSpec Spec { get; }

    public int WarmUpBars { get; }

    public long Bars { get; private set; }

    public int OutputCount => outputs.Length;

    public double this[int output]
    {
        get => outputs[output];
        protected set => outputs[output] = value;
    }

    public void Update(in BarInput bar)
    {
        Bars++;
        Advance(in bar);
        Publish();
    }

    public IndicatorState Capture()
    {
        var writer = new StateWriter();
        Write(writer);
        return new IndicatorState(Spec.Text, Bars, writer.ToImmutable());
    }

    public void Restore(IndicatorState state)
    {
        if (state.Spec != Spec.Text)
        {
            throw new ArgumentException($"The state of {state.Spec} cannot continue {Spec.Text}.", nameof(state));
        }

        var reader = new StateReader(state.Values);
        Read(reader);
        if (!reader.AtEnd)
        {
            throw new ArgumentException($"The state of {state.Spec} is longer than the indicator's.", nameof(state));
        }

        Bars = state.Bars;
        Array.Fill(outputs, double.NaN);
        Publish();
    }

    /// <summary>Writes bars and state into the state of an indicator that computes with this one.</summary>
    internal void WriteAll(StateWriter writer)
    {
        writer.Add(Bars);
        Write(writer);
    }

    /// <summary>Reads what <see cref="WriteAll"/> wrote.</summary>
    internal void ReadAll(StateReader reader)
    {
        Bars = (long)reader.Next();
        Read(reader);
        Array.Fill(outputs, double.NaN);
        Publish();
    }

    /// <summary>Takes the bar into the kernel's state.</summary>
    protected abstract void Advance(in BarInput bar);

    /// <summary>Computes the outputs from the state alone, so that a restored state publishes the same values.</summary>
    protected abstract void Publish();

    protected abstract void Write(StateWriter writer);

    protected abstract void Read(StateReader reader);

    /// <exception cref="ArgumentOutOfRangeException">Outside [minimum, 10,000].</exception>
    protected static int CheckPeriod(int period, int minimum = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, minimum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, IndicatorCatalogue.MaximumPeriod);
        return period;
    }
}
