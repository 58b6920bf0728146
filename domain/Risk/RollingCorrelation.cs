using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// Pearson correlation of the last returns of symbols that are fed with their bars' closes. A return is the logarithm of a close over the close
/// before; two symbols are compared over the bars that both have and that follow the same bar before, so a gap in one does not shift it against the
/// other. Fewer than <see cref="SamplesMin"/> such bars, or a symbol that never moved, give NaN: not known. Not thread-safe.
/// </summary>
public sealed class RollingCorrelation
{
    /// <summary>Common returns below which a correlation says nothing.</summary>
    public const int SamplesMin = 20;

    /// <summary>Symbols that are followed at most; of others nothing is known.</summary>
    public const int SymbolsMax = 512;

    private readonly int window;
    private readonly Dictionary<Symbol, Returns> symbols = [];

    /// <param name="window">Returns that are looked at, <see cref="SamplesMin"/> to 1,000.</param>
    public RollingCorrelation(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, SamplesMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, 1_000);
        this.window = window;
    }

    /// <summary>Takes a closed bar. A bar that is not after the symbol's latest, or whose close is no positive number, is left out.</summary>
    public void Push(Symbol symbol, DateTimeOffset barStart, double close)
    {
        if (!symbols.TryGetValue(symbol, out var returns))
        {
            if (symbols.Count == SymbolsMax)
            {
                return;
            }

            symbols.Add(symbol, returns = new Returns(window));
        }

        returns.Push(barStart.UtcTicks, close);
    }

    /// <summary>-1 to 1; NaN where it is not known.</summary>
    public double Of(Symbol left, Symbol right)
    {
        if (!symbols.TryGetValue(left, out var a) || !symbols.TryGetValue(right, out var b))
        {
            return double.NaN;
        }

        return left == right ? 1.0 : Returns.Correlate(a, b);
    }

    /// <summary>A symbol's correlations with all others that are followed, for one who only reads; NaN where one is not known.</summary>
    public ImmutableDictionary<Symbol, double> With(Symbol symbol) =>
        symbols.Keys.Where(other => other != symbol).ToImmutableDictionary(other => other, other => Of(symbol, other));

    private sealed class Returns(int window)
    {
        private readonly (long Start, long Before, double Return)[] ring = new (long, long, double)[window];
        private int next;
        private int count;
        private long latest;
        private double close = double.NaN;

        public void Push(long start, double value)
        {
            if (start <= latest || !double.IsFinite(value) || value <= 0)
            {
                return;
            }

            if (!double.IsNaN(close))
            {
                ring[next] = (start, latest, Math.Log(value / close));
                next = (next + 1) % ring.Length;
                count = Math.Min(count + 1, ring.Length);
            }

            (latest, close) = (start, value);
        }

        // Two passes, about the means: sums of raw squares would lose the digits that small returns live in.
        public static double Correlate(Returns a, Returns b)
        {
            Span<double> left = stackalloc double[a.count];
            Span<double> right = stackalloc double[a.count];
            var samples = Common(a, b, left, right);
            if (samples < SamplesMin)
            {
                return double.NaN;
            }

            var (meanA, meanB) = (Mean(left[..samples]), Mean(right[..samples]));
            var (ab, aa, bb) = (0.0, 0.0, 0.0);
            for (var i = 0; i < samples; i++)
            {
                var (x, y) = (left[i] - meanA, right[i] - meanB);
                ab += x * y;
                aa += x * x;
                bb += y * y;
            }

            return aa > 0 && bb > 0 ? Math.Clamp(ab / Math.Sqrt(aa * bb), -1.0, 1.0) : double.NaN;
        }

        private static double Mean(ReadOnlySpan<double> values)
        {
            var sum = 0.0;
            foreach (var value in values)
            {
                sum += value;
            }

            return sum / values.Length;
        }

        private static int Common(Returns a, Returns b, Span<double> left, Span<double> right)
        {
            var (i, j, samples) = (0, 0, 0);
            while (i < a.count && j < b.count)
            {
                var (x, y) = (a.At(i), b.At(j));
                if (x.Start == y.Start && x.Before == y.Before)
                {
                    (left[samples], right[samples]) = (x.Return, y.Return);
                    samples++;
                }

                i += x.Start <= y.Start ? 1 : 0;
                j += y.Start <= x.Start ? 1 : 0;
            }

            return samples;
        }

        private (long Start, long Before, double Return) At(int index) => ring[(next - count + index + ring.Length) % ring.Length];
    }
}
