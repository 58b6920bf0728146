using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Notifications;

/// <summary>What the desk tells reaches who looks elsewhere: in the bell, on home, in the browser's own notifications, as each user chose.</summary>
[Collection(SimulationCollection.Name)]
public sealed class NotificationTests(SimulatedDesk desk, Browser browser)
{
    private const string Recorder = "window.shown = []; window.Notification = class { constructor(title, o) { window.shown.push(title + '|' + o.body); } "
        + "static permission = 'granted'; static requestPermission() { return Promise.resolve('granted'); } close() {} };";

    [Fact]
    public async Task Notification_OfAChangeOfTradingState_StandsInTheBellUntilItIsSeen()
    {
        await using var analyst = await browser.SignedInAsync(desk, "analyst@demo");
        var bell = analyst.Page.GetByRole(AriaRole.Button, new() { Name = "Notifications" });
        await ReduceAndResumeAsync("A test of the bell.");
        var row = analyst.Page.Locator("#alerts li", new() { HasText = "A test of the bell." });
        await Expect(analyst.Page.Locator("[data-announcement]")).ToContainTextAsync("All trading is active again");
        await Expect(analyst.Page.Locator("main [data-alert]", new() { HasText = "A test of the bell." }).First).ToBeVisibleAsync();
        await Expect(bell).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex(@"Notifications, \d+ new"));

        // Another page of the same browser knows it too.
        await analyst.OpenAsync("/orders");
        await bell.ClickAsync();
        await Expect(row).ToHaveCountAsync(2);
        Assert.Empty(await PageCheck.FlawsAsync(analyst.Page));
        await analyst.ShootAsync("notifications");
        await Expect(bell).ToHaveAccessibleNameAsync("Notifications");
        await row.First.Locator("a").ClickAsync();
        await Expect(analyst.Page.GetByRole(AriaRole.Heading, new() { Name = "Risk", Exact = true })).ToBeVisibleAsync();
        await Expect(analyst.Page.Locator("#alerts")).ToHaveCountAsync(0);
        Assert.Empty(analyst.Complaints);
    }

    [Fact]
    public async Task Notifications_ByChoice_LeaveKindsOutAndComeToTheDesktop()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        await admin.AllowNotificationsAsync();
        await admin.Page.Context.AddInitScriptAsync(Recorder);
        await admin.OpenAsync("/settings");
        var kinds = admin.Page.Locator("[data-setting='notifications.kinds'] fieldset", new() { HasText = "for me" });
        await kinds.GetByLabel("risk").UncheckAsync();
        await Expect(admin.Note("good").Last).ToContainTextAsync("ideas, orders, backtests, webhooks");
        await admin.OpenAsync("/settings");
        await admin.Page.Locator("[data-setting='notifications.desktop'] select").Last.SelectOptionAsync("yes");
        await Expect(admin.Note("good").Last).ToContainTextAsync("yes holds now");
        await admin.ShootAsync("settings-notifications");
        await admin.OpenAsync("/settings");
        await ReduceAndResumeAsync("Not for administrators.");
        await kinds.GetByLabel("risk").CheckAsync();
        await Expect(admin.Note("good").Last).ToContainTextAsync("risk");
        await admin.OpenAsync("/settings");
        await Expect(kinds.GetByLabel("risk")).ToBeCheckedAsync();
        await ReduceAndResumeAsync("For administrators too.");
        await admin.Page.WaitForFunctionAsync("() => window.shown.some(s => s.includes('For administrators too.'))");
        Assert.DoesNotContain("Not for administrators.", await admin.Page.EvaluateAsync<string>("() => window.shown.join()"), StringComparison.Ordinal);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Notifications" }).ClickAsync();
        await Expect(admin.Page.Locator("#alerts")).ToContainTextAsync("For administrators too.");
        await Expect(admin.Page.Locator("#alerts")).Not.ToContainTextAsync("Not for administrators.");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Lists_WithParts_AreAsLongAsTheUserWants()
    {
        using var http = await desk.ApiAsync("pm@demo");
        var api = new CountersignClient(new HttpClientTransport(http));
        for (var i = 0; i < 6; i++)
        {
            (await api.ReduceTenantRiskAsync(new TradingStateRequest { Reason = "A row." })).ThrowIfRefused();
            (await api.ResumeTenantRiskAsync(new TradingStateRequest { Reason = "A row." })).ThrowIfRefused();
        }

        await using var pm = await browser.SignedInAsync(desk, "pm@demo");
        await pm.OpenAsync("/settings");
        await pm.Page.Locator("[data-setting='display.rowsPerPage'] input").Last.FillAsync("10");
        await pm.Page.Keyboard.PressAsync("Tab");
        await Expect(pm.Page.Locator("[data-setting='display.rowsPerPage'] td").First).ToHaveTextAsync("10 rows");
        await pm.OpenAsync("/audit");
        await Expect(pm.Page.Locator("section.panel > table > tbody > tr")).ToHaveCountAsync(10);
        await Expect(pm.Page.GetByRole(AriaRole.Link, new() { Name = "Older" })).ToBeVisibleAsync();
        Assert.Empty(pm.Complaints);
    }

    private async Task ReduceAndResumeAsync(string reason)
    {
        using var http = await desk.ApiAsync("pm@demo");
        var api = new CountersignClient(new HttpClientTransport(http));
        (await api.ReduceTenantRiskAsync(new TradingStateRequest { Reason = reason })).ThrowIfRefused();
        (await api.ResumeTenantRiskAsync(new TradingStateRequest { Reason = reason })).ThrowIfRefused();
    }
}
