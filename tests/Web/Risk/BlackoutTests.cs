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
}
