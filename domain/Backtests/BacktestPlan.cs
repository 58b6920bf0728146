using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>What a backtest runs: strategies that share one account, on recorded prices.</summary>
/// <param name="Strategies">1 to 64; where two trade one symbol, its position belongs to the one that opened it.</param>
public sealed record BacktestPlan(ImmutableArray<BacktestStrategy> Strategies, BacktestData Data, BacktestSettings Settings)
{
    public const int StrategiesMax = 64;
}

/// <param name="Symbols">Those of the definition's that are run; null is all of them.</param>
public sealed record BacktestStrategy(StrategyDefinition Definition, ImmutableArray<Symbol>? Symbols = null);

/// <summary>What a backtest is run with, beside the strategy.</summary>
/// <param name="Instrument">Of a run over one symbol; other symbols' are those that the desk knows.</param>
/// <param name="StartCash">In the account's currency; more than 0.</param>
/// <param name="FillsMax">More fills than this end the run with an exception: memory is bounded.</param>
/// <param name="Rules">How orders fill; null is <see cref="PaperRules.Default"/>.</param>
/// <param name="Seed">Of everything random in the rules.</param>
/// <param name="TradeFrom">Bars before this only warm the indicators up: nothing is decided, and the curve begins here. Null: from the first bar.</param>
/// <param name="Currency">The account's; null is the instrument's quote currency.</param>
/// <param name="Commission">Null is what the strategy's own costs say.</param>
/// <param name="Limits">The risk gate checks every order against them, as the desk does; null lets every order through.</param>
/// <param name="Terms">Margin, swaps and interest; null has none of them. Positions are netted.</param>
public sealed record BacktestSettings(
    Instrument Instrument,
    decimal StartCash,
    int FillsMax = 1_000_000,
    PaperRules? Rules = null,
    int Seed = 0,
    DateTimeOffset? TradeFrom = null,
    Currency? Currency = null,
    CommissionModel? Commission = null,
    RiskLimits? Limits = null,
    AccountTerms? Terms = null);
