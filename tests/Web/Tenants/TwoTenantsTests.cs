using System.Globalization;
using System.Text;
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
        Assert.Empty(await PageCheck.FlawsAsync(operatorOfAll.Page));
        await ImportAsync(operatorOfAll);

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
        await first.OpenAsync("/data");
        await Expect(first.Page.Locator("main")).ToContainTextAsync("own-ticks");
        await second.Page.GotoAsync("/");
        await Expect(second.Page.GetByRole(AriaRole.Heading, new() { Name = "The desk cannot be opened" })).ToBeVisibleAsync();
        await Expect(second.Page.Locator("main")).ToContainTextAsync("suspended");
        Assert.Empty(operatorOfAll.Complaints);
        Assert.Empty(first.Complaints);
    }

    private static async Task ImportAsync(Visitor operatorOfAll)
    {
        var lines = Enumerable.Range(0, 3_000).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{new DateTime(2014, 5, 6, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i):yyyy-MM-dd'T'HH:mm:ss.fff'Z'},1.3{i % 10},1.4{i % 10}"));
        var text = string.Join('\n', lines.Prepend("ts_utc,bid,ask").Append("2014-05-06T01:00:00.000Z,none,1.4"));
        await operatorOfAll.Page.GetByRole(AriaRole.Link, new() { Name = "Market data" }).First.ClickAsync();
        await Expect(operatorOfAll.Page.Locator("main")).ToContainTextAsync("Nothing was imported");
        await operatorOfAll.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "EURUSD of May.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await operatorOfAll.Page.GetByLabel("Source").FillAsync("own-ticks");
        await operatorOfAll.Page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        var row = operatorOfAll.Page.Locator("[data-import='EURUSD_of_May.csv']");
        await Expect(row).ToContainTextAsync("done");
        await Expect(row).ToContainTextAsync("3,000");
        await Expect(operatorOfAll.Page.Locator("main")).ToContainTextAsync("line 3002");
        await operatorOfAll.ShootAsync("imports");
        Assert.Empty(await PageCheck.FlawsAsync(operatorOfAll.Page));
        Assert.False(await PageCheck.IsTooWideAsync(operatorOfAll.Page));
        await row.GetByRole(AriaRole.Button, new() { Name = "Forget" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await operatorOfAll.Page.GetByRole(AriaRole.Link, new() { Name = "Tenants" }).First.ClickAsync();
        await Expect(operatorOfAll.Page.GetByRole(AriaRole.Heading, new() { Name = "Tenants" })).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"ops@platform\s+(\S+)")]
    private static partial Regex Secret();
}
