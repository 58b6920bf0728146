using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Execution;

/// <summary>Orders by hand, on a market that moves.</summary>
[Collection(SimulationCollection.Name)]
public sealed class OrderTests(SimulatedDesk desk, Browser browser)
{
    private const string Manager = "pm@demo";

    [Fact]
    public async Task LimitOrder_PlacedChangedAndCancelled_IsSeenAtEachStep()
    {
        await using var visitor = await browser.SignedInAsync(desk, Manager);
        await visitor.OpenAsync("/orders");
        await TicketAsync(visitor, "EURUSD", "10000");
        await visitor.Page.GetByLabel("Type").SelectOptionAsync("limit");
        await visitor.Page.GetByLabel("Limit price").FillAsync("1.05");
        await visitor.Page.GetByLabel("Limit price").PressAsync("Tab");
        await Expect(visitor.Page.Locator("dialog .verdict.good")).ToBeVisibleAsync();
        await visitor.ShootAsync("order-ticket");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Buy", Exact = true }).ClickAsync();
        var row = visitor.Page.Locator("[data-order]").Filter(new() { HasText = "1.05000" });
        await Expect(row).ToContainTextAsync("working");
        await row.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await visitor.Page.GetByLabel("Whole quantity").FillAsync("20000");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Expect(row).ToContainTextAsync("20,000");
        await visitor.ShootAsync("orders");
        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await visitor.OpenAsync("/orders?show=all");
        await Expect(row.First).ToContainTextAsync("cancelled");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Bracket_FromTheTicket_ShowsItsExitsBeforeAndAfterTheFill()
    {
        await using var visitor = await browser.SignedInAsync(desk, Manager);
        var page = visitor.Page;
        await visitor.OpenAsync("/orders");
        await TicketAsync(visitor, "USDJPY", "10000");
        await page.GetByLabel("Type").SelectOptionAsync("limit");
        await page.GetByLabel("Limit price").FillAsync("140");
        await page.GetByLabel("Stop-loss").FillAsync("139");
        await page.GetByLabel("Take-profit").FillAsync("190");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy", Exact = true }).ClickAsync();
        var resting = page.Locator("tbody.together").Filter(new() { HasText = "140.000" });
        await Expect(resting.Locator("[data-exit='stop-loss']")).ToContainTextAsync("waits for the fill");
        await Expect(resting.Locator("[data-exit='take-profit']")).ToContainTextAsync("190.000");

        await TicketAsync(visitor, "USDJPY", "20000");
        await page.GetByLabel("Type").SelectOptionAsync("market");
        await page.GetByLabel("Stop-loss").FillAsync("120");
        await page.GetByLabel("Take-profit").FillAsync("195");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy", Exact = true }).ClickAsync();
        var filled = page.Locator("tbody.together").Filter(new() { HasText = "195.000" });
        await Expect(filled.Locator("[data-order]").First).ToContainTextAsync("filled");
        await Expect(filled.Locator("[data-order]").Nth(1)).ToContainTextAsync("stop-loss");
        await Expect(filled.Locator("[data-order]").Nth(2)).ToContainTextAsync("take-profit");
        await Expect(filled.Locator("[data-order]").Nth(2)).ToContainTextAsync("working");
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync("orders-bracket");

        await resting.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(resting).ToHaveCountAsync(0);
        await filled.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).Last.ClickAsync();
        await visitor.OpenAsync("/positions");
        await page.Locator("[data-position='USDJPY']").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(page.Locator("[data-position='USDJPY']")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task EitherOfTwo_FromTheTicket_HasItsMistakesAtTheirFieldsAndStandsTogether()
    {
        await using var visitor = await browser.SignedInAsync(desk, Manager);
        var page = visitor.Page;
        await visitor.OpenAsync("/orders");
        await TicketAsync(visitor, "EURUSD", "13000");
        await page.GetByLabel("Kind").SelectOptionAsync("either");
        var (either, or) = (page.Locator("fieldset.leg").First, page.Locator("fieldset.leg").Last);
        await Expect(either.GetByLabel("Type")).ToHaveValueAsync("limit");
        await either.GetByLabel("Limit price").FillAsync("one");
        await or.GetByLabel("Trigger price").FillAsync("-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Place both" }).ClickAsync();
        await Expect(either.Locator(".wrong")).ToHaveTextAsync("A number is right, such as 1.0825.");
        await Expect(either.GetByLabel("Limit price")).ToHaveAttributeAsync("aria-invalid", "true");
        await either.GetByLabel("Limit price").FillAsync("1.04");
        await page.GetByRole(AriaRole.Button, new() { Name = "Place both" }).ClickAsync();
        await Expect(either.Locator(".wrong")).ToHaveCountAsync(0);
        await Expect(or.Locator(".wrong")).ToContainTextAsync("-1");
        await Expect(page.Locator("dialog[open] .problem")).ToHaveCountAsync(0);
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync("order-either-wrong");

        await or.GetByLabel("Trigger price").FillAsync("1.3");
        await or.GetByLabel("Trigger price").PressAsync("Tab");
        await Expect(page.Locator("fieldset.leg .verdict.good")).ToHaveCountAsync(2);
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Empty(await PageCheck.FlawsAsync(page));
        Assert.False(await PageCheck.IsTooWideAsync(page));
        await visitor.ShootAsync("order-either-390-dark");
        await page.SetViewportSizeAsync(1280, 800);
        await page.GetByRole(AriaRole.Button, new() { Name = "Place both" }).ClickAsync();
        await Expect(visitor.Note("good")).ToContainTextAsync("Either of two is placed");
        var group = page.Locator("tbody.together").Filter(new() { HasText = "a fill of one of these 2 cancels the others" });
        await Expect(group.Locator("[data-order]")).ToHaveCountAsync(2);
        await Expect(group).ToContainTextAsync("1.04000");
        await Expect(group).ToContainTextAsync("1.30000");
        await visitor.ShootAsync("orders-either");
        var orders = page.Locator("[data-order]").Filter(new() { HasText = "13,000" });
        for (var left = 1; left >= 0; left--)
        {
            await orders.First.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(orders).ToHaveCountAsync(left);
        }

        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Order_OverALimit_IsRefusedInTheTicketWithItsReason()
    {
        await using var visitor = await browser.SignedInAsync(desk, Manager);
        await visitor.OpenAsync("/orders");
        await TicketAsync(visitor, "EURUSD", "9000000");
        await visitor.Page.GetByLabel("Quantity").PressAsync("Tab");
        await Expect(visitor.Page.Locator("dialog .verdict.bad")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Buy", Exact = true }).ClickAsync();
        await Expect(visitor.Page.Locator("dialog .problem")).ToContainTextAsync("would be 9000000; at most");
    }

    [Fact]
    public async Task Position_OpenedAndClosedByHand_BecomesATrade()
    {
        await using var visitor = await browser.SignedInAsync(desk, Manager);
        await visitor.OpenAsync("/positions");
        await TicketAsync(visitor, "GBPUSD", "10000");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Buy", Exact = true }).ClickAsync();
        var row = visitor.Page.Locator("[data-position='GBPUSD']");
        await Expect(row).ToContainTextAsync("10,000");
        await row.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await visitor.OpenAsync("/trades");
        await Expect(visitor.Page.Locator("main table")).ToContainTextAsync("GBPUSD");
        await visitor.ShootAsync("trades");
        await visitor.OpenAsync("/ledger");
        await Expect(visitor.Page.Locator("main table")).ToContainTextAsync("realisedPnl");
        await visitor.ShootAsync("ledger");
        Assert.Empty(visitor.Complaints);
    }

    private static async Task TicketAsync(Visitor visitor, string symbol, string quantity)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "New order" }).ClickAsync();
        await visitor.Page.GetByLabel("Symbol").SelectOptionAsync(symbol);
        await visitor.Page.GetByLabel("Quantity").FillAsync(quantity);
    }
}
