using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>The running sums over an account's symbols. Amounts in the account's currency; once one is not known, its sum is not.</summary>
internal sealed class ExposureSum(
    Account account,
    OrderIntent intent,
    InstrumentTerms terms,
    IReadOnlyDictionary<Symbol, Quote> quotes,
    AccountRates rates,
    WorkingOrders orders,
    IReadOnlyDictionary<Symbol, double>? correlations,
    double threshold)
{
    private decimal? othersGross = 0m;
    private decimal? withLong = 0m;
    private decimal? withShort = 0m;
    private decimal? heat = 0m;
    private decimal? strategyGross = 0m;
    private int strategyOpen;
    private int correlated;
    private int positionsElsewhere;
    private int ownPositions;
    private Quantity? ownGross;
    private string? missing;
    private CurrencySum baseSum;
    private CurrencySum quoteSum;

    private Currency? BaseCurrency { get; } = terms.Base != account.Currency ? terms.Base : null;

    private Currency? QuoteCurrency { get; } = terms.Quote != account.Currency ? terms.Quote : null;

    public void Run()
    {
        if (account.Mode == PositionMode.Hedging)
        {
            AddHedged();
        }
        else
        {
            foreach (var (_, position) in account.Positions)
            {
                Add(position.Symbol, position.Instrument, position.Quantity.Value, position);
            }
        }

        foreach (var symbol in orders.Symbols)
        {
            if (!IsHeld(symbol))
            {
                AddOrdersOnly(symbol);
            }
        }

        CountStrategysOrders();
    }

    public RiskExposure Exposure(int openOrders, decimal? marginAfter) => new(
        rates.Of(terms.Quote), othersGross, ownGross, positionsElsewhere, ownPositions, openOrders,
        BaseCurrency is { } b ? baseSum.Of(b) : null, QuoteCurrency is { } q ? quoteSum.Of(q) : null, withLong, withShort, correlated, heat,
        marginAfter, missing ?? (rates.Of(terms.Quote) is null ? $"there is no rate from {terms.Quote} to {account.Currency}" : null));

    public StrategyExposure Strategy() => new(strategyGross, strategyOpen);

    private bool IsHeld(Symbol symbol) => account.Mode == PositionMode.Hedging
        ? account.PositionsIn(symbol).Any()
        : account.Positions.ContainsKey(PositionId.Of(symbol));

    // Positions of one symbol that stand side by side weigh with what is left of them together; how much there is of both is told besides.
    private void AddHedged()
    {
        ownGross = Quantity.Zero;
        foreach (var group in account.Positions.Values.GroupBy(p => p.Symbol))
        {
            var (net, gross, first, count) = (0m, 0m, (Position?)null, 0);
            foreach (var position in group)
            {
                first ??= position;
                net += position.Quantity.Value;
                gross += Math.Abs(position.Quantity.Value);
                count++;
            }

            Add(group.Key, first!.Instrument, net, first);
            if (group.Key == intent.Symbol)
            {
                ownGross = new Quantity(gross);
                ownPositions += count - 1;
            }
            else
            {
                positionsElsewhere += count - 1;
            }
        }
    }

    private void AddOrdersOnly(Symbol symbol)
    {
        var known = symbol == terms.Symbol ? terms : Instruments.Find(symbol) is { } instrument ? InstrumentTerms.Of(instrument) : null;
        if (known is null)
        {
            Miss(symbol, "its instrument is not known");
        }
        else
        {
            Add(symbol, known, 0m, null);
        }
    }

    private void Add(Symbol symbol, InstrumentTerms instrument, decimal units, Position? position)
    {
        var buys = orders.Of(symbol, Side.Buy);
        var sells = orders.Of(symbol, Side.Sell);
        if (units == 0m && position is null && buys.Orders + sells.Orders == 0)
        {
            return;
        }

        var isOwn = symbol == intent.Symbol;
        _ = isOwn ? ownPositions++ : positionsElsewhere++;
        if (!quotes.TryGetValue(symbol, out var quote) || rates.Of(instrument.Quote) is not { } rate)
        {
            Miss(symbol, quote is null ? "there is no quote" : $"there is no rate from {instrument.Quote} to {account.Currency}");
            return;
        }

        var price = (quote.Bid.Value + quote.Ask.Value) * 0.5m * rate;
        var most = units + buys.Opening;
        var least = units - sells.Opening;
        if (!isOwn)
        {
            othersGross += Math.Max(Math.Abs(most), Math.Abs(least)) * price;
            Correlate(symbol, Math.Max(0m, most) * price, Math.Max(0m, -least) * price);
        }

        AddCurrencies(instrument, units * price, buys.Opening * price, sells.Opening * price);
        heat += rate * (PositionRisk(units, quote, units >= 0m ? sells : buys)
            + OrderRisk(buys, quote.Ask.Value, Side.Buy, units) + OrderRisk(sells, quote.Bid.Value, Side.Sell, units));
        if (position?.StrategyId is { } strategy && strategy == intent.StrategyId)
        {
            strategyGross += Math.Abs(units) * price;
            strategyOpen++;
        }
    }

    private void Miss(Symbol symbol, string why)
    {
        missing ??= $"{symbol}: {why}";
        othersGross = symbol == intent.Symbol ? othersGross : null;
        withLong = withShort = heat = strategyGross = null;
        baseSum.IsUnknown = quoteSum.IsUnknown = true;
    }

    // A correlation that is not known, or not a number, counts as the worst: NaN is above no threshold, so it must not be asked that way.
    private void Correlate(Symbol symbol, decimal ifLong, decimal ifShort)
    {
        var correlation = correlations is not null && correlations.TryGetValue(symbol, out var known) ? known : double.NaN;
        if (Math.Abs(correlation) < threshold)
        {
            return;
        }

        correlated++;
        var worst = Math.Max(ifLong, ifShort);
        withLong += correlation >= threshold ? ifLong : correlation <= -threshold ? ifShort : worst;
        withShort += correlation >= threshold ? ifShort : correlation <= -threshold ? ifLong : worst;
    }

    private void AddCurrencies(InstrumentTerms instrument, decimal open, decimal buys, decimal sells)
    {
        if (BaseCurrency is { } b)
        {
            AddTo(ref baseSum, b, instrument, open, buys, sells);
        }

        if (QuoteCurrency is { } q)
        {
            AddTo(ref quoteSum, q, instrument, open, buys, sells);
        }
    }

    private static void AddTo(ref CurrencySum sum, Currency currency, InstrumentTerms instrument, decimal open, decimal buys, decimal sells)
    {
        if (instrument.Base == currency)
        {
            sum.Add(open, buys, sells);
        }
        else if (instrument.Quote == currency)
        {
            sum.Add(-open, sells, buys);
        }
    }

    /// <summary>What a position loses from here at its working stops, in the quote currency; what no stop covers counts whole.</summary>
    private static decimal PositionRisk(decimal units, Quote quote, WorkingSide exits)
    {
        var size = Math.Abs(units);
        if (size == 0m)
        {
            return 0m;
        }

        var price = units > 0m ? quote.Bid.Value : quote.Ask.Value;
        if (exits.StopUnits == 0m)
        {
            return size * price;
        }

        var covered = Math.Min(size, exits.StopUnits);
        var stops = covered == exits.StopUnits ? exits.StopValue : exits.StopValue / exits.StopUnits * covered;
        var loss = units > 0m ? (covered * price) - stops : stops - (covered * price);
        return Math.Max(0m, loss) + ((size - covered) * price);
    }

    /// <summary>What orders under way lose at their attached stops once filled, in the quote currency; nothing where they only close.</summary>
    private static decimal OrderRisk(WorkingSide side, decimal price, Side which, decimal units)
    {
        if (side.Orders == 0 || (Math.Sign(units) == -which.Sign() && side.Opening <= Math.Abs(units)))
        {
            return 0m;
        }

        var market = Math.Max(0m, which.Sign() * ((side.MarketUnits * price) - side.MarketStopValue));
        return side.StoppedRisk + market + (side.UnstoppedUnits * price);
    }

    private void CountStrategysOrders()
    {
        if (intent.StrategyId is not { } strategy)
        {
            return;
        }

        foreach (var (_, order) in account.Orders.Open)
        {
            if (order.Ticket.StrategyId == strategy && !order.Ticket.ReduceOnly)
            {
                strategyOpen++;
                strategyGross += order.Remaining.Value * Price(order.Ticket.Symbol);
            }
        }
    }

    private decimal? Price(Symbol symbol)
    {
        var known = symbol == terms.Symbol ? terms : Instruments.Find(symbol) is { } instrument ? InstrumentTerms.Of(instrument) : null;
        return known is not null && quotes.TryGetValue(symbol, out var quote) ? quote.Mid.Value * rates.Of(known.Quote) : null;
    }

    private struct CurrencySum
    {
        private decimal net;
        private decimal gross;
        private decimal up;
        private decimal down;

        public bool IsUnknown;

        public void Add(decimal open, decimal rising, decimal falling)
        {
            net += open;
            gross += Math.Abs(open);
            up += rising;
            down += falling;
        }

        public readonly CurrencyExposure Of(Currency currency) =>
            IsUnknown ? new CurrencyExposure(currency, null, null, null, null) : new CurrencyExposure(currency, net, gross, up, down);
    }
}
