using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Countersign.Silo.Markets.History;

namespace Countersign.Silo.Hosting;

/// <summary><c>./run import FILE</c>.</summary>
internal sealed class ImportCommand(MarketHistoryStore history, ImportProgress progress, TextWriter output)
{
    private readonly RecordingImport import = new(history, progress.Show);

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
        var contents = await RecordingImport.HashAsync(command.Recording, cancellationToken);
        using var history = HistoryServices.Open(DeskHost.JournalOptionsOf(command.Store), new MarketHistoryOptions());
        var import = new ImportCommand(history, progress, output);
        try
        {
            foreach (var recording in recordings)
            {
                await import.RunAsync(recording, command, RecordingImport.IdOf(contents, recording, command.Recording, command.Source), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.End();
            await errors.WriteLineAsync("Stopped. What is stored stays; the same command goes on behind it.");
            return EntryPoint.Failed;
        }
        catch (RecordingException)
        {
            progress.End();
            throw;
        }

        return EntryPoint.Done;
    }

    private async Task RunAsync(Recording recording, Command.Import command, string id, CancellationToken cancellationToken)
    {
        var before = await import.FindAsync(id, cancellationToken);
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

        var tally = new ImportTally();
        var start = Stopwatch.GetTimestamp();
        var rows = await import.RunAsync(recording, command.Source, before, tally, cancellationToken);
        progress.End();
        await ReportAsync(rows - before.Rows, rows, Stopwatch.GetElapsedTime(start), tally);
    }

    private async Task ReportAsync(long stored, long rows, TimeSpan took, ImportTally tally)
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

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
