using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Countersign.Domain.Markets;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Markets.History;

/// <summary>Where contents of imports wait until they are stored.</summary>
/// <param name="Folder">Of the desk's own; what an earlier process left in it is deleted.</param>
internal sealed record HistoryImportFolder(string Folder);

/// <summary>
/// Recordings that come over the API. A restart forgets those that have not ended: sent again, they go on behind what is stored, as an import is known
/// by its contents.
/// </summary>
internal sealed partial class HistoryImports : BackgroundService, IHistoryImports
{
    public const int UnfinishedMax = 8;
    public const int KeptMax = 50;

    /// <summary>An import of which no part comes for so long is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Channel<Job> ready = Channel.CreateBounded<Job>(UnfinishedMax);
    private readonly Lazy<IMarketHistory> history;
    private readonly MarketHistoryOptions options;
    private readonly HistoryImportFolder folder;
    private readonly TimeProvider time;
    private readonly ILogger<HistoryImports> logger;

    public HistoryImports(
        IServiceProvider services, MarketHistoryOptions options, HistoryImportFolder folder, TimeProvider time, ILogger<HistoryImports> logger)
    {
        (this.options, this.folder, this.time, this.logger) = (options, folder, time, logger);
        // A desk that imports nothing need not open the history.
        history = new(services.GetRequiredService<IMarketHistory>);
        Delete(folder.Folder);
    }

    public Reply<HistoryImport> Begin(string id, HistoryImportOptions wanted)
    {
        lock (gate)
        {
            if (jobs.TryGetValue(id, out var known))
            {
                return Reply.Done(known.State);
            }

            foreach (var silent in jobs.Values.Where(j => j.State.Status == HistoryImportStatus.Receiving && time.GetUtcNow() - j.HeardAt > Patience).ToArray())
            {
                Forget(silent);
            }

            if (jobs.Values.Count(j => !j.HasEnded) >= UnfinishedMax)
            {
                return Reply.Refused<HistoryImport>(HistoryImportRefusals.TooMany(UnfinishedMax));
            }

            foreach (var old in jobs.Values.Where(j => j.HasEnded).OrderByDescending(j => j.State.BegunAt).Skip(KeptMax - UnfinishedMax).ToArray())
            {
                Forget(old);
            }

            var now = time.GetUtcNow();
            var job = new Job(
                Path.Combine(folder.Folder, id), new HistoryImport(id, wanted, HistoryImportStatus.Receiving, now, null, 0, 0, 0, 0, [], [], null)) { HeardAt = now };
            jobs.Add(id, job);
            return Reply.Done(job.State);
        }
    }

    public async Task<Reply<HistoryImport>> WriteAsync(string id, long offset, string text, bool isLast, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Job? job;
        lock (gate)
        {
            if (!jobs.TryGetValue(id, out job))
            {
                return Reply.Refused<HistoryImport>(HistoryImportRefusals.NotFound);
            }

            var received = job.State.Received;
            if (offset + bytes.Length <= received && (bytes.Length > 0 || job.State.Status != HistoryImportStatus.Receiving))
            {
                return Reply.Done(job.State);
            }

            if (job.State.Status != HistoryImportStatus.Receiving)
            {
                return Reply.Refused<HistoryImport>(HistoryImportRefusals.NotReceiving);
            }

            if (offset != received)
            {
                return Reply.Refused<HistoryImport>(HistoryImportRefusals.Offset(received));
            }

            if (received + bytes.Length > options.ImportBytesMax)
            {
                return Reply.Refused<HistoryImport>(HistoryImportRefusals.TooLarge(options.ImportBytesMax));
            }
        }

        await AppendAsync(job, bytes, cancellationToken);
        lock (gate)
        {
            job.HeardAt = time.GetUtcNow();
            job.State = job.State with { Received = offset + bytes.Length, Status = isLast ? HistoryImportStatus.Waiting : HistoryImportStatus.Receiving };
            if (isLast)
            {
                // Never full: it has room for as many as may be unfinished.
                ready.Writer.TryWrite(job);
            }

            return Reply.Done(job.State);
        }
    }

    public ImmutableArray<HistoryImport> List()
    {
        lock (gate)
        {
            return [.. jobs.Values.Select(j => j.State).OrderByDescending(s => s.BegunAt).ThenBy(s => s.Id, StringComparer.Ordinal)];
        }
    }

    public Reply<HistoryImport> Get(string id)
    {
        lock (gate)
        {
            return jobs.TryGetValue(id, out var job) ? Reply.Done(job.State) : Reply.Refused<HistoryImport>(HistoryImportRefusals.NotFound);
        }
    }

