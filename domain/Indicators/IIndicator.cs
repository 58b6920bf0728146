namespace Countersign.Domain.Indicators;

/// <summary>An incremental indicator: one call a closed bar, no allocation on update, the same kernel for history and for live bars.</summary>
public interface IIndicator
{
    /// <summary>Name and parameters in canonical form, for example <c>macd(12,26,9)</c>.</summary>
    IndicatorSpec Spec { get; }

    /// <summary>Bars after which every output has a value. An output may have its first value earlier.</summary>
    int WarmUpBars { get; }

    /// <summary>Bars seen so far.</summary>
    long Bars { get; }

    /// <summary>Number of outputs, in the order of the catalogue's definition; output 0 is the default one.</summary>
    int OutputCount { get; }

    /// <summary>The current value of an output; NaN before it is warm. Use <see cref="IndicatorExtensions.Value"/> at the edge.</summary>
    double this[int output] { get; }

    /// <summary>Takes the next closed bar.</summary>
    void Update(in BarInput bar);

    /// <summary>A copy of the whole state: restoring it continues bit for bit.</summary>
    IndicatorState Capture();

    /// <summary>Continues from a captured state.</summary>
    /// <exception cref="ArgumentException">The state belongs to another specification or has the wrong length.</exception>
    void Restore(IndicatorState state);
}

public static class IndicatorExtensions
{
    extension(IIndicator indicator)
    {
        /// <summary>True once every output has a value.</summary>
        public bool IsWarm => indicator.Bars >= indicator.WarmUpBars;

        /// <summary>The value of an output, or null before it is warm.</summary>
        public double? Value(int output = 0)
        {
            var value = indicator[output];
            return double.IsNaN(value) ? null : value;
        }

        /// <summary>Runs the indicator over a history with the kernel that live bars use.</summary>
        /// <param name="bars">Oldest first.</param>
        /// <param name="results">Row by row: <c>bars.Length * OutputCount</c> values, NaN before warm-up.</param>
        /// <exception cref="ArgumentException"><paramref name="results"/> has another length.</exception>
        public void Run(ReadOnlySpan<BarInput> bars, Span<double> results)
        {
            var outputs = indicator.OutputCount;
            if (results.Length != bars.Length * outputs)
            {
                throw new ArgumentException($"Expected room for {bars.Length} bars x {outputs} outputs, got {results.Length}.", nameof(results));
            }

            for (var i = 0; i < bars.Length; i++)
            {
                indicator.Update(in bars[i]);
                for (var output = 0; output < outputs; output++)
                {
                    results[(i * outputs) + output] = indicator[output];
                }
            }
        }
    }
}
