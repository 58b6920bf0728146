using System.Xml.Linq;

namespace Countersign.Tests.Architecture.Arrows;

/// <summary>
/// The same arrows in the project files: the compiler leaves out references that nothing uses yet, and the next change would use them unseen.
/// Also how packages are pinned.
/// </summary>
internal static class ProjectFileRule
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["domain/Domain.csproj"] = ([], ["MathNet.Numerics"]),
        ["embedded/Embedded.csproj"] = ([], []),
        ["grains/Grains.csproj"] = (["Domain", "Embedded"], []),
        ["api/contracts/Contracts.csproj"] = ([], []),
        ["api/Api.csproj"] = (["Grains", "Contracts"], ["Microsoft.OpenApi", "Microsoft.AspNetCore.OpenApi", "QRCoder", "Swashbuckle.AspNetCore.SwaggerUI"]),
        ["web/Web.csproj"] = (["Contracts"], []),
        ["silo/Silo.csproj"] = (["Api", "Contracts", "Domain", "Embedded", "Grains", "Web"], ["*"]),
    };

    /// <summary>References of a project file that its arrows forbid.</summary>
    public static IEnumerable<string> CheckArrows(string path, string xml)
    {
        if (!Allowed.TryGetValue(path, out var allowed))
        {
            yield break;
        }

        var project = XDocument.Parse(xml);
        foreach (var name in Included(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))))
        {
            if (!allowed.Projects.Contains(name))
            {
                yield return $"{path} references the project {name}";
            }
        }

        foreach (var package in Included(project, "PackageReference"))
        {
            var isGrainApi = package.StartsWith("Microsoft.Orleans.", StringComparison.Ordinal);
            if (!allowed.Packages.Contains(package) && !allowed.Packages.Contains("*") && !(isGrainApi && allowed.Projects.Contains("Embedded")))
            {
                yield return $"{path} references the package {package}";
            }
        }
    }

    /// <summary>Package references that carry their own version instead of the central one, and projects without a lock file.</summary>
    public static IEnumerable<string> CheckPinning(string path, string xml, bool hasLockFile)
    {
        var references = XDocument.Parse(xml).Descendants("PackageReference").ToArray();
        foreach (var reference in references)
        {
            if (reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.Elements().Any())
            {
                yield return $"{path} gives {reference.Attribute("Include")?.Value} a version of its own: Directory.Packages.props has them all";
            }
        }

        if (!hasLockFile)
        {
            yield return $"{path} has no packages.lock.json beside it";
        }
    }

    /// <summary>Central versions that are not one exact version.</summary>
    public static IEnumerable<string> CheckCentralVersions(string xml)
    {
        var project = XDocument.Parse(xml);
        if (project.Descendants("ManagePackageVersionsCentrally").SingleOrDefault()?.Value != "true")
        {
            yield return "package versions are not managed centrally";
        }

        foreach (var version in project.Descendants("PackageVersion"))
        {
            var text = version.Attribute("Version")?.Value ?? "";
            if (text != "$(OrleansVersion)" && !System.Version.TryParse(text, out _))
            {
                yield return $"{version.Attribute("Include")?.Value} is pinned to '{text}', which is not one exact version";
            }
        }
    }

    private static IEnumerable<string> Included(XDocument project, string element) =>
        project.Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}
