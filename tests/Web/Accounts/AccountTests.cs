using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Accounts;

/// <summary>Accounts by an administrator: opened, paid into, their terms and autonomy changed; others see them and no form.</summary>
[Collection(SimulationCollection.Name)]
public sealed class AccountTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Account_OpenedByAnAdministrator_TakesMoneyAndKeepsItsBooks()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/accounts");
        await Button(page, "Open an account").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Opened by hand");
        await page.GetByLabel("Currency").FillAsync("usd");
        await page.GetByLabel("Id", new() { Exact = false }).FillAsync("a-by-hand");
        await admin.ShootAsync("account-open");
        await Button(page, "Open it").ClickAsync();
        await Expect(page.Locator("[data-account='a-by-hand']")).ToBeVisibleAsync();

        await BookAsync(page, "Pay in", "5000", null);
        await Expect(page.Locator("[data-figure='cash']")).ToHaveTextAsync("5,000.00");
        await BookAsync(page, "Pay out", "1000", "Lunch.");
        await BookAsync(page, "Correct", "-0.5", "A fee of the bank.");
        await Expect(page.Locator("[data-figure='cash']")).ToHaveTextAsync("3,999.50");
        await Button(page, "Pay out…").ClickAsync();
        await page.Locator("dialog[open]").GetByLabel("Amount").FillAsync("1000000");
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Pay out" }).ClickAsync();
        await Expect(page.Locator("dialog[open] .problem")).ToBeVisibleAsync();
        await Button(page, "Go back").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Its ledger" }).ClickAsync();
        await Expect(page.Locator("main tbody tr")).ToHaveCountAsync(3);
        await Expect(Button(page, "Pay in…")).ToBeVisibleAsync();
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Terms_ChangedMeanwhileBySomebodyElse_AreShownInsteadOfLost()
    {
        using var http = await desk.ApiAsync("admin@demo");
        var api = new CountersignClient(new HttpClientTransport(http));
        (await api.OpenAccountAsync(new OpenAccountRequest { Id = "a-contested", Name = "Contested", Currency = "USD" })).ThrowIfRefused();

        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/accounts?account=a-contested");
        await page.Locator("section", new() { Has = page.Locator("[data-terms]") }).GetByRole(AriaRole.Button, new() { Name = "Change…" }).ClickAsync();
        await page.GetByLabel("For each order").FillAsync("0.25");
        var other = new SetAccountTermsRequest { Terms = new AccountTerms { Commission = new CommissionTerms { Rate = 0.0001m } }, Reason = "Another was faster." };
        (await api.SetAccountTermsAsync("a-contested", other)).ThrowIfRefused();
        await page.GetByLabel("Why?").FillAsync("A fee for each order.");
        await Button(page, "Save").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Somebody else changed the terms" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Rate of the notional")).ToHaveValueAsync("0.0001");
        await Expect(page.GetByLabel("For each order")).ToHaveValueAsync("");
        await admin.ShootAsync("terms-overtaken");

        await page.GetByLabel("For each order").FillAsync("0.25");
        await page.GetByLabel("Leverage a line each").FillAsync("1000000 30\n20");
        await page.GetByLabel("Of single instruments").FillAsync("xauusd 10");
        await admin.ShootAsync("terms");
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Empty(await PageCheck.FlawsAsync(page));
        Assert.False(await PageCheck.IsTooWideAsync(page));
        await admin.ShootAsync("terms-390-dark");
        await page.SetViewportSizeAsync(1280, 800);
        await Button(page, "Save").ClickAsync();
        await Expect(page.Locator("[data-terms]")).ToContainTextAsync("commission 0.0001 of the notional, 0.25 an order");
        await Expect(page.Locator("[data-terms]")).ToContainTextAsync("leverage 30 up to 1,000,000, 20 above");
        await Expect(page.Locator("[data-terms]")).ToContainTextAsync("XAUUSD");
        var held = (await api.GetAccountTermsAsync("a-contested")).Value.Margin!.Symbols!;
        Assert.Equal(("XAUUSD", 10m), (Assert.Single(held).Symbol, held[0].Tiers!.Single().Leverage));
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Autonomy_OfAnAccount_IsChangedByAdministratorsAndSeenByOthers()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/accounts");
        var id = await page.Locator("main [data-account]").GetAttributeAsync("data-account");
        await GovernAsync(page, "assisted");
        await page.GetByLabel("Size at most").FillAsync("20000");
        await page.GetByLabel("Confidence at least").FillAsync("0.8");
        await page.GetByLabel("In these hours only", new() { Exact = false }).FillAsync("08:00 17:00 Europe/London monday");
        await page.GetByLabel("Why?").FillAsync("A test of the page.");
        await admin.ShootAsync("autonomy");
        await Button(page, "Save").ClickAsync();
        await Expect(page.Locator("[data-autonomy]")).ToHaveTextAsync("goes on its own from confidence 0.8 up to 20,000");

        await using var analyst = await browser.SignedInAsync(desk, "analyst@demo");
        await analyst.OpenAsync($"/accounts?account={id}");
        await Expect(analyst.Page.Locator("main")).ToContainTextAsync("from 08:00 to 17:00 Europe/London, monday");
        await Expect(analyst.Page.Locator("main button")).ToHaveCountAsync(0);

        await GovernAsync(page, "");
        await page.GetByLabel("Why?").FillAsync("As it was.");
        await Button(page, "Save").ClickAsync();
        await Expect(analyst.Page.Locator("[data-autonomy]")).ToHaveTextAsync("left to its strategies");
        Assert.Empty(admin.Complaints);
        Assert.Empty(analyst.Complaints);
    }

    private static async Task GovernAsync(IPage page, string mode)
    {
        await page.Locator("section", new() { Has = page.Locator("[data-autonomy]") }).GetByRole(AriaRole.Button, new() { Name = "Change…" }).ClickAsync();
        await page.GetByLabel("Mode").SelectOptionAsync(mode);
    }

    private static async Task BookAsync(IPage page, string what, string amount, string? reason)
    {
        await Button(page, what + "…").ClickAsync();
        await page.Locator("dialog[open]").GetByLabel("Amount").FillAsync(amount);
        if (reason is not null)
        {
            await page.Locator("dialog[open]").GetByLabel("Why?").FillAsync(reason);
        }

        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
