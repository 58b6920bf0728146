using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Tenants;

/// <summary>Members, keys and one's own sign-in, by an administrator and by who is invited.</summary>
[Collection(SimulationCollection.Name)]
public sealed class AdministrationTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Invitation_HandedOver_LetsSomebodyJoinAndReadOnly()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        await admin.OpenAsync("/members");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await admin.Page.GetByLabel("Login").FillAsync("newcomer@demo");
        await admin.Page.Locator("dialog").GetByLabel("Analyst").CheckAsync();
        await admin.ShootAsync("invite");
        await admin.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        var link = await admin.Page.Locator(".secret pre").InnerTextAsync();

        await using var newcomer = await browser.VisitAsync(desk.Address);
        await newcomer.Page.GotoAsync(link);
        await newcomer.ShootAsync("join");
        await newcomer.Page.GetByLabel("Your name").FillAsync("New Comer");
        await newcomer.Page.GetByLabel("Password").FillAsync("password1234");
        await newcomer.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(newcomer.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await newcomer.Page.GetByLabel("Password").FillAsync("a harbour of grey stone 71");
        await newcomer.Page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await newcomer.Page.GetByText("Sign in with it").ClickAsync();
        await newcomer.SignInAsync("newcomer@demo", "a harbour of grey stone 71");
        await newcomer.IsLiveAsync();
        await Expect(newcomer.Page.Locator(".sidebar")).Not.ToContainTextAsync("Members");
        await newcomer.OpenAsync("/members");
        await Expect(newcomer.Page.Locator("main .missing")).ToBeVisibleAsync();
        await admin.OpenAsync("/members");
        await Expect(admin.Page.Locator("[data-member='newcomer@demo']")).ToContainTextAsync("Analyst");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Key_Made_IsShownOnceAndEnds()
    {
        await using var admin = await browser.SignedInAsync(desk, "admin@demo");
        await admin.OpenAsync("/keys");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await admin.Page.GetByLabel("Name").FillAsync("nightly");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Expect(admin.Page.Locator(".secret pre")).ToContainTextAsync("cskey_");
        await admin.ShootAsync("keys");
        await admin.OpenAsync("/keys");
        await Expect(admin.Page.Locator("main")).Not.ToContainTextAsync("The key. It is shown once");
        await admin.Page.Locator("[data-key='nightly']").GetByRole(AriaRole.Button, new() { Name = "End" }).ClickAsync();
        await Expect(admin.Page.Locator("[data-key='nightly']")).ToHaveCountAsync(0);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task SecondFactor_SetUpInTheBrowser_IsAskedForAtTheNextSignIn()
    {
        await using var person = await browser.SignedInAsync(desk, "api@demo");
        await person.OpenAsync("/me");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator" }).ClickAsync();
        await person.ShootAsync("second-factor");
        var secret = await person.Page.Locator("main code").First.InnerTextAsync();
        await person.Page.GetByLabel("Code").FillAsync(OneTimeCode.Of(secret, TimeProvider.System.GetUtcNow()));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Enable" }).ClickAsync();
        await Expect(person.Page.Locator("pre")).ToHaveTextAsync(new Regex(@"\S+(\s+\S+){9}"));
        var recovery = (await person.Page.Locator("pre").InnerTextAsync()).Split('\n')[0].Trim();
        Assert.Empty(person.Complaints);

        await using var again = await browser.VisitAsync(desk.Address);
        await again.SignInAsync("api@demo", desk.PasswordOf("api@demo"));
        await Expect(again.Page.GetByLabel("Code")).ToBeVisibleAsync();
        await again.Page.GetByLabel("Password").FillAsync(desk.PasswordOf("api@demo"));
        await again.Page.GetByLabel("Code").FillAsync(recovery);
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await again.IsLiveAsync();
        await again.OpenAsync("/me");
        await Expect(again.Page.Locator("main")).ToContainTextAsync("9 recovery codes are left");
    }
}
