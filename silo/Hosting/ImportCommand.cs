using System.Diagnostics;
using System.Globalization;
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
    private const int HeadBytes = 1 << 16;
    private const int LinesShown = 5;

    public static async Task<int> RunAsync(Command.Import command, TextWriter output, TextWriter errors)
    {
        var recordings = Recording.Open(command.Recording);
        using var history = HistoryServices.Open(DeskHost.JournalOptionsOf(command.Store), new MarketHistoryOptions());
        var import = new ImportCommand(history, new ImportProgress(errors, !Console.IsErrorRedirected, TimeProvider.System), output);
        foreach (var recording in recordings)
        {
            await import.RunAsync(recording, command);
        }

        return EntryPoint.Done;
    }

    private async Task RunAsync(Recording recording, Command.Import command)
    {
        var target = new HistoryTarget(recording.Symbol, command.Source);
        var id = IdOf(recording, command);
        var before = await history.FindImportAsync(id, CancellationToken.None) ?? new ImportPosition(id, 0, 0, false);
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
            ? await TicksAsync(recording, text, target, before, tally)
            : await BarsAsync(recording, text, target, before, tally);
        progress.End();
        await ReportAsync(rows - before.Rows, rows, Stopwatch.GetElapsedTime(start), tally);
    }

    private async Task<long> BarsAsync(Recording recording, StreamReader text, HistoryTarget target, ImportPosition before, Tally tally)
    {
        var reader = recording.Bars(text, recording.Options(tally.Add));
        var batch = new List<Bar>(BatchRows);
        var rows = before.Rows;
        var more = true;
        while (more)
        {
            batch.Clear();
            while (batch.Count < BatchRows && (more = reader.TryRead(out var bar)))
            {
                if (reader.Line > before.Line)
                {
                    batch.Add(bar!);
                    tally.Add(bar!.Start);
                }
            }

            rows += batch.Count;
            await history.WriteBarsAsync(target, batch, before with { Line = reader.Line, Rows = rows, Done = !more }, CancellationToken.None);
            progress.Show(text.BaseStream, rows - before.Rows);
        }

        return rows;
    }

    private async Task<long> TicksAsync(Recording recording, StreamReader text, HistoryTarget target, ImportPosition before, Tally tally)
    {
        var reader = recording.Ticks(text, recording.Options(tally.Add));
        var batch = new List<Tick>(BatchRows);
        var (rows, last, waiting, more) = (before.Rows, DateTimeOffset.MinValue, default(Tick?), true);
        var storedLine = before.Line;
        while (more)
        {
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
            await history.WriteTicksAsync(target, batch, before with { Line = storedLine, Rows = rows, Done = !more }, CancellationToken.None);
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

    /// <summary>The same file with the same settings has the same name, wherever it stands.</summary>
    private static string IdOf(Recording recording, Command.Import command)
    {
        using var file = File.OpenRead(command.Recording.File);
        var head = new byte[Math.Min(file.Length, HeadBytes)];
        file.ReadExactly(head);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"|{file.Length}|{recording.Symbol}|{recording.Timeframe}|{command.Source}|{recording.Format}|{command.Recording.Zone}|{command.Recording.Digits}|{command.Recording.Adjusted}")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
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

/// <summary>How far a file has been read: a bar on a terminal, a line now and then elsewhere.</summary>
internal sealed class ImportProgress(TextWriter errors, bool isTerminal, TimeProvider time)
{
    private const int Width = 30;

    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    private readonly long began = time.GetTimestamp();
    private TimeSpan shown;
    private bool isBarShown;

    public void Show(Stream file, long rows)
    {
        var elapsed = time.GetElapsedTime(began);
        var done = file.Length == 0 ? 1.0 : (double)file.Position / file.Length;
        var figures = string.Create(
            CultureInfo.InvariantCulture, $"{100.0 * done,3:0} %  {rows:N0} rows, {rows / Math.Max(elapsed.TotalSeconds, 0.001):N0}/s");
        if (isTerminal)
        {
            var full = (int)(done * Width);
            errors.Write($"\r  [{new string('#', full)}{new string('.', Width - full)}] {figures}   ");
            isBarShown = true;
        }
        else if (elapsed - shown >= LinePeriod)
        {
            shown = elapsed;
            errors.WriteLine("  " + figures);
        }
    }

    public void End()
    {
        if (isBarShown)
        {
            errors.WriteLine();
            isBarShown = false;
        }
    }
}
