using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Markets;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Backtests;

/// <summary>Reads recordings whole into what a backtest runs on.</summary>
internal sealed class RecordedPrices(Symbol? otherwise, DateTimeOffset? until)
{
    private const long ShortestRow = 40;
    private const long RowsExpectedMax = 10_000_000;

    private readonly List<BarSeries> bars = [];
    private readonly List<TickSeries> ticks = [];

    /// <summary>Lines that could not be read or came late, and are left out.</summary>
    public long MalformedCount { get; private set; }

    /// <summary>What was read, for people.</summary>
    public List<string> Sources { get; } = [];

    /// <exception cref="RecordingException">It cannot be read, or holds no prices.</exception>
    public void Read(RecordingOptions options)
    {
        foreach (var recording in Recording.Open(options, otherwise))
        {
            Sources.Add($"{Path.GetFileName(options.File)}: {recording}");
            try
            {
                if (recording.Timeframe is null)
                {
                    ticks.Add(ReadTicks(recording));
                }
                else
                {
                    bars.Add(ReadBars(recording, options.File));
                }
            }
            catch (ArgumentException e)
            {
                throw new RecordingException($"{options.File}: {e.Message}");
            }
        }
    }

    /// <exception cref="RecordingException">Two recordings hold the same.</exception>
    public BacktestData ToData(ImmutableArray<EconomicRelease> releases)
    {
        try
        {
            return new BacktestData([.. bars.Where(b => b.Count > 0)], [.. ticks.Where(t => t.Count > 0)]) { Releases = releases };
        }
        catch (ArgumentException e)
        {
            throw new RecordingException(e.Message);
        }
    }

    private BarSeries ReadBars(Recording recording, string file)
    {
        using var text = recording.OpenText();
        var reader = recording.Bars(text, recording.Options(_ => MalformedCount++));
        using var asks = recording.OpenAsks();
        var sides = asks is null ? null : new RecordedSides(reader, recording.AskBars(asks, _ => MalformedCount++), _ => MalformedCount++);
        var builder = new BarSeriesBuilder(recording.Symbol, recording.Timeframe!.Value, RowsAtMost(file));
        var last = DateTimeOffset.MinValue;
        while (sides is null ? reader.TryRead(out var bar) : sides.TryRead(out bar))
        {
            if (bar!.Start >= until)
            {
                continue;
            }

            if (bar.Start <= last)
            {
                MalformedCount++;
                continue;
            }

            last = bar.Start;
            builder.Add(bar);
        }

        return builder.Build();
    }

    // A line with a time and four prices is longer than that. What is set aside and not used costs nothing.
    private static int RowsAtMost(string file) => (int)Math.Min(RowsExpectedMax, new FileInfo(file).Length / ShortestRow);

    private TickSeries ReadTicks(Recording recording)
    {
        using var text = recording.OpenText();
        var reader = recording.Ticks(text, recording.Options(_ => MalformedCount++));
        var builder = new TickSeriesBuilder(recording.Symbol, Instruments.Find(recording.Symbol)?.PriceDecimals ?? 8);
        var guard = new TickGuard();
        while (reader.TryRead(out var tick))
        {
            if (tick.Time >= until)
            {
                continue;
            }

            // The guard of the live desk: what it turns away would trade there neither.
            if (guard.Check(in tick, reader.Line) is not null)
            {
                MalformedCount++;
                continue;
            }

            builder.Add(in tick);
        }

        return builder.Build();
    }
}
