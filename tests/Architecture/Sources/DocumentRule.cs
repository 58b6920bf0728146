using System.Text.RegularExpressions;

namespace Countersign.Tests.Architecture.Sources;

/// <summary>What documents and container files say about other files.</summary>
internal static partial class DocumentRule
{
    /// <summary>Links of a Markdown file to files that are not there.</summary>
    public static IEnumerable<string> CheckLinks(TextFile file, IReadOnlySet<string> paths) =>
        from match in Link().Matches(file.Text)
        let target = match.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let path = Resolve(file.Folder, target)
        where !paths.Contains(path) && !paths.Any(p => p.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))
        select $"{file.Path} links to {target}, which is not there";

    /// <summary>Projects that the image needs and its restore does not get, so that it fails or restores something else.</summary>
    public static IEnumerable<string> CheckImage(TextFile dockerfile, IReadOnlySet<string> paths) =>
        from path in paths
        where path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("tests/", StringComparison.Ordinal)
        let folder = path[..path.LastIndexOf('/')]
        where !dockerfile.Text.Contains($"COPY {path} {folder}/packages.lock.json {folder}/", StringComparison.Ordinal)
        select $"{dockerfile.Path} does not copy {path} and its lock file before it restores";

    private static string Resolve(string folder, string target)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.Split('#')[0].Split('/').Where(p => p.Length > 0))
        {
            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    // Pictures are made by a browser test; a link that begins with # stays in its page.
    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<target>[^)#\s][^)\s]*)\)")]
    private static partial Regex Link();
}
