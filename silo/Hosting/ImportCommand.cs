using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Markets.History;

namespace Countersign.Silo.Hosting;

/// <summary>Stores a recording in the market history, batch by batch; what is stored is stored, and a second run goes on behind it.</summary>
internal sealed class ImportCommand(MarketHistoryStore history, ImportProgress progress, TextWriter output)
{
    private const int BatchRows = 20_000;
    private const int LinesShown = 5;

    public static async Task<int> RunAsync(Command.Import command, TextWriter output, TextWriter errors)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(command, new ImportProgress(errors, !Console.IsErrorRedirected, TimeProvider.System), output, errors, stop.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <param name="cancellationToken">Stops between two batches; what is stored stays.</param>
    internal static async Task<int> RunAsync(
        Command.Import command, ImportProgress progress, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var recordings = Recording.Open(command.Recording);
        var contents = await HashAsync(command.Recording, cancellationToken);
        using var history = HistoryServices.Open(DeskHost.JournalOptionsOf(command.Store), new MarketHistoryOptions());
        var import = new ImportCommand(history, progress, output);
        try
        {
            foreach (var recording in recordings)
            {
                await import.RunAsync(recording, command, IdOf(contents, recording, command), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.End();
            await errors.WriteLineAsync("Stopped. What is stored stays; the same command goes on behind it.");
            return EntryPoint.Failed;
        }
        catch (OverflowException)
        {
            progress.End();
            throw new RecordingException(
                $"{command.Recording.File}: a price or size behind what is stored has more digits than the 18 that the history keeps of a number "
                + "(ten of them behind the point). Is it what the file means?");
        }

        return EntryPoint.Done;
    }

    private async Task RunAsync(Recording recording, Command.Import command, string id, CancellationToken cancellationToken)
    {
        var target = new HistoryTarget(recording.Symbol, command.Source);
        var before = await history.FindImportAsync(id, cancellationToken) ?? new ImportPosition(id, 0, 0, false);
        await output.WriteLineAsync($"{Path.GetFileName(command.Recording.File)}: {recording}, into source {command.Source}");
        if (before.Done)
        {
            await output.WriteLineAsync($"  It was imported before: {Number(before.Rows)} rows. Nothing to do.");
            return;
        }

        if (before.Line > 0)
        {
            await output.WriteLineAsync($"  Going on behind line {Number(before.Line)}.");
        }

        var tally = new Tally();
        var start = Stopwatch.GetTimestamp();
        using var text = recording.OpenText();
        var rows = recording.Timeframe is null
            ? await TicksAsync(recording, text, target, before, tally, cancellationToken)
            : await BarsAsync(recording, text, target, before, tally, cancellationToken);
        progress.End();
        await ReportAsync(rows - before.Rows, rows, Stopwatch.GetElapsedTime(start), tally);
    }

    private async Task<long> BarsAsync(
        Recording recording, StreamReader text, HistoryTarget target, ImportPosition before, Tally tally, CancellationToken cancellationToken)
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
            progress.Show(text.BaseStream, rows - before.Rows);
        }

        return rows;
    }

    private async Task<long> TicksAsync(
        Recording recording, StreamReader text, HistoryTarget target, ImportPosition before, Tally tally, CancellationToken cancellationToken)
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
            progress.Show(text.BaseStream, rows - before.Rows);
        }

        return rows;
    }

    private async Task ReportAsync(long stored, long rows, TimeSpan took, Tally tally)
    {
        await output.WriteLineAsync(
            tally.First is { } first
                ? $"  {Number(stored)} rows stored, {Text(first)} to {Text(tally.Last)}, in {took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
                    + $" ({Number((long)(stored / Math.Max(took.TotalSeconds, 0.001)))} rows/s); {Number(rows)} in all."
                : "  There is nothing new in it.");
        if (tally.Malformed > 0)
        {
            await output.WriteLineAsync($"  {Number(tally.Malformed)} lines were left out:");
            foreach (var line in tally.Lines)
            {
                await output.WriteLineAsync($"    line {Number(line.Line)}: {line.Problem}");
            }

            if (tally.Malformed > tally.Lines.Count)
            {
                await output.WriteLineAsync($"    and {Number(tally.Malformed - tally.Lines.Count)} more; ./run data check FILE counts them by kind.");
            }
        }
    }

    private static string? Problem(in Tick tick, DateTimeOffset last)
    {
        if (tick.Bid.Value <= 0m || tick.Ask.Value <= 0m)
        {
            return "bid and ask must be above zero";
        }

        return tick.Bid > tick.Ask ? "the bid is above the ask" : tick.Time < last ? "the tick is older than one before it" : null;
    }

    /// <summary>The same contents with the same settings have the same name, wherever they stand.</summary>
    private static string IdOf(string contents, Recording recording, Command.Import command) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{contents}|{recording.Symbol}|{recording.Timeframe}|{command.Source}|{recording.Format}|{command.Recording.Zone}|{command.Recording.Digits}|{command.Recording.Adjusted}"))));

    private static async Task<string> HashAsync(RecordingOptions recording, CancellationToken cancellationToken)
    {
        var hashes = new List<string>();
        foreach (var path in recording.AskFile is { } asks ? (string[])[recording.File, asks] : [recording.File])
        {
            await using var file = Recording.OpenFile(path);
            hashes.Add(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)));
        }

        return string.Join('+', hashes);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>What came by, for the report.</summary>
    private sealed class Tally
    {
        public DateTimeOffset? First { get; private set; }

        public DateTimeOffset Last { get; private set; }

        public long Malformed { get; private set; }

        public List<MalformedLine> Lines { get; } = [];

        public void Add(DateTimeOffset time)
        {
            First ??= time;
            Last = time;
        }

        public void Add(MalformedLine line)
        {
            Malformed++;
            if (Lines.Count < LinesShown)
            {
                Lines.Add(line);
            }
        }
    }
}
