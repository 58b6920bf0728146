namespace Countersign.Tests.Api.Desk;

/// <summary>A new folder for a desk's data, gone with the test.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-desk-");

    public string Path => System.IO.Path.Combine(folder.FullName, "data");

    /// <summary>Writes a file beside the data.</summary>
    public string Write(string name, string text)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Where a file beside the data is, or would be.</summary>
    public string File(string name) => System.IO.Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
