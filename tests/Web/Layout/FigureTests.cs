using System.Globalization;
using System.Text.Json;
using Countersign.Tests.Web.Hosting;

namespace Countersign.Tests.Web.Layout;

/// <summary>
/// How heavy and how fast the pages are, in a browser. The weight is held; times depend on the machine, so they are written down
/// (<c>artifacts/web/figures.txt</c>) and held only against what nobody would put up with.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class FigureTests(SimulatedDesk desk, Browser browser)
{
    private const int LoadsMeasured = 9;
    private const int QuotesMeasured = 200;

    private const string Watching = """
        count => new Promise(resolve => {
          const late = [];
          const observer = new MutationObserver(changes => {
            const now = performance.timeOrigin + performance.now();
            for (const change of changes) {
              const price = change.target.closest?.('[data-at]');
              if (price) late.push(now - Number(price.dataset.at));
            }
            if (late.length >= count) { observer.disconnect(); resolve(late); }
          });
          observer.observe(document.querySelector('.strip'), { subtree: true, attributes: true, attributeFilter: ['data-at'] });
        })
        """;

    [Fact]
    public async Task Home_FromAWarmServer_IsLightAndPaintsSoon()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var paints = new List<double>();
        for (var i = 0; i < LoadsMeasured; i++)
        {
            await visitor.OpenAsync("/");
            paints.Add(await visitor.Page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        }

        // As it is compressed, whether it crossed the wire now or is kept from the page before.
        var sizes = await visitor.Page.EvaluateAsync<JsonElement>(
            "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e => [e.name, e.encodedBodySize])");
        var weight = sizes.EnumerateArray().Sum(s => s[1].GetDouble());
        paints.Sort();
        await WriteAsync("home first contentful paint, ms, median", paints[LoadsMeasured / 2]);
        await WriteAsync("home weight, kB compressed", weight / 1_000);
        Assert.InRange(weight, 100_000, 600_000);
        Assert.True(paints[LoadsMeasured / 2] < 2_000, $"The median of {LoadsMeasured} first paints is {paints[LoadsMeasured / 2]:0} ms.");
    }

    [Fact]
    public async Task Quote_FromTheFeed_IsOnTheScreenSoon()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var late = await visitor.Page.EvaluateAsync<double[]>(Watching, QuotesMeasured);
        Array.Sort(late);
        await WriteAsync("quote from feed to screen, ms, median", late[late.Length / 2]);
        await WriteAsync("quote from feed to screen, ms, p95", late[late.Length * 95 / 100]);
        Assert.True(late[late.Length / 2] < 1_000, $"The median is {late[late.Length / 2]:0} ms.");
    }

    private static async Task WriteAsync(string what, double figure)
    {
        var file = Path.Combine(Path.GetDirectoryName(Browser.Picture("figures"))!, "figures.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var line = string.Create(CultureInfo.InvariantCulture, $"{what}: {figure:0.0}{Environment.NewLine}");
        await File.AppendAllTextAsync(file, line, TestContext.Current.CancellationToken);
    }
}
