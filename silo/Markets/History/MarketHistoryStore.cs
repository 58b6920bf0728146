using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets.History;

/// <summary>The market history over either database. Rows lie in chunks; a batch is merged with the chunks that it falls into.</summary>
internal sealed class MarketHistoryStore(HistoryDatabase database, MarketHistoryOptions options) : IMarketHistory, IDisposable
{
    private const int ChunksAtOnce = 64;
    private const int SourceLengthMax = 32;
    private const string Ticks = "";

    private static readonly ImmutableArray<string> TimeframeNames = [.. Timeframes.All.Select(t => t.ToString())];

    public void Dispose() => database.Dispose();

    public async Task<ImmutableArray<HistorySeries>> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await database.SeriesAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. stored.Where(s => s.Rows > 0)
                .Select(s => new HistorySeries(
                    Symbol.Parse(s.Name.Symbol), s.Name.Timeframe == Ticks ? null : Enum.Parse<Timeframe>(s.Name.Timeframe), s.Name.Source, s.Rows,
                    new DateTimeOffset(s.First, TimeSpan.Zero), new DateTimeOffset(s.Last, TimeSpan.Zero)))
                .OrderBy(s => s.Symbol).ThenBy(s => s.Timeframe).ThenBy(s => Rank(s.Source)).ThenBy(s => s.Source, StringComparer.Ordinal),
        ];
    }

    public Task<ImportPosition?> FindImportAsync(string import, CancellationToken cancellationToken) =>
        database.FindImportAsync(import, cancellationToken);

    public Task WriteBarsAsync(HistoryTarget target, IReadOnlyList<Bar> bars, ImportPosition? position, CancellationToken cancellationToken)
    {
        Check(target, bars.Count);
        var timeframe = bars.Count == 0 ? default : bars[0].Timeframe;
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars[i].Timeframe != timeframe || (i > 0 && bars[i].Start <= bars[i - 1].Start))
            {
                throw new ArgumentException("Bars of one batch are of one timeframe, and each starts after the one before it.", nameof(bars));
            }
        }

        var chunks = Group(bars, bar => BarChunk.StartOf(timeframe, bar.Start));
        return database.WriteAsync(
            NameOf(target, TimeframeNames[(int)timeframe]), [.. chunks.Select(c => c.Start)],
            stored => [.. chunks.Select(c => Merge(timeframe, c.Start, c.Rows, stored.GetValueOrDefault(c.Start)))], position, cancellationToken);
    }

    public Task WriteTicksAsync(HistoryTarget target, IReadOnlyList<Tick> ticks, ImportPosition? position, CancellationToken cancellationToken)
    {
        Check(target, ticks.Count);
        for (var i = 1; i < ticks.Count; i++)
        {
            if (ticks[i].Time < ticks[i - 1].Time)
            {
                throw new ArgumentException("Ticks of one batch are in order.", nameof(ticks));
            }
        }

        var chunks = Group(ticks, tick => TickChunk.StartOf(tick.Time));
        return database.WriteAsync(
            NameOf(target, Ticks), [.. chunks.Select(c => c.Start)],
            stored => [.. chunks.Select(c => Merge(c.Start, c.Rows, stored.GetValueOrDefault(c.Start)))], position, cancellationToken);
    }

    public IAsyncEnumerable<HistoryBar> ReadBarsAsync(HistoryQuery query, Timeframe timeframe, CancellationToken cancellationToken) =>
        query.NewestMax is { } countMax
            ? NewestAsync(query, timeframe, countMax, cancellationToken)
            : BarsAsync(query, timeframe, cancellationToken);

    public async IAsyncEnumerable<Tick> ReadTicksAsync(HistoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var series in await SeriesAsync(query, Ticks, cancellationToken).ConfigureAwait(false))
        {
            var ticks = query.NewestMax is { } countMax
                ? NewestTicksAsync(query, series.Id, countMax, cancellationToken)
                : TicksAsync(query, series.Id, cancellationToken);
            var any = false;
            await foreach (var tick in ticks.ConfigureAwait(false))
            {
                any = true;
                yield return tick;
            }

            if (any)
            {
                yield break;
            }
        }
    }

    private async IAsyncEnumerable<HistoryBar> BarsAsync(
        HistoryQuery query, Timeframe timeframe, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var series = await SeriesAsync(query, TimeframeNames[(int)timeframe], cancellationToken).ConfigureAwait(false);
        var page = BarChunk.SpanOf(timeframe) * ChunksAtOnce;
        var merged = new List<HistoryBar>();
        for (var from = BarChunk.StartOf(timeframe, First(query, series)); from <= Last(query, series); from += page)
        {
            merged.Clear();
            await LoadAsync(series, timeframe, from, from + page, merged, cancellationToken).ConfigureAwait(false);
            foreach (var bar in merged)
            {
                if (bar.Bar.Start >= query.From && bar.Bar.Start < query.Until)
                {
                    yield return bar;
                }
            }
        }
    }

    // From the end to the beginning, a chunk's span at a time, until there are enough.
    private async IAsyncEnumerable<HistoryBar> NewestAsync(
        HistoryQuery query, Timeframe timeframe, int countMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var series = await SeriesAsync(query, TimeframeNames[(int)timeframe], cancellationToken).ConfigureAwait(false);
        var found = new List<HistoryBar>();
        var first = BarChunk.StartOf(timeframe, First(query, series));
        var until = BarChunk.StartOf(timeframe, new DateTimeOffset(Math.Max(0, Last(query, series)), TimeSpan.Zero)) + BarChunk.SpanOf(timeframe);
        while (until > first && found.Count < countMax)
        {
            var from = 0L;
            foreach (var each in series)
            {
                if (await database.ChunksAsync(each.Id, first, until, 1, newestFirst: true, cancellationToken).ConfigureAwait(false) is [var newest])
                {
                    from = Math.Max(from, newest.Start);
                }
            }

            if (from == 0)
            {
                break;
            }

            var older = new List<HistoryBar>();
            await LoadAsync(series, timeframe, from, until, older, cancellationToken).ConfigureAwait(false);
            found.InsertRange(0, older.Where(b => b.Bar.Start >= query.From && b.Bar.Start < query.Until));
            until = from;
        }

        foreach (var bar in found.Skip(Math.Max(0, found.Count - countMax)))
        {
            yield return bar;
        }
    }

    private async Task LoadAsync(
        List<StoredSeries> series, Timeframe timeframe, long from, long until, List<HistoryBar> into, CancellationToken cancellationToken)
    {
        // Begun with the last in rank: what comes before it in rank takes its place.
        var bars = new SortedDictionary<long, HistoryBar>();
        foreach (var each in Enumerable.Reverse(series))
        {
            var decoded = new List<Bar>();
            foreach (var chunk in await database.ChunksAsync(each.Id, from, until, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false))
            {
                BarChunk.Decode(timeframe, chunk.Start, chunk.Body, decoded);
            }

            if (series.Count == 1)
            {
                into.AddRange(decoded.Select(b => new HistoryBar(b, each.Name.Source)));
                return;
            }

            foreach (var bar in decoded)
            {
                bars[bar.Start.UtcTicks] = new HistoryBar(bar, each.Name.Source);
            }
        }

        into.AddRange(bars.Values);
    }

    private async IAsyncEnumerable<Tick> TicksAsync(HistoryQuery query, long series, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = TickChunk.StartOf(query.From);
        while (true)
        {
            var chunks = await database.ChunksAsync(series, from, query.Until.UtcTicks, ChunksAtOnce, newestFirst: false, cancellationToken)
                .ConfigureAwait(false);
            var ticks = new List<Tick>();
            foreach (var chunk in chunks)
            {
                TickChunk.Decode(chunk.Start, chunk.Body, ticks);
            }

            foreach (var tick in ticks)
            {
                if (tick.Time >= query.From && tick.Time < query.Until)
                {
                    yield return tick;
                }
            }

            if (chunks.Count < ChunksAtOnce)
            {
                yield break;
            }

            from = chunks[^1].Start + 1;
        }
    }

    private async IAsyncEnumerable<Tick> NewestTicksAsync(
        HistoryQuery query, long series, int countMax, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new List<Tick>();
        var until = query.Until.UtcTicks;
        while (found.Count < countMax && await database.ChunksAsync(
            series, TickChunk.StartOf(query.From), until, 1, newestFirst: true, cancellationToken).ConfigureAwait(false) is [var chunk])
        {
            var ticks = new List<Tick>();
            TickChunk.Decode(chunk.Start, chunk.Body, ticks);
            found.InsertRange(0, ticks.Where(t => t.Time >= query.From && t.Time < query.Until));
            until = chunk.Start;
        }

        foreach (var tick in found.Skip(Math.Max(0, found.Count - countMax)))
        {
            yield return tick;
        }
    }

    private async Task<List<StoredSeries>> SeriesAsync(HistoryQuery query, string timeframe, CancellationToken cancellationToken)
    {
        var stored = await database.SeriesAsync(query.Symbol.Value, timeframe, cancellationToken).ConfigureAwait(false);
        return query.Sources.IsDefaultOrEmpty
            ? [.. stored.OrderBy(s => Rank(s.Name.Source)).ThenBy(s => s.Name.Source, StringComparer.Ordinal)]
            : [.. query.Sources.Distinct().SelectMany(source => stored.Where(s => s.Name.Source == source))];
    }

    private static DateTimeOffset First(HistoryQuery query, List<StoredSeries> series)
    {
        var first = series.Count == 0 ? DateTimeOffset.MaxValue.UtcTicks : Math.Min(series.Min(s => s.First), DateTimeOffset.MaxValue.UtcTicks);
        return new DateTimeOffset(Math.Max(first, query.From.UtcTicks), TimeSpan.Zero);
    }

    private static long Last(HistoryQuery query, List<StoredSeries> series) =>
        series.Count == 0 ? -1 : Math.Min(series.Max(s => s.Last), query.Until.UtcTicks - 1);

    private int Rank(string source) => options.Sources.IndexOf(source) is >= 0 and var rank ? rank : int.MaxValue;

    private static StoredChunk Merge(Timeframe timeframe, long start, IReadOnlyList<Bar> added, StoredChunk? stored)
    {
        var bars = added;
        if (stored is not null)
        {
            var old = new List<Bar>();
            BarChunk.Decode(timeframe, start, stored.Body, old);
            var replaced = added.Select(b => b.Start).ToHashSet();
            bars = [.. old.Where(b => !replaced.Contains(b.Start)).Concat(added).OrderBy(b => b.Start)];
        }

        return new StoredChunk(start, bars.Count, bars[0].Start.UtcTicks, bars[^1].Start.UtcTicks, BarChunk.Encode(bars));
    }

    private static StoredChunk Merge(long start, IReadOnlyList<Tick> added, StoredChunk? stored)
    {
        var ticks = added;
        if (stored is not null)
        {
            var old = new List<Tick>();
            TickChunk.Decode(start, stored.Body, old);
            var replaced = added.Select(t => t.Time).ToHashSet();

            // OrderBy keeps the order of ticks of one time.
            ticks = [.. old.Where(t => !replaced.Contains(t.Time)).Concat(added).OrderBy(t => t.Time)];
        }

        return new StoredChunk(start, ticks.Count, ticks[0].Time.UtcTicks, ticks[^1].Time.UtcTicks, TickChunk.Encode(ticks));
    }

    private static List<(long Start, List<T> Rows)> Group<T>(IReadOnlyList<T> rows, Func<T, long> startOf)
    {
        var groups = new List<(long Start, List<T> Rows)>();
        foreach (var row in rows)
        {
            var start = startOf(row);
            if (groups.Count == 0 || groups[^1].Start != start)
            {
                groups.Add((start, []));
            }

            groups[^1].Rows.Add(row);
        }

        return groups;
    }

    private static SeriesName NameOf(HistoryTarget target, string timeframe) => new(target.Symbol.Value, timeframe, target.Source);

    private static void Check(HistoryTarget target, int count)
    {
        if (!IsSource(target.Source))
        {
            throw new ArgumentException(
                $"'{target.Source}' is not a source: 1 to {SourceLengthMax} lower-case letters, digits and hyphens are.", nameof(target));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, HistoryLimits.BatchMax);
    }

    /// <summary>Whether a text can name a source.</summary>
    public static bool IsSource(string text) =>
        text.Length is > 0 and <= SourceLengthMax && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
