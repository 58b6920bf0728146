using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Notifications;

/// <summary>Webhooks by an administrator, with a receiver that listens.</summary>
[Collection(SimulationCollection.Name)]
public sealed class WebhookTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Webhook_MadeOnThePage_IsSentATestThatItsSecretSigns()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        var secret = await MakeAsync(admin, receiver);
        await admin.ShootAsync("webhooks");
        await IsSoundAsync(admin, "webhooks");

        await page.GetByRole(AriaRole.Link, new() { Name = receiver.Url, Exact = true }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Nothing was sent yet");
        await Button(page, "Send a test").ClickAsync();
        var message = await receiver.NextAsync();
        Assert.Equal(("webhook.test", Sign(secret, message)), (message.Type, message.Signature));
        await Expect(page.Locator($"[data-delivery='{message.Id}']")).ToContainTextAsync(new Regex(@"a test.*delivered.*1.*204 in", RegexOptions.Singleline));

        await Button(page, "Another secret…").ClickAsync();
        await Button(page, "Make it").ClickAsync();
        await Expect(page.Locator(".secret pre")).ToContainTextAsync("whsec_");
        var next = await page.Locator(".secret pre").InnerTextAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("The old secret signs until");
        await page.Locator($"[data-delivery='{message.Id}']").GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        var again = await receiver.NextAsync();
        Assert.Equal((message.Id, $"{Sign(next, again)} {Sign(secret, again)}"), (again.Id, again.Signature));

        await Button(page, "Change…").ClickAsync();
        await page.Locator("dialog[open]").GetByLabel("risk").CheckAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(page.Locator(".facts-row")).ToContainTextAsync("orders, risk");
        await Button(page, "Remove…").ClickAsync();
        await Button(page, "Remove").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Webhooks");
        await Expect(page.GetByText(receiver.Url, new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task DeadLetters_OfAReceiverThatWentAway_AreFoundAndReplayed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await MakeAsync(admin, receiver);
        await page.GetByRole(AriaRole.Link, new() { Name = receiver.Url, Exact = true }).ClickAsync();
        receiver.Answer = HttpStatusCode.Gone;
        await Button(page, "Send a test").ClickAsync();
        var message = await receiver.NextAsync();
        await Expect(page.Locator(".banner.bad")).ToContainTextAsync("410");
        await Expect(Button(page, "Send a test")).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        await Expect(page.Locator($"[data-delivery='{message.Id}']")).ToContainTextAsync("dead letter");
        await admin.ShootAsync("webhook-dead-letters");
        await IsSoundAsync(admin, "webhook-dead-letters");

        receiver.Answer = HttpStatusCode.OK;
        await Button(page, "Enable").ClickAsync();
        await Expect(page.Locator(".banner.bad")).ToHaveCountAsync(0);
        await Button(page, "Send all dead letters again").ClickAsync();
        await Expect(admin.Note("good").Last).ToContainTextAsync("One dead letter is on its way again");
        Assert.Equal(message.Id, (await receiver.NextAsync()).Id);
        await Expect(page.Locator("main")).ToContainTextAsync("No dead letters");
        await page.GetByRole(AriaRole.Link, new() { Name = "Delivered" }).ClickAsync();
        await Expect(page.Locator($"[data-delivery='{message.Id}']")).ToContainTextAsync("200 in");

        await Button(page, "Disable").ClickAsync();
        await Expect(page.Locator(".banner.warn")).ToContainTextAsync("It is off");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Address_ThatIsNotHttps_IsRefusedInTheForm()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/webhooks");
        await Button(page, "New webhook").ClickAsync();
        await Expect(Button(page, "Make it")).ToBeDisabledAsync();
        await page.GetByLabel("Address").FillAsync("http://example.com/");
        await page.GetByLabel("orders").CheckAsync();
        await Button(page, "Make it").ClickAsync();
        await Expect(page.Locator("dialog[open] .problem")).ToContainTextAsync("https");
        await admin.ShootAsync("webhook-refused");
        Assert.Empty(await PageCheck.FlawsAsync(page));
    }

    [Fact]
    public async Task Webhooks_OfAPortfolioManager_AreNotThereAndNotShown()
    {
        await using var manager = await browser.SignedInAsync(desk, "pm@demo");
        await Expect(manager.Page.Locator(".sidebar")).Not.ToContainTextAsync("Webhooks");
        await manager.OpenAsync("/webhooks");
        await Expect(manager.Page.Locator("main .missing")).ToBeVisibleAsync();
    }

    /// <summary>Makes a webhook of orders; its secret.</summary>
    private static async Task<string> MakeAsync(Visitor admin, Receiver receiver)
    {
        await admin.OpenAsync("/webhooks");
        await Button(admin.Page, "New webhook").ClickAsync();
        await admin.Page.GetByLabel("Address").FillAsync(receiver.Url);
        await admin.Page.GetByLabel("orders").CheckAsync();
        await admin.Page.GetByLabel("Description").FillAsync("The back office");
        await Button(admin.Page, "Make it").ClickAsync();
        await Expect(admin.Page.Locator(".secret pre")).ToContainTextAsync("whsec_");
        return await admin.Page.Locator(".secret pre").InnerTextAsync();
    }

    private static async Task IsSoundAsync(Visitor admin, string name)
    {
        var page = admin.Page;
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await page.SetViewportSizeAsync(390, 844);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Empty(await PageCheck.FlawsAsync(page));
        Assert.False(await PageCheck.IsTooWideAsync(page));
        await admin.ShootAsync(name + "-390-dark");
        await page.SetViewportSizeAsync(1280, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static string Sign(string secret, Receiver.Message message)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message.Id}.{message.Timestamp}."), .. message.Body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
