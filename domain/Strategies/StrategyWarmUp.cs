using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Bars of the past, and the bounds of how many were kept, from which an evaluator is made warm.</summary>
/// <param name="Bars">By timeframe, each in order of time and complete.</param>
/// <param name="CountMax">So many bars of a timeframe were asked for: where there are fewer, the first is where the recording began.</param>
public sealed record BarsOfThePast(IReadOnlyDictionary<Timeframe, ImmutableArray<Bar>> Bars, int CountMax)
{
    internal ImmutableArray<Bar> Of(Timeframe timeframe) => Bars.TryGetValue(timeframe, out var bars) ? bars : [];
}

/// <summary>
/// Makes an evaluator warm. Its own bars seldom reach back far enough for the larger timeframes: those begin with kept bars of their own, go on
/// with ever smaller ones up to where the strategy's bars begin, and follow these from there, so that every larger bar is whole and none is seen
/// before its end.
/// </summary>
public static class StrategyWarmUp
{
    /// <summary>The timeframes whose past is wanted, smallest first: the strategy's own, and all up to the largest that its rules name.</summary>
    public static ImmutableArray<Timeframe> TimeframesOf(StrategyEvaluator evaluator)
    {
        var own = evaluator.Definition.Timeframe;
        var largest = evaluator.LargerTimeframes is [.., var last] ? last : own;
        return [.. Timeframes.All.Where(timeframe => timeframe >= own && timeframe <= largest)];
    }

    /// <summary>Gives an evaluator that has taken no bar yet those of the past.</summary>
    /// <param name="before">Only what ended by then.</param>
    /// <param name="partner">Bars of the partner, of the same timeframes; null where no rule looks at one.</param>
    public static void Feed(StrategyEvaluator evaluator, BarsOfThePast past, DateTimeOffset before, BarsOfThePast? partner = null)
    {
        foreach (var bar in partner?.Of(evaluator.Definition.Timeframe) ?? [])
        {
            evaluator.OnPartnerBar(bar);
        }

        var known = past.Of(evaluator.Definition.Timeframe);
        var own = known.Where(bar => bar.Start < before).ToImmutableArray();
        if (known.Length >= past.CountMax && evaluator.LargerTimeframes.Length > 0)
        {
            own = FromWholePeriod(own);
            var begin = own.IsEmpty ? before : own[0].Start;
            foreach (var timeframe in evaluator.LargerTimeframes)
            {
                FeedLarger(evaluator, timeframe, past, begin, partner);
            }
        }

        foreach (var bar in own)
        {
            evaluator.Warm(bar);
        }
    }

    // The next larger bars end where the first of these begins.
    private static ImmutableArray<Bar> FromWholePeriod(ImmutableArray<Bar> own)
    {
        var next = own.IsEmpty || own[0].Timeframe == Timeframe.D1 ? (Timeframe?)null : own[0].Timeframe + 1;
        var first = next is { } larger ? own.TakeWhile(bar => larger.PeriodAt(bar.Start).Start != bar.Start).Count() : 0;
        return own[first..];
    }

    private static void FeedLarger(
        StrategyEvaluator evaluator, Timeframe timeframe, BarsOfThePast past, DateTimeOffset until, BarsOfThePast? partner)
    {
        var cursor = DateTimeOffset.MinValue;
        for (var each = timeframe; each > evaluator.Definition.Timeframe; each--)
        {
            var bars = past.Of(each);
            var closes = (partner?.Of(each) ?? []).ToDictionary(bar => bar.End, bar => bar.ToInput().Close);

            // Where the recording began in the middle of a period, its first larger bar is a part of one.
            foreach (var bar in bars.Skip(bars.Length < past.CountMax ? 1 : 0))
            {
                if (bar.Start >= cursor && bar.End <= until)
                {
                    evaluator.WarmLarger(timeframe, bar, closes.GetValueOrDefault(bar.End));
                    cursor = bar.End;
                }
            }
        }
    }
}
