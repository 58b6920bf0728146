using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Accounts;

/// <summary>
/// How markets have moved over the last hours, for the limits that ask: hourly bars of a symbol are asked for once an hour, and only where such a
/// limit is set.
/// </summary>
internal sealed class MarketHistory(IGrainFactory grains)
{
    private const int BarsMax = 120;
    private const int SymbolsMax = 64;

    private readonly Dictionary<Symbol, (DateTimeOffset Hour, ImmutableArray<Bar> Bars)> known = [];

    /// <summary>Null where the symbol has too few bars.</summary>
    public async ValueTask<decimal?> VolatilityAsync(Symbol symbol, DateTimeOffset now, CancellationToken cancellationToken) =>
        VolatilityRatio.Of(await BarsAsync(symbol, now, cancellationToken));

    /// <summary>Of a symbol with every other that the account holds or has orders in; one that is not known is left out.</summary>
    public async ValueTask<IReadOnlyDictionary<Symbol, double>> CorrelationsAsync(
        Account account, Symbol symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var correlation = new RollingCorrelation(BarsMax);
        var others = account.Positions.Values.Select(p => p.Symbol).Concat(account.Orders.Open.Values.Select(o => o.Ticket.Symbol))
            .Where(s => s != symbol).Distinct().OrderBy(s => s.Value, StringComparer.Ordinal).Take(SymbolsMax - 1);
        foreach (var each in others.Prepend(symbol))
        {
            foreach (var bar in await BarsAsync(each, now, cancellationToken))
            {
                correlation.Push(each, bar.Start, bar.Bid.Close.ToDouble());
            }
        }

        return correlation.With(symbol);
    }

    private async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        if (known.TryGetValue(symbol, out var last) && last.Hour == hour)
        {
            return last.Bars;
        }

        var bars = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol)).GetBarsAsync(Timeframe.H1, BarsMax + 1, cancellationToken);

        // The last one may still be forming.
        ImmutableArray<Bar> closed = [.. bars.Where(b => b.End <= now)];
        if (known.Count >= SymbolsMax)
        {
            known.Clear();
        }

        known[symbol] = (hour, closed);
        return closed;
    }
}
