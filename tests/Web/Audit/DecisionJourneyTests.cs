using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Audit;

/// <summary>Decisions of the recorded day, with the market then, what they were made on, and made again.</summary>
[Collection(DeskCollection.Name)]
public sealed class DecisionJourneyTests(RecordedDesk desk, Browser browser)
{
    [Fact]
    public async Task Proposal_OnItsPage_TellsItsRulesAndStandsBesideTheOneMadeAgain()
    {
        await using var visitor = await OpenFirstAsync("raised");
        var page = visitor.Page;
        await Expect(page.Locator(".replay-verdict.identical")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("What each rule contributed", new() { Exact = true }).Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Quote", new() { Exact = true })).ToContainTextAsync("pips");
        await Expect(page.Locator("[data-field='proposal.side']")).ToContainTextAsync("✓");
        await Expect(page.Locator(".compared .differs")).ToHaveCountAsync(0);
        await Expect(page.Locator(".chart .canvas")).ToHaveAttributeAsync("aria-label", new Regex("EURUSD M1 candles, last 1\\.39"));
        await Expect(page.Locator(".as-json pre").First).ToBeHiddenAsync();
        await page.GetByText("As JSON").ClickAsync();
        await Expect(page.Locator(".as-json pre").First).ToContainTextAsync("{");
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync("decision-raised");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Routing_OnAPhone_TellsLimitsStatesAndConditions()
    {
        await using var visitor = await OpenFirstAsync("routed");
        var page = visitor.Page;
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page.GetByLabel("Limits and states that were checked")).ToContainTextAsync("Max position");
        await Expect(page.GetByLabel("Conditions of autonomy")).ToContainTextAsync("mode");
        await Expect(page.GetByLabel("Account before it")).ToContainTextAsync("Equity");
        await Expect(page.GetByLabel("Indicators around it")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-field='outcome.decision.reason']")).ToContainTextAsync("✓");
        Assert.False(await PageCheck.IsTooWideAsync(page));
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync("decision-routed-390");
        // The steps lead from one decision about the idea to the others.
        await page.Locator(".steps a", new() { HasText = "raised" }).ClickAsync();
        await Expect(page.GetByLabel("Proposal", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Decisions_OfOneDecider_AreTheirsAlone()
    {
        await using var visitor = await browser.SignedInAsync(desk, "admin@demo");
        await visitor.OpenAsync("/decisions");
        var page = visitor.Page;
        await Expect(page.GetByLabel("Who").GetByText("pm@demo")).ToBeAttachedAsync();
        await page.GetByLabel("Who").SelectOptionAsync("system:gate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await visitor.IsLiveAsync();
        await Expect(page.Locator("[data-decision]").First).ToContainTextAsync("gate");
        Assert.Contains("decidedBy=system%3Agate", page.Url, StringComparison.Ordinal);
        var who = await page.Locator("[data-decision] td:nth-child(4)").AllInnerTextsAsync();
        Assert.All(who, name => Assert.Equal("gate", name));
        Assert.Empty(visitor.Complaints);
    }

    private async Task<Visitor> OpenFirstAsync(string action)
    {
        var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        await visitor.OpenAsync($"/decisions?action={action}");
        await visitor.Page.Locator("[data-decision] th a").First.ClickAsync();
        await Expect(visitor.Page.Locator(".part-title")).ToBeVisibleAsync();
        return visitor;
    }
}
