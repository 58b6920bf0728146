using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Tenants;

/// <summary>Who must prove again who they are is asked, and goes on where they were; who was signed out is told.</summary>
public sealed class ProofTests(ClockedDesk desk, Browser browser) : IClassFixture<ClockedDesk>, IClassFixture<Browser>
{
    [Fact]
    public async Task Money_AQuarterOfAnHourAfterTheSignIn_AsksForThePasswordAndIsBooked()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/accounts");
        var before = await page.Locator("[data-figure='cash']").InnerTextAsync();
        desk.Clock.Advance(TimeSpan.FromMinutes(16));
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay in…" }).ClickAsync();
        await page.GetByLabel("Amount").FillAsync("250");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay in", Exact = true }).ClickAsync();
        var proof = page.Locator("dialog[open]", new() { HasText = "Confirm that it is you" });
        await Expect(proof).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await admin.ShootAsync("step-up");
        await proof.GetByLabel("Password").FillAsync("not the password");
        await proof.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(proof.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-figure='cash']")).ToHaveTextAsync(before);
        await proof.GetByLabel("Password").FillAsync(desk.PasswordOf("admin@demo"));
        await proof.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(admin.Note("good")).ToContainTextAsync("Booked.");
        await Expect(page.Locator("[data-figure='cash']")).Not.ToHaveTextAsync(before);

        // The proof holds for a while: the next one is not asked.
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay out…" }).ClickAsync();
        await page.GetByLabel("Amount").FillAsync("250");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay out", Exact = true }).ClickAsync();
        await Expect(page.Locator("[data-figure='cash']")).ToHaveTextAsync(before);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Webhook_AQuarterOfAnHourAfterTheSignIn_IsMadeOnceThePasswordWasGivenAgain()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        var page = admin.Page;
        await admin.OpenAsync("/webhooks");
        await Expect(page.Locator("main .missing")).ToContainTextAsync("New webhook");
        desk.Clock.Advance(TimeSpan.FromMinutes(16));
        await page.GetByRole(AriaRole.Button, new() { Name = "New webhook" }).ClickAsync();
        await page.GetByLabel("Address").FillAsync("https://receiver.example/desk");
        await page.GetByLabel("risk").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        var proof = page.Locator("dialog[open]", new() { HasText = "Confirm that it is you" });
        await Expect(page.Locator(".secret pre")).ToHaveCountAsync(0);
        await proof.GetByLabel("Password").FillAsync(desk.PasswordOf("admin@demo"));
        await proof.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Expect(page.Locator(".secret pre")).ToContainTextAsync("whsec_");
        await Expect(page.Locator("[data-webhook]")).ToContainTextAsync("https://receiver.example/desk");
    }

    [Fact]
    public async Task Session_EndedFromAnotherBrowser_SaysSoAndLeadsToTheSignIn()
    {
        await using var first = await browser.SignedInAsync(desk, "api@demo");
        await first.OpenAsync("/orders");
        await using var second = await browser.SignedInAsync(desk, "api@demo");
        await second.OpenAsync("/me");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "End all others" }).ClickAsync();
        await Expect(first.Page.GetByText("You were signed out: this session was ended")).ToBeVisibleAsync();
        await first.ShootAsync("signed-out");
        await first.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await Expect(first.Page.GetByLabel("Password")).ToBeVisibleAsync();
        await first.SignInAsync("api@demo", desk.PasswordOf("api@demo"));
        await first.IsLiveAsync();
        await Expect(second.Page.Locator(".link.live")).ToBeVisibleAsync();
    }
}
