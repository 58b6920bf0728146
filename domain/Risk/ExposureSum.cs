using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

/// <summary>
/// The running sums over an account's symbols, each valued at what closing it would get. They are kept by quote currency and converted at the end:
/// five products in all instead of five a symbol. Once one symbol cannot be valued, no sum that it belongs to is known. Without an intent the sums
/// are the account's as it stands.
/// </summary>
internal sealed class ExposureSum(
    Account account,
    OrderIntent? intent,
    InstrumentTerms? terms,
    IReadOnlyDictionary<Symbol, Quote> quotes,
    AccountRates rates,
    IReadOnlyDictionary<Symbol, double>? correlations,
    double threshold)
{
    private const int LinesOnStackMax = 512;

    private readonly Currency? baseCurrency = terms?.Base != account.Currency ? terms?.Base : null;
    private readonly Currency? quoteCurrency = terms?.Quote != account.Currency ? terms?.Quote : null;
    private readonly Symbol ordered = intent?.Symbol ?? default;
    private readonly StrategyId? strategy = intent?.StrategyId;
    private CurrencyBucket[] buckets = new CurrencyBucket[8];
    private int bucketCount;
    private int strategyOpen;
    private int correlated;
    private int positionsElsewhere;
    private int ownPositions;
    private bool othersAreUnknown;
    private Quantity? ownGross;
    private string? missing;
    private CurrencySum baseSum;
    private CurrencySum quoteSum;

    /// <summary>Of the positions that have a quote and a rate.</summary>
    public decimal Unrealised { get; private set; }

    /// <summary>In the account's currency; null where a symbol cannot be valued.</summary>
    public decimal? Heat
    {
        get
        {
            var heat = 0m;
            for (var i = 0; i < bucketCount; i++)
            {
                heat += buckets[i].Rate.Of(buckets[i].Heat);
            }

            return Known(heat);
        }
    }

    public void Run(WorkingOrders orders)
    {
        var lines = orders.Lines;
        Span<bool> isTaken = lines.Length <= LinesOnStackMax ? stackalloc bool[LinesOnStackMax] : new bool[lines.Length];
        if (account.Mode == PositionMode.Hedging)
        {
            AddHedged(orders, isTaken);
        }
        else
        {
            var next = 0;
            foreach (var (_, position) in account.Positions)
            {
                var symbol = position.Symbol;
                Add(symbol, position.Instrument, position, Take(orders, symbol, isTaken, ref next));
            }
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (!isTaken[i] && lines[i].Opening is not null)
            {
                AddOrdersOnly(lines[i]);
            }
        }

        strategyOpen += strategy is { } own ? orders.CountOf(own) : 0;
        for (var i = 0; i < bucketCount; i++)
        {
            Unrealised += buckets[i].Rate.Result(buckets[i].Gains, buckets[i].Losses);
        }
    }

    /// <summary>What the intent is held against.</summary>
    public RiskExposure Exposure(int openOrders, decimal? marginAfter)
    {
        var quoted = terms!.Quote;
        var rate = rates.Of(quoted);
        var sum = default(CurrencyBucket);
        for (var i = 0; i < bucketCount; i++)
        {
            sum.Add(in buckets[i]);
        }

        return new RiskExposure(
            rate, othersAreUnknown ? null : sum.OthersGross, ownGross, positionsElsewhere, ownPositions, openOrders,
            baseCurrency is { } b ? baseSum.Of(b, missing is null) : null, quoteCurrency is { } q ? quoteSum.Of(q, missing is null) : null,
            Known(sum.WithLong), Known(sum.WithShort), correlated, Known(sum.Heat),
            marginAfter,
            missing ?? (rate is null ? $"there is no rate from {quoted} to {account.Currency}" : null));
    }

    public StrategyExposure Strategy()
    {
        var gross = 0m;
        for (var i = 0; i < bucketCount; i++)
        {
            gross += buckets[i].Rate.Of(buckets[i].StrategyGross);
        }

        return new StrategyExposure(Known(gross), strategyOpen);
    }

    private decimal? Known(decimal sum) => missing is null ? sum : null;

    private static WorkingLine? Take(WorkingOrders orders, Symbol symbol, Span<bool> isTaken, ref int next)
    {
        var place = orders.Find(symbol, ref next);
        if (place < 0)
        {
            return null;
        }

        isTaken[place] = true;
        return orders.Lines[place];
    }

    // Positions of one symbol stand side by side: they weigh net where the market moves, and all of them where they must be carried.
    private void AddHedged(WorkingOrders orders, Span<bool> isTaken)
    {
        ownGross = Quantity.Zero;
        var next = 0;
        foreach (var group in account.Positions.Values.GroupBy(p => p.Symbol))
        {
            AddHedged(group.Key, [.. group], Take(orders, group.Key, isTaken, ref next));
        }
    }

    private void AddHedged(Symbol symbol, Position[] positions, WorkingLine? working)
    {
        var isOwn = symbol == ordered;
        ownPositions += isOwn ? positions.Length + (working?.Opening?.Count ?? 0) : 0;
        positionsElsewhere += isOwn ? 0 : positions.Length + (working?.Opening?.Count ?? 0);
        var instrument = positions[0].Instrument;
        var bucket = BucketOf(instrument.Quote);
        if (!quotes.TryGetValue(symbol, out var quote) || bucket < 0)
        {
            Miss(symbol, quote is null ? "there is no quote" : $"there is no rate from {instrument.Quote} to {account.Currency}");
            return;
        }

        ref var sums = ref buckets[bucket];
        var (longs, shorts) = (0m, 0m);
        foreach (var position in positions)
        {
            AddResult(ref sums, position, quote, position.Quantity.Value * position.ExitPrice(quote).Value);
            longs += Math.Max(0m, position.Quantity.Value);
            shorts += Math.Max(0m, -position.Quantity.Value);
        }

        var (up, down) = (longs * quote.Bid.Value, shorts * quote.Ask.Value);
        sums.Heat += PositionRisk(longs, up, working) + PositionRisk(-shorts, down, working);
        var (buys, sells) = ((working?.Opening?.Buys.Units ?? 0m) * quote.Ask.Value, (working?.Opening?.Sells.Units ?? 0m) * quote.Bid.Value);
        if (isOwn)
        {
            ownGross = new Quantity(longs + shorts);
        }
        else
        {
            sums.OthersGross += up + down + Math.Max(buys, sells);
            Correlate(ref sums, symbol, Math.Max(0m, up - down + buys), Math.Max(0m, down - up + sells));
        }

        AddCurrencies(in sums, instrument, up - down, buys, sells);
        AddOpening(ref sums, working, quote, 0m);
    }

    private void AddOrdersOnly(WorkingLine working)
    {
        var known = terms is not null && working.Symbol == terms.Symbol ? terms
            : Instruments.Find(working.Symbol) is { } instrument ? InstrumentTerms.Of(instrument) : null;
        if (known is null)
        {
            positionsElsewhere++;
            Miss(working.Symbol, "its instrument is not known");
        }
        else
        {
            Add(working.Symbol, known, null, working);
        }
    }

    private void Add(Symbol symbol, InstrumentTerms instrument, Position? position, WorkingLine? working)
    {
        var isOwn = symbol == ordered;
        _ = isOwn ? ownPositions++ : positionsElsewhere++;
        var bucket = BucketOf(instrument.Quote);
        if (!quotes.TryGetValue(symbol, out var quote) || bucket < 0)
        {
            Miss(symbol, quote is null ? "there is no quote" : $"there is no rate from {instrument.Quote} to {account.Currency}");
            return;
        }

        ref var sums = ref buckets[bucket];
        var open = position is null ? 0m : AddPosition(ref sums, position, quote, working);
        if (working?.Opening is not { } opening)
        {
            Spread(ref sums, instrument, symbol, isOwn, open);
            return;
        }

        Spread(ref sums, instrument, symbol, isOwn, open, opening.Buys.Units * quote.Ask.Value, opening.Sells.Units * quote.Bid.Value);
        AddOpening(ref sums, working, quote, position?.Quantity.Value ?? 0m);
    }

    private void AddOpening(ref CurrencyBucket sums, WorkingLine? working, Quote quote, decimal units)
    {
        if (working?.Opening is not { } opening)
        {
            return;
        }

        sums.Heat += OrderRisk(in opening.Buys, quote.Ask.Value, Side.Buy, units) + OrderRisk(in opening.Sells, quote.Bid.Value, Side.Sell, units);
        sums.StrategyGross += strategy is { } own ? working.OfStrategy(own).Units * quote.Ask.Value : 0m;
    }

    private decimal AddPosition(ref CurrencyBucket sums, Position position, Quote quote, WorkingLine? working)
    {
        var units = position.Quantity.Value;
        var open = units * (decimal.IsNegative(units) ? quote.Ask.Value : quote.Bid.Value);
        sums.Heat += PositionRisk(units, decimal.Abs(open), working);
        AddResult(ref sums, position, quote, open);
        return open;
    }

    private void AddResult(ref CurrencyBucket sums, Position position, Quote quote, decimal open)
    {
        var result = open - position.Cost;
        if (position.Instrument.Base == account.Currency)
        {
            // As the account itself values it: by the instrument's own price.
            Unrealised += result / position.ExitPrice(quote).Value;
        }
        else if (decimal.IsNegative(result))
        {
            sums.Losses += result;
        }
        else
        {
            sums.Gains += result;
        }

        if (strategy is not null && position.StrategyId == strategy)
        {
            sums.StrategyGross += decimal.Abs(open);
            strategyOpen++;
        }
    }

    // A position with no orders about it, as most are.
    private void Spread(ref CurrencyBucket sums, InstrumentTerms instrument, Symbol symbol, bool isOwn, decimal open)
    {
        if (!isOwn)
        {
            var size = decimal.Abs(open);
            sums.OthersGross += size;
            Correlate(ref sums, symbol, decimal.IsNegative(open) ? 0m : size, decimal.IsNegative(open) ? size : 0m);
        }

        AddCurrencies(in sums, instrument, open, 0m, 0m);
    }

    private void Spread(
        ref CurrencyBucket sums, InstrumentTerms instrument, Symbol symbol, bool isOwn, decimal open, decimal buys, decimal sells)
    {
        if (!isOwn)
        {
            var (most, least) = (open + buys, open - sells);
            sums.OthersGross += Math.Max(Math.Abs(most), Math.Abs(least));
            Correlate(ref sums, symbol, Math.Max(0m, most), Math.Max(0m, -least));
        }

        AddCurrencies(in sums, instrument, open, buys, sells);
    }

    private void Miss(Symbol symbol, string why)
    {
        missing ??= $"{symbol}: {why}";
        othersAreUnknown |= symbol != ordered;
    }

    // A correlation that is not known, or not a number, counts as the worst: NaN is above no threshold, so it must not be asked that way.
    private void Correlate(ref CurrencyBucket sums, Symbol symbol, decimal ifLong, decimal ifShort)
    {
        var correlation = correlations is not null && correlations.TryGetValue(symbol, out var known) ? known : double.NaN;
        if (Math.Abs(correlation) < threshold)
        {
            return;
        }

        correlated++;
        if (double.IsNaN(correlation))
        {
            ifLong = ifShort = Math.Max(ifLong, ifShort);
        }

        sums.WithLong += correlation < 0 ? ifShort : ifLong;
        sums.WithShort += correlation < 0 ? ifLong : ifShort;
    }

    private void AddCurrencies(in CurrencyBucket sums, InstrumentTerms instrument, decimal open, decimal buys, decimal sells)
    {
        if (baseCurrency is { } b)
        {
            baseSum.Add(b, instrument, sums.Rate, open, buys, sells);
        }

        if (quoteCurrency is { } q)
        {
            quoteSum.Add(q, instrument, sums.Rate, open, buys, sells);
        }
    }

    /// <summary>What a position loses from here at its working stops, in the quote currency; what no stop covers counts whole.</summary>
    private static decimal PositionRisk(decimal units, decimal open, WorkingLine? working)
    {
        var isLong = !decimal.IsNegative(units);
        if (working is null || (isLong ? working.SellStops : working.BuyStops) is not { Any: true, Units: not 0m } stops)
        {
            return open;
        }

        var size = Math.Abs(units);
        if (size == 0m)
        {
            return 0m;
        }

        if (stops.Units == size)
        {
            return Math.Max(0m, isLong ? open - stops.Value : stops.Value - open);
        }

        var covered = Math.Min(size, stops.Units);
        var there = open / size * covered;
        var then = stops.Value / stops.Units * covered;
        return Math.Max(0m, isLong ? there - then : then - there) + (open - there);
    }

    /// <summary>What orders under way lose at their attached stops once filled; nothing where they only close.</summary>
    private static decimal OrderRisk(in OpeningSide side, decimal price, Side which, decimal units)
    {
        if (side.Orders == 0 || (Math.Sign(units) == -which.Sign() && side.Units <= Math.Abs(units)))
        {
            return 0m;
        }

        var market = Math.Max(0m, which.Sign() * ((side.MarketUnits * price) - side.MarketStopValue));
        return side.StoppedRisk + market + (side.UnstoppedUnits * price);
    }

    /// <summary>Negative where there is no rate.</summary>
    private int BucketOf(Currency currency)
    {
        for (var i = 0; i < bucketCount; i++)
        {
            if (buckets[i].Currency == currency)
            {
                return i;
            }
        }

        if (rates.In(currency) is not { } rate)
        {
            return -1;
        }

        if (bucketCount == buckets.Length)
        {
            Array.Resize(ref buckets, bucketCount * 2);
        }

        buckets[bucketCount] = new CurrencyBucket { Currency = currency, Rate = rate };
        return bucketCount++;
    }

    /// <summary>Sums in one quote currency.</summary>
    private struct CurrencyBucket
    {
        public Currency Currency;
        public AccountRate Rate;
        public decimal OthersGross;
        public decimal WithLong;
        public decimal WithShort;
        public decimal Heat;
        public decimal StrategyGross;
        public decimal Gains;
        public decimal Losses;

        /// <summary>Adds another's sums, converted.</summary>
        public void Add(in CurrencyBucket other)
        {
            OthersGross += other.Rate.Of(other.OthersGross);
            WithLong += other.Rate.Of(other.WithLong);
            WithShort += other.Rate.Of(other.WithShort);
            Heat += other.Rate.Of(other.Heat);
        }
    }

    private struct CurrencySum
    {
        private decimal net;
        private decimal gross;
        private decimal up;
        private decimal down;

        public void Add(Currency currency, InstrumentTerms instrument, AccountRate rate, decimal open, decimal buys, decimal sells)
        {
            if (instrument.Base == currency)
            {
                Add(rate.Of(open), rate.Of(buys), rate.Of(sells));
            }
            else if (instrument.Quote == currency)
            {
                Add(rate.Of(-open), rate.Of(sells), rate.Of(buys));
            }
        }

        public readonly CurrencyExposure Of(Currency currency, bool isKnown) =>
            isKnown ? new CurrencyExposure(currency, net, gross, up, down) : new CurrencyExposure(currency, null, null, null, null);

        private void Add(decimal open, decimal rising, decimal falling)
        {
            net += open;
            gross += Math.Abs(open);
            up += rising;
            down += falling;
        }
    }
}
