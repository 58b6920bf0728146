namespace Countersign.Domain.Indicators;

/// <summary>
/// An indicator that sets its outputs while it takes a bar. They are kept with the state, so a kernel says once what it consists of
/// (<see cref="Exchange"/>) and nothing about how to publish it.
/// </summary>
public abstract class SteppedIndicator : Indicator
{
    private double[]? restored;

    protected SteppedIndicator(IndicatorSpec spec, int outputCount, int warmUpBars)
        : base(spec, outputCount, warmUpBars)
    {
    }

    protected sealed override void Publish()
    {
        if (restored is null)
        {
            return;
        }

        for (var output = 0; output < restored.Length; output++)
        {
            this[output] = restored[output];
        }

        restored = null;
    }

    protected sealed override void Write(StateWriter writer)
    {
        var state = new StateExchange(writer);
        for (var output = 0; output < OutputCount; output++)
        {
            var value = this[output];
            state.OfOptional(ref value);
        }

        Exchange(state);
    }

    protected sealed override void Read(StateReader reader)
    {
        var state = new StateExchange(reader);
        restored = new double[OutputCount];
        for (var output = 0; output < OutputCount; output++)
        {
            state.OfOptional(ref restored[output]);
        }

        Exchange(state);
    }

    /// <summary>Names every part of the state but the outputs, in an order that is a stored contract.</summary>
    protected abstract void Exchange(StateExchange state);
}
