namespace Countersign.Silo.Hosting;

/// <summary>The data folder cannot be had: another desk works on it, or it cannot be made.</summary>
internal sealed class DeskInUseException(string message) : Exception(message);

/// <summary>
/// The folder that holds the journal and the keys, taken for one process: two embedded desks on one file would each hold grains that the other
/// does not see.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream taken;

    private DataFolder(FileStream taken) => this.taken = taken;

    /// <summary>Takes the folder, making it where it is missing; only its owner may read it.</summary>
    /// <exception cref="DeskInUseException">Another process has it, or it cannot be made or written.</exception>
    public static DataFolder Take(string folder)
    {
        try
        {
            Make(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskInUseException($"{folder} cannot hold the desk's data: {e.Message} Give another folder with --data DIR.");
        }

        try
        {
            return new DataFolder(new FileStream(Path.Combine(folder, "desk.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DeskInUseException($"{folder} cannot hold the desk's data: {e.Message} Give another folder with --data DIR.");
        }
        catch (IOException)
        {
            throw new DeskInUseException($"Another desk runs on {folder}: stop it, or give another folder with --data DIR.");
        }
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => taken.Dispose();
}
