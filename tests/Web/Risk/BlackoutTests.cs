using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Risk;

/// <summary>Times in which nothing is opened, of the tenant and of a strategy.</summary>
[Collection(SimulationCollection.Name)]
public sealed class BlackoutTests(SimulatedDesk desk, Browser browser)
{
    [Theory]
    [InlineData("t-demo")]
    [InlineData("s-")]
    public async Task Blackouts_OfALevel_AreSetShownAndTakenAway(string level)
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/risk");
        var row = page.Locator($"[data-blackouts^='{level}']").First;
        var dialog = page.Locator("dialog[open]");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a window" }).ClickAsync();
        await dialog.GetByLabel("From").FillAsync("2031-03-04T13:25");
        await dialog.GetByLabel("Until").FillAsync("2031-03-04T13:40");
        await dialog.GetByLabel("What happens").FillAsync("Payrolls");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).ClickAsync();
        await dialog.GetByLabel("Minutes before").FillAsync("5");
        await dialog.GetByLabel("Currency").Last.FillAsync("usd");
        await dialog.GetByLabel("Why?").FillAsync("A test of the page.");
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await admin.ShootAsync("blackouts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Payrolls all currencies, 2031-03-04 13:25:00 to 2031-03-04 13:40:00");
        await Expect(row).ToContainTextAsync("high impact and above USD, 5 min before to 15 min after");

        await using var analyst = await browser.SignedInAsync(desk, "analyst@demo");
        await analyst.OpenAsync("/risk");
        await Expect(analyst.Page.Locator("[data-blackouts]").First).ToBeVisibleAsync();
        await Expect(analyst.Page.Locator("[data-blackouts] button")).ToHaveCountAsync(0);

        await row.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this window away" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take this rule away" }).ClickAsync();
        await dialog.GetByLabel("Why?").FillAsync("As it was.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).Not.ToContainTextAsync("Payrolls");
        Assert.Empty(admin.Complaints);
        Assert.Empty(analyst.Complaints);
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("strategy")]
    public async Task Blackouts_ChangedMeanwhileBySomebodyElse_AreShownInsteadOfLost(string level)
    {
        using var http = await desk.ApiAsync("admin@demo");
        var api = new CountersignClient(new HttpClientTransport(http));
        // Others make strategies too, and retire them.
        const string strategy = "s-ema-cross";
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/risk");
        var row = page.Locator($"[data-blackouts='{(level == "tenant" ? "t-demo" : strategy)}']");
        var dialog = page.Locator("dialog[open]");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" })).ToBeEnabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).ClickAsync();
        await dialog.GetByLabel("Minutes before").FillAsync("7");
        await dialog.GetByLabel("Why?").FillAsync("A test of the page.");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeEnabledAsync();
        (await SetAsync([new CalendarBlackoutRequest { ImpactMin = "low", MinutesBefore = 2, MinutesAfter = 3 }], "Another was faster.")).ThrowIfRefused();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Somebody else changed this level" })).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("Minutes before")).ToHaveCountAsync(1);
        await Expect(dialog.GetByLabel("Minutes before")).ToHaveValueAsync("2");
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await admin.ShootAsync("blackouts-overtaken");

        await dialog.GetByLabel("Minutes before").FillAsync("7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a window" }).ClickAsync();
        await dialog.GetByLabel("What happens").FillAsync("Elections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(row).ToContainTextAsync("low impact and above all currencies, 7 min before to 3 min after");
        await Expect(row).ToContainTextAsync("Elections");
        (await SetAsync([], "As it was.")).ThrowIfRefused();
        var none = new SetBlackoutsRequest { Blackouts = [], Reason = "As it was." };
        (await (level == "tenant" ? api.SetTenantRiskBlackoutsAsync(none) : api.SetStrategyRiskBlackoutsAsync(strategy, none))).ThrowIfRefused();
        Assert.Empty(admin.Complaints);

        Task<ApiAnswer<RiskPolicy>> SetAsync(CalendarBlackoutRequest[] rules, string reason)
        {
            var request = new SetCalendarBlackoutsRequest { Rules = rules, Reason = reason };
            return level == "tenant" ? api.SetTenantRiskCalendarBlackoutsAsync(request) : api.SetStrategyRiskCalendarBlackoutsAsync(strategy, request);
        }
    }
}
