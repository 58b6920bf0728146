namespace Countersign.Domain.Indicators;

/// <summary>Variances and covariance of the last n pairs, amortised O(1) a pair.</summary>
/// <remarks>As <see cref="RollingMoments"/>: distances from anchors that are taken afresh each time the ring is full.</remarks>
internal sealed class RollingPairs(int length)
{
    private readonly double[] first = new double[length];
    private readonly double[] second = new double[length];
    private readonly double[] anchors = new double[2];

    // Of the distances: first, second, first², second², first × second.
    private readonly double[] sums = new double[5];
    private int cursor;
    private bool full;

    public bool IsFull => full;

    public double FirstVariance => Math.Max(0.0, Moment(2, 0, 0));

    public double SecondVariance => Math.Max(0.0, Moment(3, 1, 1));

    public double Covariance => Moment(4, 0, 1);

    /// <summary>-1 to 1; 0 where one side does not vary.</summary>
    public double Correlation => Math.Clamp(Ratio.OrZero(Covariance, Math.Sqrt(FirstVariance * SecondVariance)), -1.0, 1.0);

    public void Push(double a, double b)
    {
        if (!full && cursor == 0)
        {
            anchors[0] = a;
            anchors[1] = b;
        }

        if (full)
        {
            Add(first[cursor], second[cursor], -1.0);
        }

        Add(a, b, 1.0);
        first[cursor] = a;
        second[cursor] = b;
        if (++cursor == length)
        {
            cursor = 0;
            full = true;
            Refresh();
        }
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref cursor);
        state.Of(ref full);
        state.Of(anchors);
        state.Of(sums);
        state.Of(first);
        state.Of(second);
    }

    private double Moment(int product, int one, int other) => (sums[product] - (sums[one] * sums[other] / length)) / length;

    private void Add(double a, double b, double sign)
    {
        var x = a - anchors[0];
        var y = b - anchors[1];
        sums[0] += sign * x;
        sums[1] += sign * y;
        sums[2] += sign * x * x;
        sums[3] += sign * y * y;
        sums[4] += sign * x * y;
    }

    private void Refresh()
    {
        anchors[0] += MeanDistance(first, anchors[0]);
        anchors[1] += MeanDistance(second, anchors[1]);
        Array.Clear(sums);
        for (var i = 0; i < length; i++)
        {
            Add(first[i], second[i], 1.0);
        }
    }

    private static double MeanDistance(double[] values, double anchor)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value - anchor;
        }

        return sum / values.Length;
    }
}

/// <summary>
/// Correlation (Pearson) of the last n closes with the benchmark's, r², covariance, and both population variances. First values with bar n. Same as
/// Skender's to 1e-9; without variance the correlation is 0 (Skender: none).
/// </summary>
public sealed class Correlation(int period) : SteppedIndicator(IndicatorSpec.Of("correlation", period), 5, CheckPeriod(period, 2))
{
    private readonly RollingPairs closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (bar.Benchmark == 0.0)
        {
            return;
        }

        closes.Push(bar.Close, bar.Benchmark);
        if (closes.IsFull)
        {
            this[0] = closes.Correlation;
            this[1] = this[0] * this[0];
            this[2] = closes.Covariance;
            this[3] = closes.FirstVariance;
            this[4] = closes.SecondVariance;
        }
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>
/// Beta of the market's returns against the benchmark's over n bars: covariance over the benchmark's variance; the same of the bars on which the
/// benchmark rose (up) and fell (down), up / down, (up - down)², and both returns. The first bar's returns are 0; first betas with bar n + 1. Same as
/// Skender's to 1e-9; where the benchmark did not vary a beta is 0.
/// </summary>
public sealed class Beta(int period) : SteppedIndicator(IndicatorSpec.Of("beta", period), 7, CheckPeriod(period) + 1)
{
    private readonly Side all = new(period);
    private readonly Side rising = new(period);
    private readonly Side falling = new(period);
    private bool started;
    private double previousClose;
    private double previousBenchmark;

