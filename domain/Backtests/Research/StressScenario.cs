using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// Something that did not happen, applied to bars that were recorded. Its label says that it is made up. Closed set. Bars stay consistent: the
/// extremes enclose open and close, the ask is not below the bid, prices are above zero.
/// </summary>
[JsonDerivedType(typeof(Gap), "gap")]
[JsonDerivedType(typeof(Volatility), "volatility")]
[JsonDerivedType(typeof(Spread), "spread")]
[JsonDerivedType(typeof(Outage), "outage")]
[JsonDerivedType(typeof(Several), "several")]
public abstract record StressScenario
{
    private StressScenario()
    {
    }

    /// <summary>For people; begins with "Made up".</summary>
    [JsonIgnore]
    public string Label => $"Made up: {Text}";

    [JsonIgnore]
    internal abstract string Text { get; }

    /// <summary>When it happens; outside of it nothing is changed for good.</summary>
    [JsonIgnore]
    public abstract (DateTimeOffset From, DateTimeOffset To) Window { get; }

    /// <summary>What is wrong with it, as a sentence; null where nothing is.</summary>
    [JsonIgnore]
    public abstract string? Problem { get; }

    /// <summary>
    /// Like 15 January 2015, when the Swiss National Bank gave up its floor: EURCHF opened a gap of some 15 % within minutes, at spreads of several percent.
    /// </summary>
    public static StressScenario Snb2015(DateTimeOffset at, double percent = -15.0) =>
        new Gap(at, percent, SpreadTimes: 20.0, SpreadPercent: 2.0, TimeSpan.FromHours(1));

    /// <summary>Like the autumn of 2008: moves about four times as large around the same mean, and spreads three times as wide.</summary>
    public static StressScenario Crisis2008(DateTimeOffset from, DateTimeOffset to) =>
        new Several([new Volatility(from, to, 4.0), new Spread(from, to, 3.0)]);

    /// <summary>A copy of bars to which it happened.</summary>
    /// <exception cref="ArgumentException">It is out of range, or prices become too large to keep.</exception>
    public BarSeries Apply(BarSeries series)
    {
        if (Problem is { } problem)
        {
            throw new ArgumentException(problem);
        }

        return BarSeriesBuilder.Of(series.Symbol, series.Timeframe, Change(series));
    }

    internal abstract IEnumerable<Bar> Change(BarSeries series);

    /// <summary>The price jumps once and stays there.</summary>
    /// <param name="At">Bars from here on are moved; the one inside which it lies closes moved.</param>
    /// <param name="Percent">Of the price; more than −95, at most 500.</param>
    /// <param name="SpreadTimes">Factor on the spread for a while; 1 to 1,000.</param>
    /// <param name="SpreadPercent">Added to the spread for a while, of the price; 0 to 50.</param>
    /// <param name="SpreadFor">How long.</param>
    public sealed record Gap(DateTimeOffset At, double Percent, double SpreadTimes = 1.0, double SpreadPercent = 0.0, TimeSpan SpreadFor = default)
        : StressScenario
    {
        internal override string Text => Line($"the price jumps by {Percent} % at {At:u}, spread times {SpreadTimes} plus {SpreadPercent} % for {SpreadFor}");

        [JsonIgnore]
        public override (DateTimeOffset From, DateTimeOffset To) Window => (At, At);

        public override string? Problem => Percent is > -95.0 and <= 500.0
            ? SpreadTimes is >= 1.0 and <= 1_000.0 && SpreadPercent is >= 0.0 and <= 50.0 ? null : "A spread grows by 1 to 1,000 times and 0 to 50 percent."
            : "A gap is more than -95 and at most 500 percent.";

        internal override IEnumerable<Bar> Change(BarSeries series)
        {
            var factor = 1.0 + (Percent / 100.0);
            return series.Bars.Select(bar =>
            {
                var moved = bar.Start >= At ? StressBar.Times(bar, factor, series.Point) : bar.End > At ? StressBar.Jump(bar, factor, series.Point) : bar;
                return bar.End > At && bar.Start < At + SpreadFor ? StressBar.Widen(moved, SpreadTimes, SpreadPercent, series.Point) : moved;
            });
        }
    }

