namespace Countersign.Tests.Architecture.Sources;

/// <summary>Folders are named after capabilities, with the same words in every project; the few others are listed here.</summary>
internal static class FolderRule
{
    public static readonly string[] Capabilities =
    [
        "Tenants", "Accounts", "Markets", "Indicators", "Strategies", "TradeIdeas", "Risk", "Execution", "Backtests", "Models", "Notifications", "Audit",
    ];

    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["domain"] = ["Backtests/*"],
        ["grains"] = [],
        ["silo"] = ["Hosting", "Audit/ReadModels", "Audit/Settings", "Markets/History"],
        ["api/contracts"] = ["Client"],
        ["api"] = ["Health", "OpenApi", "OpenApi/*", "Problems", "Requests"],
        ["web"] = ["Browser", "Layout", "Strategies/Builder", "wwwroot", "wwwroot/*"],
        ["embedded"] =
        [
            "Attributes", "Calls", "Configuration", "Hosting", "Ids", "Persistence", "Programming", "Proxies", "Reminders", "Runtime", "Simulation",
            "Streams", "TestingHost", "Timers",
        ],
    };

    // What something is made of, or nothing at all: a newcomer who looks for a capability does not find it there.
    private static readonly string[] Forbidden =
    [
        "Events", "Commands", "Queries", "Handlers", "Interfaces", "Abstractions", "Helpers", "Common", "Core", "Utils", "Utilities", "Util", "Shared",
        "Misc", "Base", "Dto", "Dtos", "Entities", "Enums", "Exceptions", "Extensions", "Managers", "Services", "Infrastructure", "Lib", "Types",
    ];

    public static IEnumerable<string> Check(IEnumerable<string> paths) => paths
        .Where(p => p.Contains('/'))
        .Select(p => p[..p.LastIndexOf('/')])
        .SelectMany(WithOuter)
        .Distinct()
        .SelectMany(CheckFolder);

    private static IEnumerable<string> CheckFolder(string folder)
    {
        var name = folder.Split('/')[^1];
        if (Forbidden.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{folder} says what its files are made of; a capability says what they are for";
        }
        else if (ProjectOf(folder) is { } project && folder.Length > project.Length)
        {
            var inner = folder[(project.Length + 1)..];
            if (!Capabilities.Contains(inner) && !Others[project].Contains(inner) && !Others[project].Any(o => IsBelow(inner, o)))
            {
                yield return $"{folder} is neither a capability nor one of the other folders of {project}";
            }
        }
    }

    private static bool IsBelow(string inner, string other) => other.EndsWith("/*", StringComparison.Ordinal) && inner.StartsWith(other[..^1], StringComparison.Ordinal);

    private static string? ProjectOf(string folder) =>
        Others.Keys.OrderByDescending(p => p.Length).FirstOrDefault(p => folder == p || folder.StartsWith(p + "/", StringComparison.Ordinal));

    private static IEnumerable<string> WithOuter(string folder)
    {
        for (var outer = folder; outer.Length > 0; outer = outer.Contains('/') ? outer[..outer.LastIndexOf('/')] : "")
        {
            yield return outer;
        }
    }
}
