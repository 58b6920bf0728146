using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What the monitor needs of the books at a tick, in the account's currency.</summary>
/// <param name="RealisedToday">Net of commission, since the last 17:00 New York.</param>
public readonly record struct MonitoredBooks(decimal Cash, decimal RealisedToday, Currency Currency);

/// <summary>
/// Watches an account after the trade: on every tick of a held symbol its equity, on every reject the rejects, and with time the data and the
/// broker. Each method answers the cause of a halt, or null; <see cref="Halt"/> makes the command of it. A tick costs one sum, whatever the number
/// of positions. Times are the market's: in a replay the recording's. Not thread-safe.
/// </summary>
/// <param name="peakEquity">Highest equity so far; null where none is known, and the first valuation is.</param>
public sealed class RiskMonitor(decimal? peakEquity)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Symbol, (decimal Result, DateTimeOffset Tick)> held = [];
    private readonly OrderRateMeter rejects = new();
    private DateTimeOffset nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset? brokerGone;

    /// <summary>Highest equity so far.</summary>
    public decimal? PeakEquity { get; private set; } = peakEquity;

    /// <summary>What all held positions would gain by closing now.</summary>
    public decimal OpenResult { get; private set; }

    /// <summary>A symbol that is held from now on, or again after a restart: its data is expected from now.</summary>
    public void Hold(Symbol symbol, decimal openResult, DateTimeOffset now) => Set(symbol, openResult, now);

    /// <summary>A symbol that is flat.</summary>
    public void Release(Symbol symbol)
    {
        if (held.Remove(symbol, out var gone))
        {
            OpenResult -= gone.Result;
        }
    }

    /// <summary>A deposit (above zero) or withdrawal: neither is a gain, nor a drawdown.</summary>
    public void OnCash(decimal amount) => PeakEquity = PeakEquity is { } peak ? Math.Max(0m, peak + amount) : null;

    /// <summary>A tick of a held symbol.</summary>
    /// <param name="openResult">What closing the symbol's positions would gain now, in the account's currency.</param>
    public HaltCause? OnTick(
        Symbol symbol, DateTimeOffset tick, decimal openResult, in MonitoredBooks books, EffectiveLimits limits, DateTimeOffset now)
    {
        Set(symbol, openResult, tick);
        return OnBooks(books, limits) ?? OnTime(limits, now);
    }

    /// <summary>After a fill, a charge, or anything else that changes the books.</summary>
    public HaltCause? OnBooks(in MonitoredBooks books, EffectiveLimits limits)
    {
        var equity = books.Cash + OpenResult;
        PeakEquity = PeakEquity is { } peak && peak > equity ? peak : equity;
        var loss = -(books.RealisedToday + OpenResult);
        if (limits[LimitKind.HaltOnDailyLoss] is { } most && loss >= most.Value)
        {
            return Cause("halt.daily_loss", loss, most, $"Today's loss is {Text(loss)} {books.Currency}");
        }

        var drawdown = PeakEquity > 0m ? (PeakEquity.Value - equity) / PeakEquity.Value * 100m : 0m;
        return limits[LimitKind.HaltOnDrawdown] is { } deepest && drawdown >= deepest.Value
            ? Cause("halt.drawdown", drawdown, deepest, $"The equity is {Text(drawdown)} % below its peak of {Text(PeakEquity.Value)} {books.Currency}")
            : null;
    }

    /// <summary>An order that the venue rejected.</summary>
    public HaltCause? OnReject(EffectiveLimits limits, DateTimeOffset now)
    {
        rejects.Note(now);
        var count = rejects.Count(now, Minute);
        return limits[LimitKind.HaltOnRejects] is { } most && count >= most.Value
            ? Cause("halt.reject_storm", count, most, FormattableString.Invariant($"The venue rejected {count} orders within a minute"))
            : null;
    }

    /// <summary>The broker came, or went.</summary>
    public void OnBroker(bool isConnected, DateTimeOffset now) => brokerGone = isConnected ? null : brokerGone ?? now;

    /// <summary>What silence tells; looked at once a second at most.</summary>
    public HaltCause? OnTime(EffectiveLimits limits, DateTimeOffset now)
    {
        if (now < nextLook)
        {
            return null;
        }

        nextLook = now + Second;
        if (brokerGone is { } since && limits[LimitKind.HaltOnBrokerOutage] is { } away && RiskCaps.Seconds(now - since) >= away.Value)
        {
            var seconds = RiskCaps.Seconds(now - since);
            return Cause("halt.broker_outage", seconds, away, $"The broker has been away for {Text(seconds)} s");
        }

        return limits[LimitKind.HaltOnDataOutage] is { } silent ? Silence(silent, now) : null;
    }

    /// <summary>
    /// The command that a cause asks for: the same cause at the same time is the same command, so that it halts once however often it is sent.
    /// </summary>
    public static SetTradingState Halt(HaltCause cause, DateTimeOffset now) => new(
        CommandId.Parse(FormattableString.Invariant($"{cause.Code}/{now.UtcTicks}")), Actor.Gate, TradingState.Halted, cause.Message, cause);

    // A weekend without ticks is no outage: only time counts in which the symbol's market was open.
    private HaltCause? Silence(EffectiveLimit limit, DateTimeOffset now)
    {
        foreach (var (symbol, (_, tick)) in held)
        {
            if (RiskCaps.Seconds(now - tick) < limit.Value)
            {
                continue;
            }

            var silent = RiskCaps.Seconds(SessionCalendar.OpenTime(symbol, tick, now));
            if (silent >= limit.Value)
            {
                return Cause("halt.data_outage", silent, limit, $"{symbol} is held and has had no tick for {Text(silent)} s of its session");
            }
        }

        return null;
    }

    private void Set(Symbol symbol, decimal result, DateTimeOffset tick)
    {
        if (held.TryGetValue(symbol, out var before))
        {
            OpenResult -= before.Result;
            tick = tick > before.Tick ? tick : before.Tick;
        }

        held[symbol] = (result, tick);
        OpenResult += result;
    }

    private static HaltCause Cause(string code, decimal figure, EffectiveLimit limit, string what) =>
        new(code, $"{what}; trading is halted at {Text(limit.Value)}{RiskRefusals.Of(limit.Level)}.", figure, limit.Value);

    private static string Text(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
