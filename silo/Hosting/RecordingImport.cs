using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Hosting;

/// <summary>Stores a recording in the market history, batch by batch; what is stored is stored, and a second run goes on behind it.</summary>
/// <param name="progress">Called after each batch with the stream that is read, and how many rows this run has stored.</param>
internal sealed class RecordingImport(IMarketHistory history, Action<Stream, long> progress)
{
    private const int BatchRows = 20_000;

    /// <summary>How far an earlier run has come.</summary>
    public async Task<ImportPosition> FindAsync(string id, CancellationToken cancellationToken) =>
        await history.FindImportAsync(id, cancellationToken) ?? new ImportPosition(id, 0, 0, false);

    /// <summary>Stores what an earlier run has not.</summary>
    /// <returns>How many rows are stored in all.</returns>
    /// <param name="cancellationToken">Stops between two batches; what is stored stays.</param>
    /// <exception cref="RecordingException">A number behind what is stored has more digits than the history keeps.</exception>
    public async Task<long> RunAsync(Recording recording, string source, ImportPosition before, ImportTally tally, CancellationToken cancellationToken)
    {
        var target = new HistoryTarget(recording.Symbol, source);
        using var text = recording.OpenText();
        try
        {
            return recording.Timeframe is null
                ? await TicksAsync(recording, text, target, before, tally, cancellationToken)
                : await BarsAsync(recording, text, target, before, tally, cancellationToken);
        }
        catch (OverflowException)
        {
            throw new RecordingException(
                $"{recording.File}: a price or size behind what is stored has more digits than the 18 that the history keeps of a number "
                + "(ten of them behind the point). Is it what the file means?");
        }
    }

    /// <summary>The same contents with the same settings have the same name, wherever they stand.</summary>
    public static string IdOf(string contents, Recording recording, RecordingOptions options, string source) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{contents}|{recording.Symbol}|{recording.Timeframe}|{source}|{recording.Format}|{options.Zone}|{options.Digits}|{options.Adjusted}"))));

    /// <summary>What is in a recording's files.</summary>
    public static async Task<string> HashAsync(RecordingOptions recording, CancellationToken cancellationToken)
    {
        var hashes = new List<string>();
        foreach (var path in recording.AskFile is { } asks ? (string[])[recording.File, asks] : [recording.File])
        {
            await using var file = Recording.OpenFile(path);
            hashes.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
        }

        return string.Join('+', hashes);
    }

    private async Task<long> BarsAsync(
        Recording recording, StreamReader text, HistoryTarget target, ImportPosition before, ImportTally tally, CancellationToken cancellationToken)
    {
        var bids = recording.Bars(text, recording.Options(tally.Add));
        using var asks = recording.OpenAsks();
        var sides = asks is null ? null : new RecordedSides(bids, recording.AskBars(asks, tally.Add), tally.Add);
        var batch = new List<Bar>(BatchRows);
        var rows = before.Rows;
        var more = true;
        while (more)
        {
            batch.Clear();
            cancellationToken.ThrowIfCancellationRequested();
            while (batch.Count < BatchRows && (more = sides is null ? bids.TryRead(out var bar) : sides.TryRead(out bar)))
            {
                if (bids.Line > before.Line)
                {
                    batch.Add(bar!);
                    tally.Add(bar!.Start);
                }
            }

            rows += batch.Count;
            await history.WriteBarsAsync(target, batch, before with { Line = bids.Line, Rows = rows, Done = !more }, cancellationToken);
            progress(text.BaseStream, rows - before.Rows);
        }

        return rows;
    }

    private async Task<long> TicksAsync(
        Recording recording, StreamReader text, HistoryTarget target, ImportPosition before, ImportTally tally, CancellationToken cancellationToken)
    {
        var reader = recording.Ticks(text, recording.Options(tally.Add));
        var batch = new List<Tick>(BatchRows);
        var (rows, last, waiting, more) = (before.Rows, DateTimeOffset.MinValue, default(Tick?), true);
        var storedLine = before.Line;
        while (more)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Clear();
            if (waiting is { } first)
            {
                batch.Add(first);
                waiting = null;
            }

            var line = reader.Line;
            while (more = reader.TryRead(out var tick))
            {
                if (Problem(in tick, last) is { } problem)
                {
                    tally.Add(new MalformedLine(reader.Line, string.Empty, problem));
                    continue;
                }

                last = tick.Time;
                if (reader.Line <= before.Line)
                {
                    continue;
                }

                // Ticks of one time stay together, so that a second writing finds them all.
                if (batch.Count >= BatchRows && tick.Time != batch[^1].Time)
                {
                    waiting = tick;
                    break;
                }

                batch.Add(tick);
                tally.Add(tick.Time);
                line = reader.Line;
            }

            // The waiting tick's line is not stored yet.
            storedLine = more ? Math.Max(storedLine, line) : reader.Line;
            rows += batch.Count;
            await history.WriteTicksAsync(target, batch, before with { Line = storedLine, Rows = rows, Done = !more }, cancellationToken);
            progress(text.BaseStream, rows - before.Rows);
        }

        return rows;
    }

    private static string? Problem(in Tick tick, DateTimeOffset last)
    {
        if (tick.Bid.Value <= 0m || tick.Ask.Value <= 0m)
        {
            return "bid and ask must be above zero";
        }

        return tick.Bid > tick.Ask ? "the bid is above the ask" : tick.Time < last ? "the tick is older than one before it" : null;
    }
}

/// <summary>What came by in an import.</summary>
internal sealed class ImportTally
{
    private const int LinesMax = 5;

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset Last { get; private set; }

    /// <summary>Lines that were left out.</summary>
    public long Malformed { get; private set; }

    /// <summary>The first of them.</summary>
    public List<MalformedLine> Lines { get; } = [];

    public void Add(DateTimeOffset time)
    {
        First ??= time;
        Last = time;
    }

    public void Add(MalformedLine line)
    {
        Malformed++;
        if (Lines.Count < LinesMax)
        {
            Lines.Add(line);
        }
    }
}
