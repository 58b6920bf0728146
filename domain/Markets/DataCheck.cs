using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>One day's data.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Missing">Periods without a bar while the market was open; of ticks, gaps.</param>
/// <param name="Defects">Rows with something wrong, but for shared times of ticks and locked quotes, which are as they are.</param>
/// <param name="Score">0 to 100, rounded down to a tenth: the share of rows that are there and right.</param>
public sealed record DataDay(DateOnly Day, long Rows, long Missing, long Defects, double Score);

/// <summary>How good recorded data are.</summary>
/// <param name="Timeframe">Null for ticks.</param>
/// <param name="ClosedBreaks">Breaks that lie wholly where the market was closed: weekends, holidays, daily rests. They are no gaps.</param>
/// <param name="MissingPeriods">Periods of all gaps together; of ticks, whole minutes.</param>
/// <param name="Counts">How often each defect was found.</param>
/// <param name="Findings">At most <see cref="FindingsMax"/> of each defect, by line: of gaps, outliers and splits the largest, of others the first.</param>
public sealed record DataReport(
    Symbol Symbol,
    Timeframe? Timeframe,
    long Rows,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    long ClosedBreaks,
    long MissingPeriods,
    ImmutableSortedDictionary<DataDefect, long> Counts,
    ImmutableArray<DataFinding> Findings,
    ImmutableArray<DataDay> Days)
{
    public const int FindingsMax = 20;

    /// <summary>Of all days together; 100 where there is nothing.</summary>
    public double Score => DataCheck.Score(Days.Sum(d => d.Rows), Days.Sum(d => d.Missing), Days.Sum(d => d.Defects));
}

/// <summary>Looks through recorded bars or ticks, row by row in the file's order, and counts what is wrong with them.</summary>
public sealed class DataCheck
{
    private const int Neighbourhood = 256;
    private const int SplitTermMax = 10;

    // A row with one of these is not fit to use, or should not be there.
    private static readonly DataDefect[] Bad =
    [
        DataDefect.Malformed, DataDefect.DuplicateRow, DataDefect.OutOfOrder, DataDefect.Inconsistent, DataDefect.Crossed, DataDefect.Outlier,
        DataDefect.SplitLike, DataDefect.Stale,
    ];

    private readonly Symbol symbol;
    private readonly Timeframe? timeframe;
    private readonly TradingHours hours;
    private readonly DataCheckRules rules;
    private readonly SortedDictionary<DataDefect, long> counts = [];
    private readonly SortedDictionary<DataDefect, PriorityQueue<DataFinding, double>> findings = [];
    private readonly SortedDictionary<DateOnly, DayCounts> days = [];
    private readonly RobustScore scores = new(Neighbourhood);
    private readonly MissingPeriods absence;
    private DateTimeOffset? first;
    private DateTimeOffset last;
    private (DateTimeOffset Time, Ohlc Bid, Ohlc Ask, decimal Volume) before;
    private DateTimeOffset movedAt;
    private bool isStale;
    private long rows;
    private long closedBreaks;
    private long missing;
    private DayCounts? today;
    private TimeRange sameHour;
    private TimeRange? session;
    private int lockedInARow;

    /// <param name="timeframe">Null for ticks.</param>
    /// <param name="hours">When the market is open; null asks the calendar.</param>
    public DataCheck(Symbol symbol, Timeframe? timeframe, TradingHours? hours = null, DataCheckRules? rules = null)
    {
        this.symbol = symbol;
        this.timeframe = timeframe;
        this.hours = hours ?? SessionCalendar.HoursOf(symbol);
        this.rules = rules ?? DataCheckRules.Default;

        // Before and after the main session many minutes pass without a trade: they are no gaps.
        absence = new MissingPeriods(
            this.hours == TradingHours.UsEquityExtended ? TradingHours.UsEquity : this.hours, timeframe, this.rules.SilenceMax);
    }

    /// <summary>Looks at the next bar.</summary>
    public void Add(in RecordedBar bar, long line)
    {
        Open(bar.Start, line);
        if (!bar.Bid.IsConsistent || !bar.Ask.IsConsistent)
        {
            var wrong = bar.Bid.IsConsistent ? bar.Ask : bar.Bid;
            Find(DataDefect.Inconsistent, line, bar.Start, $"open {wrong.Open}, high {wrong.High}, low {wrong.Low}, close {wrong.Close}");
        }

        if (bar.HasBothSides)
        {
            CheckSides(bar.Bid.Close, bar.Ask.Close, line, bar.Start);
            if (bar.Bid == bar.Ask)
            {
                Find(DataDefect.ZeroSpread, line, bar.Start, "all four prices of both sides are equal");
            }
        }

        Compare(line, bar.Start, bar.Bid, bar.Ask, bar.Volume);
    }

