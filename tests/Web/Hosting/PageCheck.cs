using System.Text.Json;
using Countersign.Tests.Fixtures;
using Microsoft.Playwright;

namespace Countersign.Tests.Web.Hosting;

/// <summary>What a page must be, whatever is on it: usable without a mouse and without eyes (axe), no wider than its window.</summary>
internal static class PageCheck
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(
        Path.Combine(SharedFiles.RepositoryRoot, "web", "Browser", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>What axe finds against WCAG 2.2 AA that is serious or worse, a line each.</summary>
    public static async Task<string[]> FlawsAsync(IPage page)
    {
        await page.EvaluateAsync(Axe.Value);
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations");
        return
        [
            .. found.EnumerateArray()
                .Where(v => v.GetProperty("impact").GetString() is "serious" or "critical")
                .SelectMany(v => v.GetProperty("nodes").EnumerateArray()
                    .Select(n => $"{v.GetProperty("id").GetString()}: {n.GetProperty("html").GetString()} ({n.GetProperty("failureSummary").GetString()})")),
        ];
    }

    public static Task<bool> IsTooWideAsync(IPage page) =>
        page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");
}
