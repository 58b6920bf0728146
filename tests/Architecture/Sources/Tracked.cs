using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Architecture.Sources;

/// <summary>The files that belong to the repository: those below its root, without what is built, fetched or run there.</summary>
internal static class Tracked
{
    // As .gitignore has it, and version control's own folder.
    private static readonly HashSet<string> NotOurs =
        ["bin", "obj", "artifacts", "data", ".git", ".vs", ".idea", "node_modules", "TestResults", ".playwright"];

    private static readonly HashSet<string> Texts =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".md", ".razor", ".css", ".js", ".ts", ".html", ".yml", ".yaml", ".sh", ".txt",
        ".editorconfig", ".gitignore", ".gitattributes", ".dockerignore", ".npmrc", ".sql", ".service", "",
    ];

    public static readonly HashSet<string> Paths = [.. Walk(new DirectoryInfo(SharedFiles.RepositoryRoot), "").Order(StringComparer.Ordinal)];

    public static IEnumerable<TextFile> All => Paths.Where(IsText).Select(Read);

    public static IEnumerable<TextFile> CSharp => Paths.Where(p => p.EndsWith(".cs", StringComparison.Ordinal)).Select(Read);

    public static TextFile Read(string path) => new(path, File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, path)));

    private static bool IsText(string path) => Texts.Contains(Path.GetExtension(path)) || Path.GetFileName(path) == "Dockerfile";

    private static IEnumerable<string> Walk(DirectoryInfo folder, string prefix)
    {
        // A worktree's .git is a file.
        foreach (var file in folder.EnumerateFiles().Where(f => !NotOurs.Contains(f.Name)))
        {
            yield return prefix + file.Name;
        }

        foreach (var inner in folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name)))
        {
            foreach (var path in Walk(inner, prefix + inner.Name + "/"))
            {
                yield return path;
            }
        }
    }
}
