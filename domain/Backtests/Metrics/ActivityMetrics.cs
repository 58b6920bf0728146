using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>How much was traded, and what that cost. Amounts in the account's currency.</summary>
public sealed record ActivityMetrics
{
    /// <summary>Share of the bars at whose close a position was open, in percent.</summary>
    public required double? ExposurePercent { get; init; }

    public required double? TradesPerYear { get; init; }

    /// <summary>Quantity times price over all fills; null where an instrument is priced in another currency than the account's.</summary>
    public required decimal? Traded { get; init; }

    /// <summary>
    /// What was traded over the mean value of the account, by year: 2 is one round trip of the whole account. Counts both sides, unlike the
    /// lesser of buys and sells of the US SEC's Form N-1A.
    /// </summary>
    public required double? TurnoverPerYear { get; init; }

    public required decimal Commission { get; init; }

    /// <summary>Swaps paid, less those received.</summary>
    public required decimal Financing { get; init; }

    /// <summary>Commission and financing. The spread and slippage are in the prices and not told apart.</summary>
    public required decimal Costs { get; init; }

    /// <summary>Costs over the sum of the trades' gains before costs (losing trades left out), in percent; null without a gain.</summary>
    public required double? CostSharePercent { get; init; }

    internal static ActivityMetrics Of(BacktestResult result)
    {
        var years = ReturnMetrics.YearsOf(result.Equity);
        var traded = TradedBy(result);
        var (mean, inMarket) = Walk(result.Equity);
        var (commission, financing) = CostsOf(result);
        var costs = commission + financing;
        return new ActivityMetrics
        {
            ExposurePercent = Numbers.Ratio(inMarket * 100.0, result.Equity.Count),
            TradesPerYear = Numbers.Ratio(result.Trades.Length, years),
            Traded = traded,
            TurnoverPerYear = traded is { } notional && mean > 0.0 ? Numbers.Ratio((double)notional / mean, years) : null,
            Commission = commission,
            Financing = financing,
            Costs = costs,
            CostSharePercent = Numbers.Percent(Numbers.Ratio(costs, result.Trades.Sum(trade => Math.Max(0m, trade.Gross)))),
        };
    }

    /// <summary>The currency that the first ledger entry, the deposit, is in; null without a ledger.</summary>
    internal static Currency? CurrencyOf(BacktestResult result) =>
        result.Entries.IsDefaultOrEmpty ? null : result.Entries[0].Postings[0].Amount.Currency;

    private static (double Mean, int InMarket) Walk(EquityCurve curve)
    {
        var (sum, open) = (0.0, 0);
        for (var i = 0; i < curve.Count; i++)
        {
            sum += curve.Values[i];
            open += curve.InMarket[i] ? 1 : 0;
        }

        return (curve.Count == 0 ? 0.0 : sum / curve.Count, open);
    }

    private static decimal? TradedBy(BacktestResult result)
    {
        var foreign = CurrencyOf(result) is { } own && result.Symbols.Any(s => Instruments.Find(s) is { } known && known.QuoteCurrency != own);
        return foreign ? null : result.Fills.Sum(fill => fill.Quantity.Value * fill.Price.Value);
    }

    private static (decimal Commission, decimal Financing) CostsOf(BacktestResult result)
    {
        if (CurrencyOf(result) is not { } own)
        {
            return (result.Fills.Sum(fill => fill.Commission), 0m);
        }

        var (commission, financing) = (0m, 0m);
        foreach (var entry in result.Entries)
        {
            foreach (var posting in entry.Postings)
            {
                commission += posting.Account == LedgerAccount.Commission ? InOwn(posting.Amount, entry, own) : 0m;
                financing += posting.Account == LedgerAccount.Financing ? InOwn(posting.Amount, entry, own) : 0m;
            }
        }

        return (commission, financing);
    }

    private static decimal InOwn(Money amount, LedgerEntry entry, Currency own) =>
        amount.Currency == own ? amount.Amount
        : entry.Rate is { } rate && rate.From == amount.Currency && rate.To == own ? amount.Amount * rate.Rate
        : throw new InvalidOperationException($"Entry {entry.Number} has a cost in {amount.Currency} and no rate to {own}.");
}
