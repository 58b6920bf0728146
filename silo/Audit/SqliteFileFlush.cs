using Microsoft.Win32.SafeHandles;

namespace Countersign.Silo.Audit;

/// <summary>
/// Flushes a database file beside SQLite. The handles stay open as long as the process lives: closing any handle of a file drops every POSIX
/// lock that the process has on it, SQLite's among them.
/// </summary>
internal static class SqliteFileFlush
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, SafeFileHandle> Handles = new(StringComparer.Ordinal);

    public static void Flush(string path) => RandomAccess.FlushToDisk(HandleOf(Path.GetFullPath(path)));

    private static SafeFileHandle HandleOf(string path)
    {
        lock (Gate)
        {
            if (!Handles.TryGetValue(path, out var handle))
            {
                Handles[path] = handle = Open(path);
            }

            return handle;
        }
    }

    // Not FileShare.None: that would take a lock itself.
    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