    /// <summary>Looks at the next tick.</summary>
    public void Add(in Tick tick, long line)
    {
        Open(tick.Time, line);
        if (tick.Bid.Value <= 0m || tick.Ask.Value <= 0m)
        {
            Find(DataDefect.Inconsistent, line, tick.Time, $"bid {tick.Bid}, ask {tick.Ask}");
        }

        CheckSides(tick.Bid, tick.Ask, line, tick.Time);
        lockedInARow = tick.Bid == tick.Ask ? lockedInARow + 1 : 0;
        if (lockedInARow == rules.LockedInARow)
        {
            Find(DataDefect.ZeroSpread, line, tick.Time, string.Create(CultureInfo.InvariantCulture, $"{lockedInARow} quotes in a row have no spread"));
        }

        Compare(line, tick.Time, Ohlc.At(tick.Bid), Ohlc.At(tick.Ask), tick.BidSize.Value + tick.AskSize.Value);
    }

    /// <summary>Counts a line that could not be read.</summary>
    public void Add(MalformedLine line) => Find(DataDefect.Malformed, line.Line, null, line.Problem);

    public DataReport ToReport() => new(
        symbol, timeframe, rows, first, rows == 0 ? null : last, closedBreaks, missing, counts.ToImmutableSortedDictionary(),
        [.. findings.Values.SelectMany(f => f.UnorderedItems.Select(i => i.Element)).OrderBy(f => f.Line).ThenBy(f => f.Defect)],
        [.. days.Select(d => new DataDay(d.Key, d.Value.Rows, d.Value.Missing, d.Value.Defects, Score(d.Value.Rows, d.Value.Missing, d.Value.Defects)))]);

    internal static double Score(long rows, long missing, long defects) => missing + defects == 0
        ? 100.0
        : Math.Floor(1000.0 * Math.Max(0, rows - defects) / (rows + missing)) / 10.0;

    private void Open(DateTimeOffset time, long line)
    {
        if (today is null || !sameHour.Holds(time))
        {
            // Every market's day begins at a full hour.
            var hour = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
            sameHour = new TimeRange(hour, hour.AddHours(1));
            var date = SessionDate(time);
            today = DayOf(date);
            session = SessionCalendar.On(hours, date);
        }

        rows++;
        today.Rows++;
        CheckHours(time, line);
    }

    private DayCounts DayOf(DateOnly date) => days.TryGetValue(date, out var known) ? known : days[date] = new DayCounts();

    private void CheckHours(DateTimeOffset time, long line)
    {
        var isOpen = timeframe switch
        {
            null => session?.Holds(time) ?? false,
            Timeframe.D1 => session is not null,
            { } bars => session?.Overlap(new TimeRange(time, time + bars.Length)) is not null,
        };
        if (isOpen)
        {
            return;
        }

        var date = SessionDate(time);
        var day = string.Create(CultureInfo.InvariantCulture, $"{date.DayOfWeek} {date:yyyy-MM-dd}");
        if (timeframe is Timeframe.D1 && CalendarDates.IsWeekend(date))
        {
            Find(DataDefect.WeekendBar, line, time, $"a day's bar of {day}");
        }
        else
        {
            Find(DataDefect.ClosedMarket, line, time, $"the market was closed, {day}");
        }
    }

    private void CheckSides(Price bid, Price ask, long line, DateTimeOffset time)
    {
        if (bid > ask)
        {
            Find(DataDefect.Crossed, line, time, $"bid {bid} is above ask {ask}");
        }
        else if (bid == ask)
        {
            Find(DataDefect.Locked, line, time, $"bid and ask are {bid}");
        }
    }

    private void Compare(long line, DateTimeOffset time, Ohlc bid, Ohlc ask, decimal volume)
    {
        if (first is null)
        {
            first = last = movedAt = time;
            before = (time, bid, ask, volume);
            return;
        }

        if (time < before.Time)
        {
            // What follows it is compared with what stood before it.
            Find(DataDefect.OutOfOrder, line, time, $"a row before is of {Text(before.Time)}");
            return;
        }

        if (time == before.Time)
        {
            var same = bid == before.Bid && ask == before.Ask && volume == before.Volume;
            Find(same ? DataDefect.DuplicateRow : DataDefect.DuplicateTime, line, time, same ? "the row before is the same" : "the row before has this time");
        }
        else
        {
            CheckBreak(line, before.Time, time);
            CheckMove(line, time, bid);
        }

        CheckStale(line, time, bid, ask);
        last = time > last ? time : last;
        before = (time, bid, ask, volume);
    }

