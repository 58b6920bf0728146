using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Strategies;

/// <summary>
/// What a strategy's rules need to know of its account beside the position, and what they do to the stops that rest at the venue. Used by one
/// follower.
/// </summary>
internal sealed class PositionKeeper(IGrainFactory grains, IReadModels reads, TenantId tenant, AccountId account, Symbol symbol)
{
    private const int TradePagesMax = 5;

    private DateOnly lossDay;
    private decimal? realised;

    private IAccountGrain Account => grains.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, account));

    /// <summary>The view of the position with all that the rules ask for.</summary>
    /// <param name="mayHaveTraded">Something may have been closed since the last time.</param>
    public async Task<StrategyPosition> CompleteAsync(
        StrategyPosition view, Position? held, StrategyEvaluator evaluator, StrategyId strategy, Quote quote, bool mayHaveTraded)
    {
        if (held is not null && evaluator.NeedsPosition)
        {
            view = view with { OpenedAt = held.OpenedAt, FirstStop = held.Stop, ProtectiveStop = await ProtectiveStopAsync(held, strategy) };
        }

        if (evaluator.Definition.RiskCaps?.DailyLossPercent is null || await EquityAsync(quote) is not { } known)
        {
            return view;
        }

        var lost = await RealisedAsync(strategy, quote.Time, mayHaveTraded);
        return view with { Equity = known.Equity, RealisedToday = known.Rate.Convert(lost).Amount };
    }

    /// <summary>
    /// Moves the stops of the position that stand farther away. It only ever risks less, so nobody is asked; it is on record as the strategy's own
    /// doing. What the account refuses now is wanted again at the next bar.
    /// </summary>
    public async Task MoveStopsAsync(StopMove move, Position held, StrategyId strategy, Bar bar)
    {
        foreach (var stop in await Account.GetProtectionAsync(symbol, strategy))
        {
            if (stop is { Working: { Type: OrderType.Stop, TriggerPrice: { } trigger } } && move.Tightens(trigger, held.Quantity > Quantity.Zero))
            {
                var command = CommandId.Parse(FormattableString.Invariant($"stop/{stop.Id}/{bar.Start.UtcTicks}"));
                await Account.AmendOrderAsync(
                    new AmendOrder(command, Actor.Strategy(strategy), stop.Id, new OrderAmendment(TriggerPrice: move.Level)), CancellationToken.None);
            }
        }
    }

    /// <summary>The account's equity in the currency that the instrument is priced in, as the stop's distance is; null where there is no rate.</summary>
    public async Task<(decimal Equity, ConversionRate Rate)?> EquityAsync(Quote quote)
    {
        if (await Account.GetRiskFactsAsync(symbol, quote, CancellationToken.None) is not { } facts)
        {
            return null;
        }

        var instrument = Instruments.Find(symbol)!;
        var quotes = new Dictionary<Symbol, Quote> { [symbol] = quote };
        foreach (var pair in ConversionRates.SymbolsFor(facts.Currency, instrument.QuoteCurrency))
        {
            if (pair != symbol && await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(pair)).GetQuoteAsync() is { } other)
            {
                quotes[pair] = other;
            }
        }

        return ConversionRates.Find(quotes, facts.Currency, instrument.QuoteCurrency, facts.Equity, quote.Time) is { } rate
            ? (rate.Convert(facts.Equity).Amount, rate)
            : null;
    }

    private async Task<Price?> ProtectiveStopAsync(Position held, StrategyId strategy)
    {
        var levels = (await Account.GetProtectionAsync(symbol, strategy)).Select(stop => stop.Working.TriggerPrice).OfType<Price>().ToArray();
        return levels.Length == 0 ? null
            : held.Quantity > Quantity.Zero ? new Price(levels.Min(level => level.Value))
            : new Price(levels.Max(level => level.Value));
    }

    /// <summary>What the strategy's trades of the trading day made, in the account's currency. Asked for again only where there may be more of them.</summary>
    private async Task<decimal> RealisedAsync(StrategyId strategy, DateTimeOffset now, bool mayHaveTraded)
    {
        var day = FxDay.At(now);
        if (realised is { } known && !mayHaveTraded && day.Date == lossDay)
        {
            return known;
        }

        var sum = 0m;
        string? cursor = null;
        for (var page = 0; page < TradePagesMax; page++)
        {
            var trades = await reads.TradesAsync(
                tenant, new TradeFilter(account, symbol, day.Start, day.End), new PageRequest(PageRequest.LimitMax, cursor), CancellationToken.None);
            foreach (var trade in trades.Items)
            {
                sum += trade.Trade.StrategyId == strategy ? trade.Trade.Gross.Amount - trade.Commission : 0m;
            }

            cursor = trades.Next;
            if (cursor is null)
            {
                break;
            }
        }

        (lossDay, realised) = (day.Date, sum);
        return sum;
    }
}
