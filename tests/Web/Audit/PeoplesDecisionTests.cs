using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Audit;

/// <summary>What people, time and the venue decided, on the decisions' pages: a desk of its own, whose few ideas are decided here.</summary>
public sealed class PeoplesDecisionTests(RecordedDesk desk, Browser browser) : IClassFixture<RecordedDesk>, IClassFixture<Browser>
{
    [Fact]
    public async Task Decisions_OfEveryKind_TellWhatTheyWereMadeOn()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var page = visitor.Page;
        await visitor.OpenAsync("/ideas");
        await DecideAsync(visitor, async () => await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync(), "Filled");
        await visitor.OpenAsync("/ideas");
        await DecideAsync(visitor, async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
            await page.GetByLabel("Why not?").FillAsync("It is too late.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        }, "Rejected");

        foreach (var (action, verdict, table, says) in new[]
        {
            ("approved", ".replay-verdict.identical", "Account before it", "Equity"),
            ("rejected", ".banner.info", "The idea", "It is too late."),
            ("executed", ".banner.info", "The idea", "Filled at"),
            ("expired", ".banner.info", "The idea", "Until"),
        })
        {
            // Newest first: of the rejected ones, the person's.
            await visitor.OpenAsync($"/decisions?action={action}");
            await page.Locator("[data-decision] th a").First.ClickAsync();
            await Expect(page.Locator(verdict)).ToBeVisibleAsync();
            await Expect(page.GetByLabel(table, new() { Exact = true })).ToContainTextAsync(says);
            await Expect(page.GetByLabel("Indicators around it")).ToContainTextAsync("rsi(14)");
            await Expect(page.GetByLabel("What each rule contributed when it was raised")).ToBeVisibleAsync();
            await Expect(page.Locator(".chart canvas").First).ToBeVisibleAsync();
            Assert.Empty(await PageCheck.FlawsAsync(page));
            await visitor.ShootAsync($"decision-{action}");
        }

        Assert.Empty(visitor.Complaints);
    }

    private static async Task DecideAsync(Visitor visitor, Func<Task> decide, string outcome)
    {
        await visitor.Ideas.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visitor.Page.Locator("article.idea .verdict")).ToContainTextAsync("The risk gate would");
        await decide();
        await Expect(visitor.Note("good").First).ToContainTextAsync(outcome);
    }
}
