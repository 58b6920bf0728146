namespace Countersign.Silo.Hosting;

/// <summary>Another desk works on the same data.</summary>
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
    /// <exception cref="DeskInUseException">Another process has it.</exception>
    public static DataFolder Take(string folder)
    {
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        try
        {
            return new DataFolder(new FileStream(Path.Combine(folder, "desk.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new DeskInUseException($"Another desk runs on {folder}: stop it, or give another folder with --data DIR.");
        }
    }

    public void Dispose() => taken.Dispose();
}
