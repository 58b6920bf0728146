using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Risk;

/// <summary>The platform's people stop everybody, limit everybody, and resume.</summary>
public sealed partial class PlatformRiskTests(RestartingDesk desk, Browser browser) : IClassFixture<RestartingDesk>, IClassFixture<Browser>
{
    [Fact]
    public async Task Platform_StoppedAndLimited_HoldsForItsTenants()
    {
        var printed = "";
        await desk.RestartAsync(async () => printed = await desk.CommandAsync("platform", "create", "ops@platform"));
        await using var ops = await browser.VisitAsync(desk.Address);
        var page = ops.Page;
        await ops.SignInAsync("ops@platform", Secret().Match(printed).Groups[1].Value);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Tenants" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "New tenant" })).ToBeEnabledAsync();
        await page.Locator(".sidebar").GetByRole(AriaRole.Link, new() { Name = "Risk" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await page.GetByLabel("Leverage, at most").FillAsync("25");
        await page.GetByLabel("Leverage, at most").PressAsync("Tab");
        await page.GetByLabel("Why?").FillAsync("A test of the page.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("table.limits")).ToContainTextAsync("25");

        var blackouts = page.Locator("[data-blackouts='platform']");
        await blackouts.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("A test of the page.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(blackouts).ToContainTextAsync("high impact and above all currencies, 15 min before to 15 min after");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop…" }).ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync("No order of any tenant passes any more");
        await page.GetByLabel("Why?").FillAsync("The venue is down.");
        await ops.ShootAsync("platform-stop");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.Locator("[data-policy='platform'] .trading-state.halted")).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await ops.ShootAsync("platform-risk");

        await using var pm = await browser.SignedInAsync(desk, "pm@demo");
        await pm.OpenAsync("/positions");
        await pm.Page.GetByRole(AriaRole.Button, new() { Name = "New order" }).ClickAsync();
        await pm.Page.GetByLabel("Quantity").FillAsync("10000");
        await pm.Page.GetByLabel("Quantity").PressAsync("Tab");
        await Expect(pm.Page.Locator(".verdict.bad")).ToBeVisibleAsync();
        await Expect(pm.Page.Locator("header .trading-state.halted")).ToHaveTextAsync("Halted by the platform");
        await pm.OpenAsync("/platform/risk");
        await Expect(pm.Page.Locator("main .missing")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Resume…" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("It is up again.");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.Locator("[data-policy='platform'] .trading-state.active")).ToBeVisibleAsync();

        // Told, not read: the page was opened before.
        await Expect(pm.Page.Locator("header .trading-state")).ToHaveTextAsync("Trading");
        Assert.Empty(ops.Complaints);
    }

    [GeneratedRegex(@"ops@platform\s+(\S+)")]
    private static partial Regex Secret();
}