    protected override void Advance(in BarInput bar)
    {
        if (bar.Benchmark == 0.0)
        {
            return;
        }

        var own = started ? Return(bar.Close, previousClose) : 0.0;
        var market = started ? Return(bar.Benchmark, previousBenchmark) : 0.0;
        this[5] = own;
        this[6] = market;
        if (started)
        {
            all.Push(own, market, counts: true);
            rising.Push(own, market, market > 0.0);
            falling.Push(own, market, market < 0.0);
            if (all.IsFull)
            {
                Measure();
            }
        }

        started = true;
        previousClose = bar.Close;
        previousBenchmark = bar.Benchmark;
    }

    protected override void Exchange(StateExchange state)
    {
        all.Exchange(state);
        rising.Exchange(state);
        falling.Exchange(state);
        state.Of(ref started);
        state.Of(ref previousClose);
        state.Of(ref previousBenchmark);
    }

    private static double Return(double price, double before) => Ratio.OrZero(price - before, before);

    private void Measure()
    {
        var up = rising.Beta;
        var down = falling.Beta;
        this[0] = all.Beta;
        this[1] = up;
        this[2] = down;
        this[3] = Ratio.OrZero(up, down);
        this[4] = (up - down) * (up - down);
    }

    /// <summary>Sums over the window's bars that count.</summary>
    private sealed class Side(int length)
    {
        private readonly RollingSum count = new(length);
        private readonly RollingSum own = new(length);
        private readonly RollingSum market = new(length);
        private readonly RollingSum product = new(length);
        private readonly RollingSum square = new(length);

        public bool IsFull => count.IsFull;

        public double Beta
        {
            get
            {
                var spread = (count.Sum * square.Sum) - (market.Sum * market.Sum);
                return spread > Rounding * count.Sum * square.Sum
                    ? Ratio.OrZero((count.Sum * product.Sum) - (own.Sum * market.Sum), spread)
                    : 0.0;
            }
        }

        // Below this share of its terms a difference of sums is rounding, not variance.
        private const double Rounding = 1e-12;

        public void Push(double a, double b, bool counts)
        {
            var weight = counts ? 1.0 : 0.0;
            count.Push(weight);
            own.Push(weight * a);
            market.Push(weight * b);
            product.Push(weight * a * b);
            square.Push(weight * b * b);
        }

        public void Exchange(StateExchange state) => state.Of(count, own, market, product, square);
    }
}

/// <summary>
/// Price relative strength: close over the benchmark's close, and how many more than the benchmark's it gained over n bars (a share). First values
/// with bars 1 and n + 1. Same as Skender's to 1e-9.
/// </summary>
public sealed class RelativeStrength(int period) : SteppedIndicator(IndicatorSpec.Of("prs", period), 2, CheckPeriod(period) + 1)
{
    private readonly Window closes = new(period + 1);
    private readonly Window benchmarks = new(period + 1);

    protected override void Advance(in BarInput bar)
    {
        if (bar.Benchmark == 0.0)
        {
            return;
        }

        closes.Push(bar.Close);
        benchmarks.Push(bar.Benchmark);
        this[0] = Ratio.OrZero(bar.Close, bar.Benchmark);
        if (closes.IsFull)
        {
            this[1] = Ratio.OrZero(bar.Close - closes.Oldest, closes.Oldest) - Ratio.OrZero(bar.Benchmark - benchmarks.Oldest, benchmarks.Oldest);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        benchmarks.Exchange(state);
    }
}

/// <summary>
/// How far the log ratio of the close to the benchmark's lies from its mean over n bars, in population standard deviations: the signal of pairs trading.
/// First value with bar n; 0 where there is no deviation.
/// </summary>
public sealed class PairScore(int period) : SteppedIndicator(IndicatorSpec.Of("pair_score", period), 1, CheckPeriod(period, 2))
{
    private readonly RollingMoments ratios = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (bar.Benchmark == 0.0)
        {
            return;
        }

        // As a difference of logarithms: seen from the other market it is the same number with the other sign, to the last bit.
        var ratio = bar.Close > 0.0 && bar.Benchmark > 0.0 ? Math.Log(bar.Close) - Math.Log(bar.Benchmark) : 0.0;
        ratios.Push(ratio);
        if (ratios.IsFull)
        {
            this[0] = Ratio.OrZero(ratio - ratios.Mean, Math.Sqrt(ratios.Variance));
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(ratios);
}
