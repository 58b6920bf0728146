using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Countersign.Tests.Architecture.Sources;

/// <summary>How files are cut, called and laid out.</summary>
internal static partial class FileRule
{
    public const int LinesMax = 600;

    public static IEnumerable<string> CheckLength(TextFile file)
    {
        var lines = file.Text.AsSpan().Count('\n');
        if (lines > LinesMax)
        {
            yield return $"{file.Path} has {lines} lines; {LinesMax} are the most";
        }
    }

    // Each with why its name is not one of its types'.
    public static readonly IReadOnlyDictionary<string, string> NameExceptions = new Dictionary<string, string>
    {
        ["embedded/Persistence/StatefulGrain.cs"] = "Grain<TState>; Grain.cs is Grain",
        ["embedded/Persistence/GrainStorageHosting.cs"] = "extension classes whose names the real API gives",
        ["embedded/Streams/MemoryStreamHosting.cs"] = "extension classes whose names the real API gives",
        ["tests/Grains/Conformance/ApiSurfaceOffender.cs"] = "a sample that breaks another rule on purpose, as if it were the runtime's",
    };

    /// <summary>
    /// A file is called like its main type, without the I of an interface that begins a family. A closed set, which stands in one file, may be
    /// called like the set (a plural), a family like the word that its types share, and a part of a type like the type and the part.
    /// </summary>
    public static IEnumerable<string> CheckName(TextFile file)
    {
        var root = SourceText.Root(file);
        var types = SourceText.TopLevelTypes(root);
        var name = file.Name[..^".cs".Length];
        if (types.Length > 0 && !types.Contains(name) && !types.Contains("I" + name) && !types.Contains(name.Split('.')[0])
            && !IsSet(name, types) && !IsFamily(name, types) && !SourceText.PartialTypes(root).Any(name.StartsWith)
            && !NameExceptions.ContainsKey(file.Path))
        {
            yield return $"{file.Path} is called like none of its types ({string.Join(", ", types)})";
        }
    }

    /// <summary>The namespace follows the folder. Where a project has namespaces that it does not choose, it is not checked.</summary>
    public static IEnumerable<string> CheckNamespace(TextFile file)
    {
        if (NamespaceOf(file.Folder) is not { } right)
        {
            yield break;
        }

        foreach (var found in SourceText.Root(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (found.Name.ToString() != right && !NameExceptions.ContainsKey(file.Path))
            {
                yield return $"{file.Path} is in the namespace {found.Name}; its folder says {right}";
            }
        }
    }

    /// <summary>Paths of one machine and hosts of package registries: the project works anywhere, and the machine says where packages are.</summary>
    public static IEnumerable<string> CheckPlaces(TextFile file) =>
        from match in Place().Matches(file.Text)
        let line = file.Text.AsSpan(0, match.Index).Count('\n') + 1
        select $"{file.Path}:{line} names {match.Value}";

    private static bool IsSet(string name, string[] types) => name.EndsWith('s') && (types.Length > 1 || types.Contains(name[..^1]));

    private static bool IsFamily(string name, string[] types) => types.Length > 2 && types.Count(t => t.Contains(name)) * 2 > types.Length;

    private static string? NamespaceOf(string folder)
    {
        var parts = folder.Split('/');
        var root = parts[0] switch
        {
            "domain" => "Countersign.Domain",
            "grains" => "Countersign.Grains",
            "silo" => "Countersign.Silo",
            "web" => "Countersign.Web",
            "api" => "Countersign.Api",
            "tests" when parts.Length > 1 => "Countersign.Tests",
            _ => null,
        };
        return root is null ? null : string.Join('.', parts.Skip(1).Select(p => p == "contracts" ? "Contracts" : p).Prepend(root));
    }

    // Written in pieces, so that this file does not find itself.
    [GeneratedRegex(
        @"(?<![\w.~])/(?:home|work|root|Users)/[\w.-]+" + @"|[A-Z]:\\Users\\" + @"|nuget" + @"\.org" + @"|npm" + @"js\.(?:org|com)"
        + @"|registry" + @"\.npm" + @"|pkgs\.dev" + @"\.azure")]
    private static partial Regex Place();
}
