using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Countersign.Api.Contracts.Backtests;

/// <summary>Asks for a backtest over stored bars. It waits for its turn and runs in the background.</summary>
public sealed record StartBacktestRequest
{
    /// <summary>
    /// What is run: <c>single</c> (where absent), one run of the strategy as it stands; <c>optimisation</c>, <c>walkForward</c>, <c>monteCarlo</c>,
    /// <c>stress</c> or <c>leakCheck</c>, by the <see cref="Plan"/>.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>
    /// How a study goes, <c>docs/research.md</c>. An optimisation and a walk forward need one; the others have a usual one where it is absent. Every error is
    /// answered with its JSON path.
    /// </summary>
    public JsonElement? Plan { get; init; }

    /// <summary>A strategy of the tenant, <c>s-…</c>; either this or <see cref="Definition"/>.</summary>
    public string? StrategyId { get; init; }

    /// <summary>Which version of it, from 1; its newest where absent.</summary>
    public int? StrategyVersion { get; init; }

    /// <summary>A strategy as its JSON document; every error is answered with its JSON path.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Which of the strategy's instruments, all priced in one currency; all of them where absent.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>First bar on which the strategy decides, RFC 3339.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>End of the period, excluded, RFC 3339.</summary>
    [Required]
    public string? To { get; init; }

    /// <summary>Bars from here to <see cref="From"/> only warm the indicators up, RFC 3339.</summary>
    public string? WarmUpFrom { get; init; }

    /// <summary>Sources of the market history, the best first; every source where absent.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Finer bars to run on, such as <c>M1</c>: they tell what happened inside the strategy's bars.</summary>
    public string? PathTimeframe { get; init; }

    /// <summary>Over 0, in the instruments' quote currency.</summary>
    [Required]
    public decimal? StartCash { get; init; }

    /// <summary>Share of a fill's value, 0 to 0.1, in place of the strategy's own costs.</summary>
    public decimal? CommissionRate { get; init; }

    /// <summary>Of everything random in the fills; 0 where absent.</summary>
    public int? Seed { get; init; }

    /// <summary><c>low</c>, <c>normal</c> (where absent) or <c>high</c>: who of the tenant's waiting ones goes first.</summary>
    public string? Priority { get; init; }

    /// <summary>How orders fill, where other than by the desk's conservative rules.</summary>
    public BacktestRules? Rules { get; init; }
}

/// <summary>How orders fill; what is absent is as the desk's paper venue does it, <c>docs/paper-fills.md</c>.</summary>
public sealed record BacktestRules
{
    /// <summary>What an order that takes pays beyond the spread, in the quote currency; 0 or more.</summary>
    public decimal? Slippage { get; init; }

    /// <summary>How long an order is on its way, milliseconds, 0 to 3,600,000.</summary>
    public int? LatencyMilliseconds { get; init; }

    /// <summary>A buy pays the ask and a sell gets the bid; otherwise both trade at the middle.</summary>
    public bool? CrossSpread { get; init; }

    /// <summary><c>tradedThrough</c>, <c>queuePosition</c> or <c>atTouch</c>.</summary>
    public string? LimitFill { get; init; }

    /// <summary>A quote from before the order fills nothing.</summary>
    public bool? FillOnlyOnLaterQuotes { get; init; }

    /// <summary>A limit order fills at the market where that is better than its limit.</summary>
    public bool? PriceImprovement { get; init; }

    /// <summary>Stops look at the middle of the quote.</summary>
    public bool? TriggerOnMid { get; init; }

    /// <summary><c>adverseFirst</c> or <c>nearestFirst</c>: how a bar is passed where there are no finer ones.</summary>
    public string? IntrabarPath { get; init; }

    /// <summary>A stop that a bar reaches fills at the bar's extreme.</summary>
    public bool? StopsAtBarExtreme { get; init; }
}
