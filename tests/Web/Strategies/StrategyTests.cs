using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Strategies;

/// <summary>A strategy from a template to its retirement, by a portfolio manager.</summary>
[Collection(SimulationCollection.Name)]
public sealed class StrategyTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Strategy_FromATemplate_IsCorrectedRevisedComparedActivatedAndRetired()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var page = visitor.Page;
        await visitor.OpenAsync("/strategies/new");
        await visitor.ShootAsync("strategy-templates");
        await page.Locator("[data-template='trend-following']").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        var editor = page.GetByLabel("Definition as JSON");
        var definition = await editor.InputValueAsync();
        await editor.FillAsync(definition[..^3]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".editor .problem")).ToContainTextAsync("this is no JSON");
        await editor.FillAsync(definition.Replace("\"timeframe\"", "\"timefrome\"", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".editor .problem")).ToContainTextAsync("timefrome");
        await visitor.ShootAsync("strategy-mistake");
        await editor.FillAsync(definition);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".page-head .status.draft")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        var whole = await editor.InputValueAsync();
        Assert.Contains("\"H1\"", whole, StringComparison.Ordinal);
        await editor.FillAsync(whole.Replace("\"H1\"", "\"H4\"", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as version 2" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare with now" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("From version 1 to version 2");
        await visitor.ShootAsync("strategy");

        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await page.GetByLabel("Account").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Expect(page.Locator(".page-head .status.active")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("It was a test.");
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        await Expect(page.Locator(".page-head .status.retired")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }
}
