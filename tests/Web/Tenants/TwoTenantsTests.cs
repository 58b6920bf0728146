using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Tenants;

/// <summary>The platform's person makes a second tenant; its people and the first one's work side by side and see nothing of each other.</summary>
public sealed partial class TwoTenantsTests(RestartingDesk desk, Browser browser) : IClassFixture<RestartingDesk>, IClassFixture<Browser>
{
    private const string Password = "a harbour of grey stone 71";

    [Fact]
    public async Task Tenants_SideBySide_SeeNothingOfEachOther()
    {
        var printed = "";
        await desk.RestartAsync(async () => printed = await desk.CommandAsync("platform", "create", "ops@platform"));
        var secret = Secret().Match(printed).Groups[1].Value;

        await using var operatorOfAll = await browser.VisitAsync(desk.Address);
        await operatorOfAll.SignInAsync("ops@platform", secret);
        await Expect(operatorOfAll.Page.GetByRole(AriaRole.Heading, new() { Name = "Tenants" })).ToBeVisibleAsync();
        await Expect(operatorOfAll.Page.Locator(".sidebar")).Not.ToContainTextAsync("Positions");
        await operatorOfAll.Page.GetByRole(AriaRole.Button, new() { Name = "New tenant" }).ClickAsync();
        await operatorOfAll.Page.GetByLabel("Id").FillAsync("t-second");
        await operatorOfAll.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Second desk");
        await operatorOfAll.Page.GetByLabel("Login of its first administrator").FillAsync("admin@second");
        await operatorOfAll.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        var link = await operatorOfAll.Page.Locator(".secret pre").InnerTextAsync();
        await operatorOfAll.ShootAsync("platform");

        await using var second = await browser.VisitAsync(desk.Address);
        await second.Page.GotoAsync(link);
        await second.Page.GetByLabel("Your name").FillAsync("Sam Second");
        await second.Page.GetByLabel("Password").FillAsync(Password);
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await second.SignInAsync("admin@second", Password);
        await second.IsLiveAsync();
        await second.ShootAsync("second-tenant");
        await Expect(second.Page.Locator("main")).ToContainTextAsync("This tenant has no account yet");

        await using var first = await browser.SignedInAsync(desk, "pm@demo");
        await first.OpenAsync("/positions");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "New order" }).ClickAsync();
        await first.Page.GetByLabel("Quantity").FillAsync("10000");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Buy", Exact = true }).ClickAsync();
        await Expect(first.Page.Locator("[data-position]").First).ToBeVisibleAsync();
        await second.OpenAsync("/positions");
        await Expect(second.Page.Locator("[data-position]")).ToHaveCountAsync(0);
        await second.OpenAsync("/orders?show=all");
        await Expect(second.Page.Locator("[data-order]")).ToHaveCountAsync(0);
        await second.OpenAsync("/members");
        await Expect(second.Page.Locator("[data-member='admin@second']")).ToBeVisibleAsync();
        await Expect(second.Page.Locator("main")).Not.ToContainTextAsync("@demo");

        await operatorOfAll.Page.Locator("[data-tenant='t-second']").GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await operatorOfAll.Page.GetByLabel("Why?").FillAsync("A test of the page.");
        await operatorOfAll.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await Expect(operatorOfAll.Page.Locator("[data-tenant='t-second']")).ToContainTextAsync("suspended");
        await second.Page.GotoAsync("/");
        await Expect(second.Page.GetByRole(AriaRole.Heading, new() { Name = "The desk cannot be opened" })).ToBeVisibleAsync();
        await Expect(second.Page.Locator("main")).ToContainTextAsync("suspended");
        Assert.Empty(operatorOfAll.Complaints);
        Assert.Empty(first.Complaints);
    }

    [GeneratedRegex(@"ops@platform\s+(\S+)")]
    private static partial Regex Secret();
}
