using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>What a request is checked against.</summary>
/// <param name="Stored">The bars that the market history holds, of all symbols.</param>
/// <param name="Queued">How many of the tenant's backtests wait already.</param>
public sealed record BacktestFacts(ImmutableArray<StoredBars> Stored, int Queued, BacktestQuota Quota);

/// <summary>What is stored of one symbol and timeframe from one source.</summary>
/// <param name="First">Start of the first bar.</param>
/// <param name="Last">Start of the last bar.</param>
public sealed record StoredBars(Symbol Symbol, Timeframe Timeframe, string Source, long Rows, DateTimeOffset First, DateTimeOffset Last);

/// <summary>How much of the desk one tenant's backtests may take.</summary>
/// <param name="RunningMax">At one time.</param>
/// <param name="QueuedMax">Waiting at one time.</param>
/// <param name="AttemptsMax">How often one is begun that the desk's stops interrupt.</param>
/// <param name="BarsMax">Bars that one may read, of all its symbols, as long as its period is.</param>
/// <param name="TrialsMax">Variants that one study may try; all are kept.</param>
/// <param name="StudyBarsMax">Bars that one study may run through, every one counted as often as it is run.</param>
public sealed record BacktestQuota(
    int RunningMax = 2, int QueuedMax = 50, int AttemptsMax = 3, long BarsMax = 5_000_000, int TrialsMax = 20_000, long StudyBarsMax = 20_000_000_000)
{
    public static BacktestQuota Default { get; } = new();
}
