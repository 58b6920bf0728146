namespace Countersign.Domain.Backtests.Metrics;

/// <summary>
/// Falls of the value at bar closes from the highest before, in percent of it; the start cash is the first peak. A spell under water goes from
/// the bar of the peak to the first one that is at least as high again, or to the last bar.
/// </summary>
public sealed record DrawdownMetrics
{
    /// <summary>The deepest.</summary>
    public required double MaxPercent { get; init; }

    /// <summary>When the deepest one began: the close of its peak; the first bar's where the start cash was never exceeded. Null without a fall.</summary>
    public required DateTimeOffset? MaxFrom { get; init; }

    /// <summary>When it was deepest.</summary>
    public required DateTimeOffset? MaxAt { get; init; }

    /// <summary>When it was made good; null where it never was.</summary>
    public required DateTimeOffset? MaxRecovered { get; init; }

    /// <summary>Length of the deepest one, from peak to recovery or the end.</summary>
    public required double MaxDays { get; init; }

    public required int MaxBars { get; init; }

    /// <summary>The longest spell under water, whatever its depth.</summary>
    public required double LongestDays { get; init; }

    public required int LongestBars { get; init; }

    /// <summary>Share of the bars that closed below the peak before, in percent.</summary>
    public required double? UnderWaterPercent { get; init; }

    /// <summary>Mean over all bars of the fall, in percent.</summary>
    public required double? MeanPercent { get; init; }

    /// <summary>Root of the mean squared fall, in percent. P. Martin and B. McCann, "The Investor's Guide to Fidelity Funds" (1989).</summary>
    public required double? UlcerIndex { get; init; }

    internal static DrawdownMetrics Of(EquityCurve curve, decimal startCash)
    {
        var walk = new Walk(curve, (double)startCash);
        for (var i = 0; i < curve.Count; i++)
        {
            walk.Step(i);
        }

        return walk.End();
    }

    private sealed class Walk(EquityCurve curve, double startCash)
    {
        private double peak = startCash;
        private int peakAt = -1;
        private bool under;
        private int underBars;
        private double sum;
        private double squares;
        private (double Share, int From, int At, int? Until) deepest = (0.0, -1, -1, null);
        private (int From, int Until) longest;

        public void Step(int index)
        {
            var value = curve.Values[index];
            if (value >= peak)
            {
                Surface(index);
                (peak, peakAt) = (value, index);
                return;
            }

            under = true;
            underBars++;
            var share = (peak - value) / peak;
            sum += share;
            squares += share * share;
            if (share > deepest.Share)
            {
                deepest = (share, peakAt, index, null);
            }
        }

        public DrawdownMetrics End()
        {
            var last = curve.Count - 1;
            var recovered = deepest.Until;
            Lengthen(last);
            var fell = deepest.At >= 0;
            var until = recovered ?? last;
            return new DrawdownMetrics
            {
                MaxPercent = deepest.Share * 100.0,
                MaxFrom = fell ? TimeAt(deepest.From) : null,
                MaxAt = fell ? TimeAt(deepest.At) : null,
                MaxRecovered = recovered is { } index ? TimeAt(index) : null,
                MaxDays = fell ? Days(deepest.From, until) : 0.0,
                MaxBars = fell ? until - deepest.From : 0,
                LongestDays = Days(longest.From, longest.Until),
                LongestBars = longest.Until - longest.From,
                UnderWaterPercent = Numbers.Ratio(underBars * 100.0, curve.Count),
                MeanPercent = Numbers.Ratio(sum * 100.0, curve.Count),
                UlcerIndex = curve.Count == 0 ? null : Numbers.Finite(Math.Sqrt(squares / curve.Count) * 100.0),
            };
        }

        private void Surface(int index)
        {
            Lengthen(index);
            if (under && deepest.From == peakAt)
            {
                deepest.Until = index;
            }

            under = false;
        }

        private void Lengthen(int until)
        {
            if (under && until - peakAt > longest.Until - longest.From)
            {
                longest = (peakAt, until);
            }
        }

        // Before the first bar there is no time: the first bar's close stands for it.
        private DateTimeOffset TimeAt(int index) => curve.TimeAt(Math.Max(0, index));

        private double Days(int from, int until) => from == until ? 0.0 : (TimeAt(until) - TimeAt(from)).TotalDays;
    }
}
