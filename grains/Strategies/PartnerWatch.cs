using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Strategies;

/// <summary>
/// What a follower knows of its symbol's partner. The two markets tell of their bars each in its own time, so a bar waits for the partner's of the same
/// end: until that is there, or the market is a minute further, which tells that there is none. Used by one follower.
/// </summary>
internal sealed class PartnerWatch(IGrainFactory grains, Symbol partner)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    private string? session;

    public Symbol Symbol => partner;

    /// <summary>The bar that waits, with the message that brought it; null where none does.</summary>
    public WaitingBar? Waiting { get; set; }

    public async Task<BarsOfThePast> PastAsync(IEnumerable<Timeframe> timeframes, int countMax)
    {
        var past = new Dictionary<Timeframe, ImmutableArray<Bar>>();
        foreach (var timeframe in timeframes)
        {
            var history = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(partner)).GetHistoryAsync(timeframe, countMax, CancellationToken.None);
            past[timeframe] = history.Bars;
            session = history.Session?.Id;
        }

        return new BarsOfThePast(past, countMax);
    }

    /// <summary>Takes the partner's bars; false where they are of another recording than those before, and all has to begin anew.</summary>
    public bool TryTake(BarsClosed message, StrategyEvaluator evaluator)
    {
        if (message.Session.Id != session)
        {
            return false;
        }

        foreach (var bar in message.Bars)
        {
            if (bar.Timeframe == evaluator.Definition.Timeframe)
            {
                evaluator.OnPartnerBar(bar);
            }
        }

        return true;
    }

    /// <summary>Whether a bar has to wait.</summary>
    /// <param name="now">The market's time.</param>
    public static bool IsAwaited(Bar bar, StrategyEvaluator evaluator, DateTimeOffset now) =>
        !evaluator.KnowsPartnerTo(bar.End) && now < bar.End + WaitMax;
}

/// <summary>A bar that is not decided on yet.</summary>
internal sealed record WaitingBar(Bar Bar, BarsClosed Message);