    private void CheckBreak(long line, DateTimeOffset from, DateTimeOffset until)
    {
        if (until - from <= (timeframe?.Length ?? rules.SilenceMax))
        {
            return;
        }

        var absent = absence.Between(from, until, (date, count) => DayOf(date).Missing += count);
        if (absent == 0)
        {
            closedBreaks++;
            return;
        }

        missing += absent;
        Find(
            DataDefect.Gap, line, from,
            string.Create(CultureInfo.InvariantCulture, $"nothing from {from.UtcDateTime:u} to {until.UtcDateTime:u}, {absent} {Unit(absent)} of an open market"),
            absent);
    }

    private string Unit(long count) => timeframe is null ? count == 1 ? "minute" : "minutes" : $"{timeframe}{(count == 1 ? string.Empty : "s")}";

    private DateOnly SessionDate(DateTimeOffset time) => SessionCalendar.DateOf(hours, time);

    private void CheckMove(long line, DateTimeOffset time, Ohlc bid)
    {
        if (!bid.IsConsistent || before.Bid.Close.Value <= 0m)
        {
            return;
        }

        // A split shows between a close and the next open, and lasts; by the next close the market has moved as well.
        var previous = before.Bid.Close.ToDouble();
        var (opening, closing) = (bid.Open.ToDouble() / previous, bid.Close.ToDouble() / previous);
        var (rise, fall) = (bid.High.ToDouble() / previous, bid.Low.ToDouble() / previous);
        var farthest = rise * fall > 1.0 ? rise : fall;
        var score = scores.Push(Math.Log(farthest));
        if (timeframe is not null && Math.Abs(opening - 1.0) >= rules.SplitMove && Math.Abs((closing / opening) - 1.0) < rules.SplitMove
            && SplitOf(opening) is { } split)
        {
            Find(
                DataDefect.SplitLike, line, time,
                string.Create(CultureInfo.InvariantCulture, $"from {before.Bid.Close} to {bid.Open}, {100.0 * (opening - 1.0):0.0} %, as a split of {split} makes"),
                Math.Abs(Math.Log(opening)));
        }
        else if (score >= rules.OutlierScore && Math.Abs(farthest - 1.0) >= rules.OutlierMove)
        {
            Find(
                DataDefect.Outlier, line, time,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"from {before.Bid.Close} to {(rise * fall > 1.0 ? bid.High : bid.Low)}, {100.0 * (farthest - 1.0):0.00} %, a robust z-score of {score:0}"),
                score);
        }
    }

    /// <summary>The split that a ratio of prices looks like, such as 2:1 for a half; null where it looks like none.</summary>
    private string? SplitOf(double ratio)
    {
        for (var of = 1; of <= SplitTermMax; of++)
        {
            for (var shares = 1; shares <= SplitTermMax; shares++)
            {
                if ((of == 1 || shares == 1 || of + shares == 5) && of != shares && Math.Abs((ratio * shares / of) - 1.0) <= rules.SplitTolerance)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{shares}:{of}");
                }
            }
        }

        return null;
    }

    private void CheckStale(long line, DateTimeOffset time, Ohlc bid, Ohlc ask)
    {
        if (bid != before.Bid || ask != before.Ask || bid.High != bid.Low)
        {
            (movedAt, isStale) = (time, false);
            return;
        }

        var still = SessionCalendar.OpenTime(hours, movedAt, time);
        var most = timeframe is { } bars && bars.Length * 3 > rules.StaleMax ? bars.Length * 3 : rules.StaleMax;
        if (!isStale && still > most)
        {
            isStale = true;
            Find(
                DataDefect.Stale, line, time,
                string.Create(CultureInfo.InvariantCulture, $"{bid.Close} since {movedAt.UtcDateTime:u}, {still.TotalMinutes:0} minutes of an open market"));
        }
    }

    /// <param name="weight">Of the heaviest findings the most are kept; of equal ones the first.</param>
    private void Find(DataDefect defect, long line, DateTimeOffset? time, string detail, double weight = 0.0)
    {
        var count = counts.TryGetValue(defect, out var before) ? before + 1 : 1;
        counts[defect] = count;
        if (Bad.Contains(defect) && today is not null)
        {
            today.Defects++;
        }

        if (!findings.TryGetValue(defect, out var kept))
        {
            findings[defect] = kept = new PriorityQueue<DataFinding, double>();
        }

        if (kept.Count < DataReport.FindingsMax)
        {
            kept.Enqueue(new DataFinding(defect, line, time, detail), weight);
        }
        else if (kept.TryPeek(out _, out var lightest) && weight > lightest)
        {
            kept.EnqueueDequeue(new DataFinding(defect, line, time, detail), weight);
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    private sealed class DayCounts
    {
        public long Rows { get; set; }

        public long Missing { get; set; }

        public long Defects { get; set; }
    }
}