    public async Task<Reply<HistoryImport>> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        Job? job;
        lock (gate)
        {
            if (!jobs.TryGetValue(id, out job))
            {
                return Reply.Refused<HistoryImport>(HistoryImportRefusals.NotFound);
            }

            Forget(job);
        }

        await job.Stop.CancelAsync();
        return Reply.Done(job.State);
    }

    /// <summary>Stores what waits.</summary>
    internal async Task RunWaitingAsync(CancellationToken stoppingToken)
    {
        while (ready.Reader.TryRead(out var job))
        {
            await RunAsync(job, stoppingToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await ready.Reader.WaitToReadAsync(stoppingToken))
            {
                await RunWaitingAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The desk stops.
        }
    }

    private static async Task AppendAsync(Job job, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(job.Folder);
            await using var file = new FileStream(job.File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            // What a write that failed has left behind is written over.
            file.Position = job.State.Received;
            await file.WriteAsync(bytes, cancellationToken);
            file.SetLength(file.Position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HistoryUnavailableException("The part cannot be written down: the disk is full, or the data folder cannot be written.", e);
        }
    }

    private async Task RunAsync(Job job, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, job.Stop.Token);
        try
        {
            Change(job, s => s with { Status = HistoryImportStatus.Running });
            await Task.Run(() => StoreAsync(job, stop.Token), stop.Token);
            Change(job, s => s with { Status = HistoryImportStatus.Done, EndedAt = time.GetUtcNow(), Read = s.Received });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was removed, or the desk stops.
        }
        catch (Exception e) when (e is RecordingException or HistoryUnavailableException)
        {
            Fail(job, e.Message.Replace(job.File, job.State.Options.FileName, StringComparison.Ordinal));
        }
        catch (Exception e)
        {
            LogFailed(logger, job.State.Id, e);
            Fail(job, "It failed by a fault of the desk, which its log tells.");
        }
        finally
        {
            Delete(job.Folder);
        }
    }

    private async Task StoreAsync(Job job, CancellationToken cancellationToken)
    {
        var wanted = job.State.Options;
        var file = new RecordingOptions(
            job.File, wanted.Symbol, wanted.Timeframe, RecordedFormat.All.SingleOrDefault(f => f.Name == wanted.Format),
            wanted.Zone is { } text && RecordedZone.TryParse(text, out var zone) ? zone : null, wanted.Digits, wanted.Adjusted);
        var recordings = Recording.Open(file);
        Change(job, s => s with { Series = [.. recordings.Select(r => r.ToString())] });
        var contents = await RecordingImport.HashAsync(file, cancellationToken);
        var (rows, leftOut) = (0L, 0L);
        foreach (var recording in recordings)
        {
            var tally = new ImportTally();
            var before = new ImportPosition(string.Empty, 0, 0, false);
            var import = new RecordingImport(history.Value, (stream, stored) => Change(job, s => s with
            {
                Read = stream.Position, Rows = rows + before.Rows + stored, LeftOut = leftOut + tally.Malformed, Lines = [.. tally.Lines],
            }));
            before = await import.FindAsync(RecordingImport.IdOf(contents, recording, file, wanted.Source), cancellationToken);
            rows += before.Done ? before.Rows : await import.RunAsync(recording, wanted.Source, before, tally, cancellationToken);
            leftOut += tally.Malformed;
            Change(job, s => s with { Rows = rows, LeftOut = leftOut, Lines = tally.Lines.Count > 0 ? [.. tally.Lines] : s.Lines });
        }
    }

    private void Fail(Job job, string problem) =>
        Change(job, s => s with { Status = HistoryImportStatus.Failed, EndedAt = time.GetUtcNow(), Problem = problem });

    private void Change(Job job, Func<HistoryImport, HistoryImport> change)
    {
        lock (gate)
        {
            job.State = change(job.State);
        }
    }

    private void Forget(Job job)
    {
        jobs.Remove(job.State.Id);
        Delete(job.Folder);
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // It is not there, or goes with the next start.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Id} failed.")]
    private static partial void LogFailed(ILogger logger, string id, Exception e);

    private sealed class Job(string folder, HistoryImport state)
    {
        public string Folder => folder;

        public string File => Path.Combine(folder, State.Options.FileName);

        public CancellationTokenSource Stop { get; } = new();

        public HistoryImport State { get; set; } = state;

        public DateTimeOffset HeardAt { get; set; }

        public bool HasEnded => State.Status is HistoryImportStatus.Done or HistoryImportStatus.Failed;
    }
}
