using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>The trades of one group.</summary>
/// <param name="Net">Sum after commission, in the account's currency.</param>
/// <param name="WinRatePercent">Won trades over all trades.</param>
/// <param name="ProfitFactor">Gains over losses; null without a loss.</param>
public sealed record BreakdownRow(string Group, int Count, int Won, decimal Net, double? WinRatePercent, double? ProfitFactor)
{
    internal static BreakdownRow Of(string group, IEnumerable<BacktestTrade> trades)
    {
        var (count, won, gains, losses) = (0, 0, 0m, 0m);
        foreach (var trade in trades)
        {
            count++;
            won += trade.Net > 0m ? 1 : 0;
            gains += Math.Max(0m, trade.Net);
            losses += Math.Min(0m, trade.Net);
        }

        return new BreakdownRow(group, count, won, gains + losses, Numbers.Ratio(won * 100.0, count), Numbers.Ratio(gains, -losses));
    }
}

/// <summary>
/// The closed trades in groups; every trade is in exactly one group of each kind, so that counts and sums add up to the whole. Months are those
/// of the closing; weekdays and sessions those of the opening, when the decision was made. Groups without trades are left out.
/// </summary>
/// <param name="Months"><c>2014-05</c>, by the day convention; ascending.</param>
/// <param name="Weekdays"><c>Monday</c> first, by the day convention: of FX days, Sunday evening is Monday.</param>
/// <param name="Sessions">Of <see cref="TradingSessions"/>: those open at the time, joined by <c>/</c> where they overlap, or <c>None</c>.</param>
/// <param name="Symbols">By name.</param>
/// <param name="Sides"><c>Long</c>, <c>Short</c>.</param>
/// <param name="ExitReasons">In the order of <see cref="Strategies.SignalReason"/>.</param>
public sealed record BacktestBreakdowns(
    ImmutableArray<BreakdownRow> Months,
    ImmutableArray<BreakdownRow> Weekdays,
    ImmutableArray<BreakdownRow> Sessions,
    ImmutableArray<BreakdownRow> Symbols,
    ImmutableArray<BreakdownRow> Sides,
    ImmutableArray<BreakdownRow> ExitReasons)
{
    public static BacktestBreakdowns Of(BacktestResult result, DayConvention days)
    {
        var sessions = new SessionGroups();
        var trades = result.Trades;
        return new BacktestBreakdowns(
            Group(trades, t => MonthOf(DayOf(t.Closed, days)), month => month.ToString("yyyy-MM", CultureInfo.InvariantCulture)),
            Group(trades, t => ((int)DayOf(t.Opened, days).DayOfWeek + 6) % 7, d => ((DayOfWeek)((d + 1) % 7)).ToString()),
            Group(trades, t => sessions.At(t.Opened), SessionGroups.NameOf, SessionGroups.OfTheDay),
            Group(trades, t => t.Symbol.Value, symbol => symbol, StringComparer.Ordinal),
            Group(trades, t => t.Side == Side.Buy ? 0 : 1, side => side == 0 ? "Long" : "Short"),
            Group(trades, t => t.ClosedBecause, reason => reason.ToString()));
    }

    /// <summary>All six with their names, in the order in which they are shown.</summary>
    public IEnumerable<(string Name, ImmutableArray<BreakdownRow> Rows)> All() =>
    [
        ("month", Months), ("weekday", Weekdays), ("session", Sessions), ("symbol", Symbols), ("side", Sides), ("exitReason", ExitReasons),
    ];

    private static DateOnly DayOf(DateTimeOffset time, DayConvention days) =>
        days == DayConvention.Fx ? FxDayStarts.DateAt(time.UtcTicks) : DateOnly.FromDateTime(time.UtcDateTime);

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static ImmutableArray<BreakdownRow> Group<TKey>(
        ImmutableArray<BacktestTrade> trades, Func<BacktestTrade, TKey> keyOf, Func<TKey, string> nameOf, IComparer<TKey>? order = null)
        where TKey : notnull =>
        [.. trades.GroupBy(keyOf).OrderBy(g => g.Key, order).Select(g => BreakdownRow.Of(nameOf(g.Key), g))];

    /// <summary>Which sessions are open at a time, as a sum of powers of two; each session of each date is looked up once.</summary>
    private sealed class SessionGroups
    {
        private static readonly TradingSession[] Known = Enum.GetValues<TradingSession>();

        private readonly Dictionary<DateOnly, ImmutableArray<SessionHours>> hours = [];

        /// <summary>As the day goes, overlaps between the two that overlap; none comes last.</summary>
        public static IComparer<int> OfTheDay { get; } = Comparer<int>.Create((first, second) => Place(first).CompareTo(Place(second)));

        public static string NameOf(int open) => open == 0 ? "None" : string.Join('/', Known.Where(s => (open & (1 << (int)s)) != 0));

        public int At(DateTimeOffset time)
        {
            // No place's date is further than a day from the date in UTC.
            var date = DateOnly.FromDateTime(time.UtcDateTime);
            return Open(date.AddDays(-1), time) | Open(date, time) | Open(date.AddDays(1), time);
        }

        private static double Place(int open) =>
            open == 0 ? double.MaxValue : Known.Where(s => (open & (1 << (int)s)) != 0).Average(s => (int)s);

        private int Open(DateOnly date, DateTimeOffset time)
        {
            if (!hours.TryGetValue(date, out var sessions))
            {
                sessions = [.. Known.Select(s => TradingSessions.On(s, date)).OfType<SessionHours>()];
                hours[date] = sessions;
            }

            var open = 0;
            foreach (var session in sessions)
            {
                open |= session.Hours.Holds(time) ? 1 << (int)session.Session : 0;
            }

            return open;
        }
    }
}
