using Xunit;

namespace Countersign.Tests.Fixtures;

/// <summary>Recorded markets and golden outputs, which stand beside the repository and may be absent on a user's machine.</summary>
public static class SharedFiles
{
    private static readonly string? Root = Find();

    /// <summary>The full path of a file below the shared folder; skips the running test, saying so, where the folder is absent.</summary>
    /// <param name="relativePath">For example <c>data/fx/tick/eurusd_oanda_tick_2014-05-06.csv</c>.</param>
    public static string Require(string relativePath)
    {
        var path = Root is null ? null : Path.Combine(Root, relativePath);
        if (path is null || !File.Exists(path))
        {
            Assert.Skip($"../shared/{relativePath} is not beside this checkout");
        }

        return path;
    }

    /// <summary>The repository's root folder, found by its solution file.</summary>
    public static string RepositoryRoot { get; } = FindRepository();

    private static string? Find()
    {
        var configured = Environment.GetEnvironmentVariable("COUNTERSIGN_SHARED");
        var folder = configured ?? Path.Combine(Path.GetDirectoryName(FindRepository().TrimEnd(Path.DirectorySeparatorChar))!, "shared");
        return Directory.Exists(folder) ? folder : null;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Saas.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run from inside a checkout: no Saas.sln above " + AppContext.BaseDirectory);
    }
}
