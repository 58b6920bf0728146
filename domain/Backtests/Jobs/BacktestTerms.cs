using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>What is run. Closed set; a kind that does more than one run brings its own settings.</summary>
[JsonDerivedType(typeof(Single), "single")]
[JsonDerivedType(typeof(Study), "study")]
public abstract record BacktestTask
{
    private BacktestTask()
    {
    }

    /// <summary>Its name in lists and requests.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>One run of the strategy as it stands.</summary>
    public sealed record Single : BacktestTask
    {
        public override string Kind => SingleKind;
    }

    /// <summary>Many runs that tell what one is worth.</summary>
    /// <param name="Of">What kind of study.</param>
    /// <param name="Plan">As JSON, for <see cref="StudyPlanJson"/>; it is read against the strategy.</param>
    public sealed record Study(StudyKind Of, string Plan) : BacktestTask
    {
        [JsonIgnore]
        public override string Kind => NameOf(Of);
    }

    public const string SingleKind = "single";

    /// <summary>A study's name in lists and requests.</summary>
    public static string NameOf(StudyKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

/// <summary>Which of a tenant's waiting backtests goes first; those of one priority go in the order in which they were asked for.</summary>
public enum BacktestPriority
{
    Low,
    Normal,
    High,
}

/// <summary>The strategy as it was when the backtest was asked for: what is changed later does not change the run.</summary>
/// <param name="Id">Null where the definition came with the request.</param>
/// <param name="Version">Of the tenant's strategy; null where <paramref name="Id"/> is.</param>
public sealed record TestedStrategy(StrategyDefinition Definition, StrategyId? Id, int? Version)
{
    /// <summary>The bars that are read.</summary>
    public Timeframe TimeframeOf(BacktestTerms terms) => terms.Path ?? Definition.Timeframe;
}

/// <summary>How orders fill in a backtest; what is null is as in <see cref="PaperRules.Default"/>.</summary>
/// <param name="Slippage">What an order that takes pays beyond the spread, in the quote currency; zero or more.</param>
/// <param name="Latency">How long an order is on its way; zero or more.</param>
public sealed record BacktestFillRules(
    decimal? Slippage,
    TimeSpan? Latency,
    bool? CrossSpread,
    LimitFill? LimitFill,
    bool? FillOnlyOnLaterQuotes,
    bool? PriceImprovement,
    bool? TriggerOnMid,
    IntrabarPath? IntrabarPath,
    bool? StopsAtBarExtreme)
{
    public PaperRules ToPaperRules()
    {
        var usual = PaperRules.Default;
        return usual with
        {
            Slippage = Slippage is { } distance ? new SlippageModel.Fixed(distance) : usual.Slippage,
            Latency = Latency is { } delay ? new LatencyModel.Fixed(delay) : usual.Latency,
            CrossSpread = CrossSpread ?? usual.CrossSpread,
            LimitFill = LimitFill ?? usual.LimitFill,
            FillOnlyOnLaterQuotes = FillOnlyOnLaterQuotes ?? usual.FillOnlyOnLaterQuotes,
            PriceImprovement = PriceImprovement ?? usual.PriceImprovement,
            TriggerOnMid = TriggerOnMid ?? usual.TriggerOnMid,
            IntrabarPath = IntrabarPath ?? usual.IntrabarPath,
            StopsAtBarExtreme = StopsAtBarExtreme ?? usual.StopsAtBarExtreme,
        };
    }
}

/// <summary>What a backtest is run on and with. Together with the strategy and the stored bars it decides every byte of the result.</summary>
/// <param name="Symbols">Of the strategy's; 1 to 32.</param>
/// <param name="From">First bar on which the strategy decides.</param>
/// <param name="To">First bar that is not part of it any more.</param>
/// <param name="WarmUpFrom">Bars from here to <paramref name="From"/> only warm the indicators up; null: there are none such.</param>
/// <param name="Sources">Of the market history, the best first; empty takes every source in the desk's order.</param>
/// <param name="StartCash">In the instruments' quote currency; more than 0.</param>
/// <param name="Rules">How orders fill, where it is other than <see cref="PaperRules.Default"/>.</param>
/// <param name="CommissionRate">In place of the strategy's own; a share of a fill's notional value.</param>
/// <param name="Path">Finer bars to run on, which tell what happened inside the strategy's; they are joined to those it decides on.</param>
public sealed record BacktestTerms(
    BacktestTask Task,
    ImmutableArray<Symbol> Symbols,
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset? WarmUpFrom,
    ImmutableArray<string> Sources,
    decimal StartCash,
    int Seed,
    BacktestFillRules? Rules,
    decimal? CommissionRate,
    BacktestPriority Priority,
    Timeframe? Path)
{
    /// <summary>Start of the first bar that is read.</summary>
    [JsonIgnore]
    public DateTimeOffset ReadFrom => WarmUpFrom ?? From;

    public bool Equals(BacktestTerms? other) =>
        other is not null && Task == other.Task && Symbols.SequenceEqual(other.Symbols) && From == other.From && To == other.To
        && WarmUpFrom == other.WarmUpFrom && Sources.SequenceEqual(other.Sources) && StartCash == other.StartCash && Seed == other.Seed
        && Rules == other.Rules && CommissionRate == other.CommissionRate && Priority == other.Priority && Path == other.Path;

    public override int GetHashCode() => HashCode.Combine(Task, Symbols.Length, From, To, StartCash, Seed);
}
