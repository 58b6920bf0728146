using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Jobs;

public static class BacktestRefusals
{
    private const int NamedMax = 8;

    public static Refusal NotFound { get; } = new("not_found", "There is no such backtest.");

    public static Refusal NotQueued { get; } = new("backtest.not_queued", "The backtest does not wait to be run.");

    public static Refusal NotEnded { get; } = new("backtest.not_ended", "The backtest waits or runs: cancel it first.");

    public static Refusal NoResult { get; } = new("backtest.no_result", "The backtest has no result: only one that is done has.");

    public static Refusal ResultGone { get; } = new(
        "backtest.result_gone", "The backtest's result is kept no longer; its summary is. The same request gives the same result again.");

    public static Refusal Exists(BacktestJobId id) => new("backtest.exists", $"Backtest {id} exists already: choose another id.");

    public static Refusal Ended(BacktestStatus status) => new(
        "backtest.ended", $"The backtest is {Name(status)}: only one that waits or runs can be cancelled.");

    public static Refusal QueueFull(int queued, int max) => new(
        "backtest.queue_full", Text($"{queued} backtests wait already; {max} are the most. Cancel one, or wait until one has begun."));

    public static Refusal Interrupted(int attempts) => new(
        "backtest.interrupted", Text($"The desk stopped in the middle of it {attempts} times; it is not begun again."));

    public static Refusal Failed(string why) => new("backtest.failed", $"The run ended in an error: {why}");

    public static Refusal NoHistory(string why) => new("backtest.history_unavailable", $"The stored bars could not be read. {why}");

    public static Refusal NotStored(string why) => new(
        "backtest.result_not_stored", $"The result could not be kept, so there is none. {why} The same request can be sent again.");

    public static Refusal EmptyPeriod(DateTimeOffset from, DateTimeOffset to) => new(
        "backtest.empty_period", Text($"The period from {from:u} to {to:u} holds nothing: the end must lie after the start."));

    public static Refusal WarmUpAfterStart(DateTimeOffset warmUp, DateTimeOffset from) => new(
        "backtest.warm_up_after_start", Text($"The warm-up begins at {warmUp:u}, after the start at {from:u}."));

    public static Refusal StartCash(decimal cash) => new("backtest.start_cash", Text($"The start cash is {cash}; it must be more than 0."));

    public static Refusal CommissionRate(decimal rate) => new(
        "backtest.commission_rate", Text($"The commission rate is {rate}; it must be 0 to 0.1, a share of a fill's value."));

    public static Refusal OtherCurrency(Instrument first, Instrument other) => new(
        "backtest.other_currency",
        $"{first.Symbol} is priced in {first.QuoteCurrency} and {other.Symbol} in {other.QuoteCurrency}: one backtest has one currency. Name symbols of one.");

    public static Refusal CoarsePath(Timeframe path, Timeframe own) => new(
        "backtest.coarse_path", $"Bars of {path} cannot tell what happened inside bars of {own}: a finer timeframe can.");

    public static Refusal ForeignSymbol(Symbol symbol, ImmutableArray<Symbol> own) => new(
        "backtest.foreign_symbol", $"The strategy does not watch {symbol}: {List(own)} are its symbols.");

    public static Refusal UnknownSymbol(Symbol symbol) => new("backtest.unknown_symbol", $"The desk does not know {symbol}.");

    public static Refusal TooManyBars(long bars, long max) => new(
        "backtest.too_many_bars", Text($"The period takes up to {bars:N0} bars; {max:N0} are the most. Shorten it."));

    /// <summary>A plan that cannot be carried out, by the place in it.</summary>
    public static Refusal Plan(StrategyError error) => new("backtest.plan", $"plan{error.Path[1..]}: {error.Message} {error.Hint}");

    public static Refusal TooManyTrials(long trials, int max) => new(
        "backtest.too_many_trials", Text($"The plan tries up to {trials:N0} variants; {max:N0} are the most. Widen the steps, ask for fewer trials or folds, or search by tpe."));

    public static Refusal TooMuchWork(double bars, long max) => new(
        "backtest.too_much_work",
        Text($"The plan runs through up to {bars:N0} bars, every one counted as often as it is run; {max:N0} are the most. Shorten the period or try less."));

    public static Refusal NoVariant(int tried, StrategyError? first) => new(
        "backtest.no_variant", Text($"None of the {tried:N0} variants that were tried could be run.") + (first is null ? "" : $" The first: {first}"));

    public static Refusal NoStudy { get; } = new("backtest.no_study", "The backtest is a single run: only one of the other kinds has a study.");

    public static Refusal NoTrials { get; } = new(
        "backtest.no_trials", "The backtest tried no variants: only an optimisation or a walk forward does.");

    /// <summary>Nothing is stored that the run could read; says what is.</summary>
    public static Refusal NoData(Symbol symbol, Timeframe timeframe, BacktestTerms terms, ImmutableArray<StoredBars> stored)
    {
        var wanted = Text($"There are no bars of {symbol} {timeframe} from {terms.From:u} to {terms.To:u}{From(terms.Sources)}.");
        var own = stored.Where(s => s.Symbol == symbol).ToImmutableArray();
        var others = stored.Select(s => s.Symbol).Distinct().ToImmutableArray();
        var what = own is not []
            ? $"Stored are {string.Join("; ", own.Take(NamedMax).Select(Describe))}."
            : others is not []
                ? $"Nothing is stored of {symbol}, only of {List(others)}."
                : "The market history is empty: import a recording first.";
        return new("backtest.no_data", $"{wanted} {what}");
    }

    private static string Describe(StoredBars s) => Text($"{s.Timeframe} of {s.Source} from {s.First:u} to {s.Last:u} ({s.Rows:N0} bars)");

    private static string From(ImmutableArray<string> sources) => sources.IsEmpty ? string.Empty : " of " + string.Join(", ", sources);

    private static string List(ImmutableArray<Symbol> symbols) =>
        string.Join(", ", symbols.Take(NamedMax)) + (symbols.Length > NamedMax ? ", …" : string.Empty);

    private static string Name(BacktestStatus status) => status.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
