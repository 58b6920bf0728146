namespace Countersign.Silo.Audit;

/// <summary>
/// Moves the log's pages into the file. The bulk goes on a thread of its own beside the writer; the writer itself copies only the last few, in
/// a pause that it chooses, because the log can begin anew only when every page is copied.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // Pages of 4 KiB. A log of up to about 200 MB: commits change the same few pages over and over, so a rare checkpoint copies far fewer pages
    // than the log holds, and a start after a crash still reads it in well under a second.
    private const int BulkPages = 32_768;
    private const int LogPagesMax = 49_152;

    private readonly Func<SqliteHandle> open;
    private readonly AutoResetEvent wanted = new(false);
    private readonly Thread thread;
    private volatile bool stopping;
    private volatile bool copying;
    private long pagesSeen;
    private long pagesAtBulk;

    public SqliteCheckpoints(Func<SqliteHandle> open)
    {
        this.open = open;
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

        if (idle || (pending >= LogPagesMax && pages - pagesAtBulk < BulkPages))
        {
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
                connection.Checkpoint();
            }
            catch (SqliteFailure)
            {
                // The log keeps growing and the next batch asks again; what is committed is safe in the log.
            }
            finally
            {
                copying = false;
            }
        }
    }
}