    /// <summary>
    /// Every move from close to close is so many times as far from the mean move of the window, and so are the prices inside a bar; the price ends
    /// the window where it did. Spreads grow likewise.
    /// </summary>
    /// <param name="Factor">More than 0, at most 20; below 1 calms the market.</param>
    public sealed record Volatility(DateTimeOffset From, DateTimeOffset To, double Factor) : StressScenario
    {
        internal override string Text => Line($"moves {Factor} times as large from {From:u} to {To:u}");

        [JsonIgnore]
        public override (DateTimeOffset From, DateTimeOffset To) Window => (From, To);

        public override string? Problem => From >= To ? "The window ends before it begins." : Factor is > 0.0 and <= 20.0 ? null : "Moves grow by more than 0 and at most 20 times.";

        internal override IEnumerable<Bar> Change(BarSeries series)
        {
            var (from, to) = (series.IndexOf(From), series.IndexOf(To));
            var begin = from >= series.Count ? 1.0 : from == 0 ? series[0].Bid.Open.ToDouble() : series[from - 1].Bid.Close.ToDouble();
            var mean = to > from ? Math.Log(series[to - 1].Bid.Close.ToDouble() / begin) / (to - from) : 0.0;
            var (before, beforeMoved) = (begin, begin);
            return series.Bars.Select((bar, i) =>
            {
                if (i < from || i >= to)
                {
                    return bar;
                }

                var (origin, target) = (before, beforeMoved);
                if (bar.Bid.Low.Value <= 0m)
                {
                    throw new ArgumentException("Moves are scaled as ratios, which need prices above zero.", nameof(series));
                }

                double Move(double price) => target * Math.Exp(mean + (Factor * (Math.Log(price / origin) - mean)));
                var moved = StressBar.Map(bar, Move, series.Point);
                (before, beforeMoved) = (bar.Bid.Close.ToDouble(), Move(bar.Bid.Close.ToDouble()));
                return moved;
            });
        }
    }

    /// <summary>The ask stands further from the bid.</summary>
    /// <param name="Times">Factor on the spread; 0 to 1,000.</param>
    /// <param name="AddPercent">Added to it, of the price, for recordings of one side; 0 to 50.</param>
    public sealed record Spread(DateTimeOffset From, DateTimeOffset To, double Times, double AddPercent = 0.0) : StressScenario
    {
        internal override string Text => Line($"spread times {Times} plus {AddPercent} % from {From:u} to {To:u}");

        [JsonIgnore]
        public override (DateTimeOffset From, DateTimeOffset To) Window => (From, To);

        public override string? Problem => From >= To ? "The window ends before it begins."
            : Times is >= 0.0 and <= 1_000.0 && AddPercent is >= 0.0 and <= 50.0 ? null : "A spread grows by 0 to 1,000 times and 0 to 50 percent.";

        internal override IEnumerable<Bar> Change(BarSeries series) => series.Bars.Select(
            bar => bar.End > From && bar.Start < To ? StressBar.Widen(bar, Times, AddPercent, series.Point) : bar);
    }

    /// <summary>Bars that touch the window are missing, as when a feed was down.</summary>
    public sealed record Outage(DateTimeOffset From, DateTimeOffset To) : StressScenario
    {
        internal override string Text => Line($"no prices from {From:u} to {To:u}");

        [JsonIgnore]
        public override (DateTimeOffset From, DateTimeOffset To) Window => (From, To);

        public override string? Problem => From >= To ? "The window ends before it begins." : null;

        internal override IEnumerable<Bar> Change(BarSeries series) => series.Bars.Where(bar => bar.End <= From || bar.Start >= To);
    }

    /// <summary>One after the other, in their order; 1 to 20.</summary>
    public sealed record Several(ImmutableArray<StressScenario> Scenarios) : StressScenario
    {
        internal override string Text => string.Join("; ", Scenarios.Select(each => each.Text));

        [JsonIgnore]
        public override (DateTimeOffset From, DateTimeOffset To) Window => (Scenarios.Min(s => s.Window.From), Scenarios.Max(s => s.Window.To));

        public override string? Problem => Scenarios.Length is < 1 or > 20
            ? "There are 1 to 20 scenarios."
            : Scenarios.Select(each => each.Problem).FirstOrDefault(problem => problem is not null);

        internal override IEnumerable<Bar> Change(BarSeries series) => Scenarios.Aggregate(series, (changed, each) => each.Apply(changed)).Bars;

        public bool Equals(Several? other) => other is not null && Scenarios.SequenceEqual(other.Scenarios);

        public override int GetHashCode() => Scenarios.Length;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
