namespace Countersign.Domain.Indicators;

/// <summary>
/// Hurst exponent of the last n log returns by rescaled ranges (Hurst 1951), and corrected for small samples by Anis and Lloyd's expectation (1976):
/// 0.5 is a random walk, above it trends, below it turns back. The returns are cut into 1, 2, 4 … 32 pieces of at least 8; the exponent is the slope
/// of log(mean rescaled range) over log(size). First values with bar n + 1. Same as Skender's to 1e-9 (n up to 340; beyond, that library approximates the
/// expectation).
/// </summary>
/// <remarks>Ranges within pieces that move with every bar cost log(n) passes over n returns. Returns that never differ give 0.5.</remarks>
public sealed class Hurst : SteppedIndicator
{
    private const int PiecesMaximum = 32;
    private const int SizeMinimum = 8;
    private const double RandomWalk = 0.5;

    private readonly Window returns;
    private readonly int[] sizes;
    private readonly double[] logSizes;
    private readonly double[] corrections;
    private readonly double[] logRanges;
    private readonly double[] logCorrected;
    private double previousClose;

    public Hurst(int period)
        : base(IndicatorSpec.Of("hurst", period), 2, CheckPeriod(period, 2 * SizeMinimum) + 1)
    {
        returns = new Window(period);
        var pieces = new List<int>();
        for (var count = 1; count <= PiecesMaximum && period / count >= SizeMinimum; count *= 2)
        {
            pieces.Add(period / count);
        }

        sizes = [.. pieces];
        logSizes = [.. sizes.Select(size => Math.Log10(size))];
        corrections = [.. sizes.Select(size => Math.Sqrt(Math.PI * size / 2.0) - ExpectedRange(size))];
        logRanges = new double[sizes.Length];
        logCorrected = new double[sizes.Length];
    }

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            returns.Push(LogRatio.Of(bar.Close, previousClose));
            if (returns.IsFull)
            {
                Measure();
            }
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        returns.Exchange(state);
        state.Of(ref previousClose);
    }

    private void Measure()
    {
        for (var set = 0; set < sizes.Length; set++)
        {
            var range = MeanRange(sizes[set]);
            if (range <= 0.0)
            {
                this[0] = RandomWalk;
                this[1] = RandomWalk;
                return;
            }

            logRanges[set] = Math.Log10(range);
            logCorrected[set] = Math.Log10(range + corrections[set]);
        }

        this[0] = Slope(logRanges);
        this[1] = Slope(logCorrected);
    }

    // Pieces end with the latest return; what does not fill a piece is left out at the old end. A piece that does not vary has no range.
    private double MeanRange(int size)
    {
        var pieces = returns.Count / size;
        var sum = 0.0;
        for (var piece = 0; piece < pieces; piece++)
        {
            sum += RescaledRange(((piece + 1) * size) - 1, size);
        }

        return sum / pieces;
    }

    private double RescaledRange(int oldestBack, int size)
    {
        var mean = 0.0;
        for (var i = 0; i < size; i++)
        {
            mean += returns[oldestBack - i];
        }

        mean /= size;
        double path = 0.0, squares = 0.0, highest = double.MinValue, lowest = double.MaxValue;
        for (var i = 0; i < size; i++)
        {
            var distance = returns[oldestBack - i] - mean;
            path += distance;
            squares += distance * distance;
            highest = Math.Max(highest, path);
            lowest = Math.Min(lowest, path);
        }

        return Ratio.OrZero(highest - lowest, Math.Sqrt(squares / size));
    }

    private double Slope(double[] values)
    {
        var meanX = Mean(logSizes);
        var meanY = Mean(values);
        double products = 0.0, squares = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var x = logSizes[i] - meanX;
            products += x * (values[i] - meanY);
            squares += x * x;
        }

        return products / squares;
    }

    private static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    // Γ((n - 1) / 2) / (√π Γ(n / 2)) · Σ √((n - r) / r): the quotient by its recurrence in steps of two.
    private static double ExpectedRange(int size)
    {
        var quotient = size % 2 == 0 ? 1.0 : 2.0 / Math.PI;
        for (var n = size % 2 == 0 ? 2 : 3; n < size; n += 2)
        {
            quotient *= (n - 1.0) / n;
        }

        var sum = 0.0;
        for (var r = 1; r < size; r++)
        {
            sum += Math.Sqrt((double)(size - r) / r);
        }

        return quotient * sum;
    }
}
