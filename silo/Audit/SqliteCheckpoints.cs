namespace Countersign.Silo.Audit;

/// <summary>
/// Moves the log's pages into the file. The bulk goes on a thread of its own beside the writer; the writer itself copies only the last few, in
/// a pause that it chooses, because the log can begin anew only when every page is copied.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // Pages of 4 KiB: a log of about 64 MB. Commits change the same few pages over and over, so a rare checkpoint copies far fewer pages than the
    // log holds, and a start after a crash still reads it in well under a second.
    private const int BulkPages = 16_384;

    // What the writer may be left to copy itself, and how often the helper tries to get there.
    private const int RestPages = 256;
    private const int PassesMax = 8;

    private readonly Func<SqliteHandle> open;
    private readonly Action flush;
    private readonly AutoResetEvent wanted = new(false);
    private readonly Thread thread;
    private volatile bool stopping;
    private volatile bool copying;
    private volatile bool restIsSmall;
    private long pagesSeen;
    private long pagesAtBulk;

    /// <param name="open">Opens a connection of the helper's own.</param>
    /// <param name="flush">Brings the file, not the log, to the disk.</param>
    public SqliteCheckpoints(Func<SqliteHandle> open, Action flush)
    {
        this.open = open;
        this.flush = flush;
        thread = new Thread(Run) { IsBackground = true, Name = "journal-checkpoint" };
        thread.Start();
    }

    /// <summary>Called by the writer between two transactions.</summary>
    /// <param name="writer">The writer's connection.</param>
    /// <param name="idle">Nothing came for a while, so a longer pause costs nobody anything.</param>
    public void Consider(SqliteHandle writer, bool idle)
    {
        var pages = writer.PagesWritten;
        if (pages < pagesSeen)
        {
            // A new connection counts from zero.
            pagesSeen = 0;
            pagesAtBulk = 0;
        }

        var pending = pages - pagesSeen;
        if (copying || pending == 0)
        {
            return;
        }

        if (idle || restIsSmall)
        {
            restIsSmall = false;
            Finish(writer, pages);
        }
        else if (pages - pagesAtBulk >= BulkPages)
        {
            pagesAtBulk = pages;
            copying = true;
            wanted.Set();
        }
    }

    public void Dispose()
    {
        stopping = true;
        wanted.Set();
        thread.Join();
        wanted.Dispose();
    }

    private void Finish(SqliteHandle writer, long pages)
    {
        var (log, copied) = writer.Checkpoint();
        if (log == copied)
        {
            pagesSeen = pages;
            pagesAtBulk = pages;
        }
    }

    private void Run()
    {
        while (true)
        {
            wanted.WaitOne();
            if (stopping)
            {
                return;
            }

            try
            {
                using var connection = open();
                CopyAll(connection);
                restIsSmall = true;
            }
            catch (Exception e) when (e is SqliteFailure or IOException)
            {
                // The log keeps growing and the next batch asks again; what is committed is safe in the log.
            }
            finally
            {
                copying = false;
            }
        }
    }

    /// <summary>
    /// Copies and flushes, then what was written meanwhile, and so on, until little is left. SQLite flushes the file only where a checkpoint
    /// reaches the log's end; without the flush here the writer's own pause would have to wait for all of it.
    /// </summary>
    private void CopyAll(SqliteHandle connection)
    {
        var before = 0;
        for (var pass = 0; pass < PassesMax && !stopping; pass++)
        {
            var (log, copied) = connection.Checkpoint();
            flush();
            if (log - before <= RestPages)
            {
                return;
            }

            before = copied;
        }
    }
}
