using System.Text.Json;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Markets;

/// <summary>Drawing on charts, with the mouse and with keys.</summary>
[Collection(SimulationCollection.Name)]
public sealed class DrawingTests(SimulatedDesk desk, Browser browser)
{
    private const string M1 = "/chart?symbol=EURUSD&timeframe=M1";

    [Fact]
    public async Task Line_DrawnWithTheMouse_SurvivesTimeframeAndReloadAndIsDeleted()
    {
        await using var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        var page = visitor.Page;
        await OpenChartAsync(visitor);
        await page.GetByRole(AriaRole.Button, new() { Name = "Trend line" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Trend line" })).ToHaveAttributeAsync("aria-pressed", "true");
        await DragAsync(page, (0.3f, 0.2f), (0.6f, 0.35f));
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "1");
        var drawn = Assert.Single(await KeptAsync(page));
        Assert.Equal("trend", drawn.GetProperty("kind").GetString());
        await visitor.ShootAsync("chart-drawing");

        await page.Locator(".tabs a", new() { HasText = "M5" }).First.ClickAsync();
        await Expect(page.Locator(".chart .canvas")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("M5 candles"));
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "1");
        await OpenChartAsync(visitor);
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "1");
        Assert.Equal(drawn.GetRawText(), Assert.Single(await KeptAsync(page)).GetRawText());

        await page.GetByRole(AriaRole.Button, new() { Name = "Choose next" }).ClickAsync();
        await Expect(Tools(page).Locator("[role=status]")).ToContainTextAsync("Trend line, 1 of 1, chosen.");
        await page.Keyboard.PressAsync("Delete");
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "0");
        Assert.Empty(await KeptAsync(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).ClickAsync();
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "0");
        Assert.Empty(await PageCheck.FlawsAsync(page));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Rectangle_DraggedByItsCorner_KeepsTheOtherOne()
    {
        await using var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        var page = visitor.Page;
        await OpenChartAsync(visitor);
        await page.GetByRole(AriaRole.Button, new() { Name = "Magnet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rectangle" }).ClickAsync();
        await DragAsync(page, (0.3f, 0.1f), (0.5f, 0.4f));
        var before = Assert.Single(await KeptAsync(page)).GetProperty("points");
        // With the magnet a price is one of a bar's four, which have five decimals.
        Assert.All(before.EnumerateArray(), p => Assert.Equal(Math.Round(p.GetProperty("price").GetDouble(), 5), p.GetProperty("price").GetDouble(), 9));
        await page.GetByRole(AriaRole.Button, new() { Name = "Magnet" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rectangle" }).ClickAsync();
        await DragAsync(page, (0.3f, 0.1f), (0.5f, 0.4f));
        before = Assert.Single(await KeptAsync(page)).GetProperty("points");
        await DragAsync(page, (0.5f, 0.4f), (0.7f, 0.3f));
        var after = Assert.Single(await KeptAsync(page)).GetProperty("points");
        Assert.Equal(before[0].GetRawText(), after[0].GetRawText());
        Assert.True(after[1].GetProperty("time").GetInt64() > before[1].GetProperty("time").GetInt64());
        Assert.True(after[1].GetProperty("price").GetDouble() > before[1].GetProperty("price").GetDouble());
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task LevelAndNote_DrawnWithKeysOnly_AreKept()
    {
        await using var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        var page = visitor.Page;
        await OpenChartAsync(visitor);
        await page.GetByRole(AriaRole.Button, new() { Name = "Horizontal line" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Text note" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Text of the note")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Where it turned");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Tools(page)).ToHaveAttributeAsync("data-count", "2");
        Assert.Equal(["level", "note"], (await KeptAsync(page)).Select(d => d.GetProperty("kind").GetString()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Rectangle" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rectangle" })).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Empty(visitor.Complaints);
    }

    private static ILocator Tools(IPage page) => page.Locator(".drawing-tools");

    // The candles are there when the chart tells its last price; the tools know of its drawings then.
    private static async Task OpenChartAsync(Visitor visitor)
    {
        await visitor.OpenAsync(M1);
        await Expect(visitor.Page.Locator(".chart .canvas").First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("EURUSD M1 candles, last"));
        await Expect(Tools(visitor.Page)).ToHaveAttributeAsync("data-count", new System.Text.RegularExpressions.Regex("[0-9]"));
    }

    private static async Task DragAsync(IPage page, (float X, float Y) from, (float X, float Y) to)
    {
        var box = (await page.Locator(".chart .canvas").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * from.X), box.Y + (box.Height * from.Y));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * (from.X + to.X) / 2), box.Y + (box.Height * (from.Y + to.Y) / 2));
        await page.Mouse.MoveAsync(box.X + (box.Width * to.X), box.Y + (box.Height * to.Y));
        await page.Mouse.UpAsync();
    }

    private static async Task<JsonElement[]> KeptAsync(IPage page)
    {
        var kept = await page.EvaluateAsync<string?>(
            "() => localStorage.getItem(Object.keys(localStorage).find(k => k.startsWith('countersign.drawings.') && k.endsWith('.EURUSD')) ?? '')");
        return kept is null ? [] : [.. JsonSerializer.Deserialize<JsonElement>(kept).GetProperty("drawings").EnumerateArray()];
    }
}
