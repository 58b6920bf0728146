using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Markets;

/// <summary>The chart page on a market that moves.</summary>
[Collection(SimulationCollection.Name)]
public sealed class ChartTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Chart_WithIndicatorsAndASecondTimeframe_IsDrawnWithoutAComplaint()
    {
        await using var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        await visitor.OpenAsync("/chart?symbol=EURUSD&timeframe=M1");
        await Expect(visitor.Page.Locator(".chart .canvas").First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("EURUSD M1 candles, last 1\\."));
        await visitor.Page.GetByLabel("Add an indicator").FillAsync("macd(12,26,9)");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(visitor.Page.Locator(".chip").Filter(new() { HasText = "macd" })).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Beside it").SelectOptionAsync("M15");
        await Expect(visitor.Page.Locator(".chart .canvas")).ToHaveCountAsync(2);
        await Expect(visitor.Page.Locator(".chart canvas").Nth(1)).ToBeVisibleAsync();
        await visitor.ShootAsync("chart");
        await visitor.Page.GetByLabel("Add an indicator").FillAsync("no_such(3)");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Expect(visitor.Page.Locator(".indicators .problem")).ToContainTextAsync("no_such");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task TimeZone_ThatIsChosen_MovesEveryTime()
    {
        await using var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        await visitor.OpenAsync("/chart");
        await visitor.Page.GetByLabel("Times in").SelectOptionAsync("Asia/Tokyo");
        await visitor.IsLiveAsync();
        await visitor.Page.Locator(".menu summary").ClickAsync();
        await Expect(visitor.Page.Locator(".menu .card")).ToContainTextAsync("Times are in Asia/Tokyo");
        await visitor.OpenAsync("/risk");
        await visitor.Page.Locator(".menu summary").ClickAsync();
        await Expect(visitor.Page.Locator(".menu .card")).ToContainTextAsync("Times are in Asia/Tokyo");
    }
}
