using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Risk;

/// <summary>Stopping and resuming, on a phone; another's page sees it at once.</summary>
[Collection(SimulationCollection.Name)]
public sealed class KillSwitchTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task KillSwitch_OnAPhone_StopsTradingForEverybodyUntilItIsResumed()
    {
        await using var phone = await browser.VisitAsync(desk.Address, width: 390, height: 844);
        await phone.SignInAsync("pm@demo", desk.PasswordOf("pm@demo"));
        await phone.IsLiveAsync();
        await using var analyst = await browser.SignedInAsync(desk, "analyst@demo");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Stop trading" }).ClickAsync();
        await phone.ShootAsync("kill-switch-phone");
        var stop = phone.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Stop trading" });
        await Expect(stop).ToBeDisabledAsync();
        await phone.Page.GetByLabel("Why?").FillAsync("The market makes no sense.");
        await stop.ClickAsync();
        await Expect(phone.Page.Locator(".trading-state.halted").First).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".top .avatar")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(analyst.Page.Locator(".top .trading-state.halted")).ToBeVisibleAsync();
        await analyst.OpenAsync("/risk");
        await Expect(analyst.Page.Locator("main")).ToContainTextAsync("The market makes no sense.");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await phone.Page.GetByLabel("Why?").FillAsync("It does again.");
        await phone.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Resume trading" }).ClickAsync();
        await Expect(analyst.Page.Locator(".top .trading-state.active")).ToBeVisibleAsync();
        Assert.Empty(phone.Complaints);
        Assert.Empty(analyst.Complaints);
    }

    [Fact]
    public async Task Limits_ChangedByAnAdministrator_AreShownToOthers()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        await admin.OpenAsync("/risk");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Change" }).First.ClickAsync();
        await admin.Page.GetByLabel("Open orders, at most").FillAsync("77");
        await admin.Page.GetByLabel("Open orders, at most").PressAsync("Tab");
        await admin.Page.GetByLabel("Why?").FillAsync("A test of the page.");
        await admin.ShootAsync("limits");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(admin.Page.Locator("table.limits")).ToContainTextAsync("77");
        await using var analyst = await browser.SignedInAsync(desk, "analyst@demo");
        await analyst.OpenAsync("/risk");
        await Expect(analyst.Page.Locator("table.limits")).ToContainTextAsync("77");
        await Expect(analyst.Page.GetByRole(AriaRole.Button, new() { Name = "Change" })).ToHaveCountAsync(0);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Limits_ChangedMeanwhileBySomebodyElse_AreShownInsteadOfLost()
    {
        using var http = await desk.ApiAsync("admin@demo");
        var api = new CountersignClient(new HttpClientTransport(http));
        var before = (await api.GetTenantRiskAsync()).Value.Limits;
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/risk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeEnabledAsync();
        await page.GetByLabel("Open ideas, at most").FillAsync("11");
        (await api.SetTenantRiskLimitsAsync(new SetLimitsRequest { Limits = before with { OpenIdeasMax = 9 }, Reason = "Another was faster." })).ThrowIfRefused();
        await page.GetByLabel("Why?").FillAsync("More ideas.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Somebody else changed these limits" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Open ideas, at most")).ToHaveValueAsync("9");
        await page.GetByLabel("Open ideas, at most").FillAsync("11");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("table.limits")).ToContainTextAsync("11");
        (await api.SetTenantRiskLimitsAsync(new SetLimitsRequest { Limits = before, Reason = "As it was." })).ThrowIfRefused();
        Assert.Empty(admin.Complaints);
    }
}
