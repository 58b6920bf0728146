using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Markets;

namespace Countersign.Grains.Accounts;

/// <summary>
/// Watches an account after the trade, tick by tick: its equity against the limits that halt, its margin against call and stop-out, and how far
/// prices went while positions were open. It decides nothing; what it sees is carried out by the grain. Used by one turn at a time.
/// </summary>
internal sealed class AccountWatch(IMarketClock clock)
{
    private readonly Dictionary<PositionId, PositionExcursion> excursions = [];
    private readonly HashSet<Symbol> held = [];
    private EquityMeter? meter;
    private RiskMonitor? monitor;
    private Account? account;

    /// <summary>How far prices went from each open position.</summary>
    public IReadOnlyDictionary<PositionId, PositionExcursion> Excursions => excursions;

    /// <summary>Limits of the levels above, as they were last told.</summary>
    public RiskLevels? Levels { get; set; }

    /// <summary>The account after a change, and the quotes that are known.</summary>
    /// <returns>Why trading must be halted, or null.</returns>
    public HaltCause? Follow(Account after, IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var before = account;
        account = after;
        meter ??= new EquityMeter(after, quotes);
        meter.Follow(after);
        monitor ??= new RiskMonitor(after.Record?.PeakEquity);
        if (before is not null && !ReferenceEquals(before.Positions, after.Positions))
        {
            foreach (var id in excursions.Keys.Where(id => !after.Positions.ContainsKey(id)).ToArray())
            {
                excursions.Remove(id);
            }
        }

        if (before is null || !ReferenceEquals(before.Positions, after.Positions))
        {
            Hold(quotes);
        }

        return ReferenceEquals(before?.Ledger, after.Ledger) ? null : monitor.OnBooks(Books(), Limits());
    }

    /// <summary>What was paid in (above zero) or out is neither a gain nor a loss.</summary>
    public void Paid(Money amount) => monitor?.OnCash(amount.Amount);

    /// <summary>The venue rejected an order.</summary>
    public HaltCause? Rejected() => monitor?.OnReject(Limits(), clock.Now);

    /// <summary>Time has passed: whether data and broker are still there.</summary>
    public HaltCause? Look(bool isConnected)
    {
        monitor?.OnBroker(isConnected, clock.Now);
        return monitor?.OnTime(Limits(), clock.Now);
    }

    /// <summary>A tick of a symbol that is followed.</summary>
    /// <returns>Why trading must be halted, or null; and whether the margin is no longer where the books have it.</returns>
    public (HaltCause? Halt, bool MarginMoved) On(Quote quote)
    {
        if (account is null || meter is null || monitor is null)
        {
            return (null, false);
        }

        meter.On(quote);
        HaltCause? cause = null;
        if (held.Contains(quote.Symbol))
        {
            cause = monitor.OnTick(quote.Symbol, quote.Time, OpenResult(quote.Symbol, meter.Quotes), Books(), Limits(), clock.Now);
            foreach (var (id, position) in account.Positions)
            {
                if (position.Symbol == quote.Symbol)
                {
                    excursions[id] = excursions.GetValueOrDefault(id).After(position, quote);
                }
            }
        }

        return (cause, HasMarginMoved);
    }

    /// <summary>The margin is no longer where the books have it, or a stop-out goes on.</summary>
    public bool HasMarginMoved => account is { Terms.Margin: { } terms } && meter?.Figures is { } figures
        && (MarginMonitor.StatusOf(account.MarginStatus, terms, figures) != account.MarginStatus
            || account.MarginStatus == MarginStatus.StoppingOut);

    private void Hold(IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        foreach (var symbol in held.Where(s => !account!.PositionsIn(s).Any()).ToArray())
        {
            held.Remove(symbol);
            monitor!.Release(symbol);
        }

        foreach (var (_, position) in account!.Positions)
        {
            held.Add(position.Symbol);
            monitor!.Hold(position.Symbol, OpenResult(position.Symbol, quotes), clock.Now);
        }
    }

    private decimal OpenResult(Symbol symbol, IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var sum = 0m;
        foreach (var (_, position) in account!.Positions)
        {
            if (position.Symbol == symbol && quotes.TryGetValue(symbol, out var quote)
                && position.Unrealised(quote, account.Currency, quotes) is { } result)
            {
                sum += result.Amount;
            }
        }

        return sum;
    }

    private MonitoredBooks Books() => new(account!.Ledger.Cash, account.RealisedOn(FxDay.At(clock.Now).Date), account.Currency);

    private EffectiveLimits Limits() => EffectiveLimits.Of(account!.Limits, Levels);
}
