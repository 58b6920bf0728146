using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Tenants;

/// <summary>A passkey made, used and removed, with an authenticator that Chromium makes up. Passkeys belong to the host name localhost.</summary>
[Collection(SimulationCollection.Name)]
public sealed class PasskeyTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Passkey_MadeInTheBrowser_SignsInUntilItIsRemoved()
    {
        await using var person = await browser.VisitAsync(new Uri($"http://localhost:{desk.Address.Port}"));
        var page = person.Page;
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await person.SignInAsync("analyst@demo", desk.PasswordOf("analyst@demo"));
        await person.IsLiveAsync();
        await person.OpenAsync("/me");
        await page.GetByLabel("What you call it").FillAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await Expect(page.Locator("[data-passkey='Work laptop']")).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await person.ShootAsync("passkeys");

        await SignOutAsync(page);
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await person.ShootAsync("sign-in-passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" }).ClickAsync();
        await person.IsLiveAsync();
        await Expect(page.Locator(".menu summary")).ToContainTextAsync("analyst@demo");
        await person.OpenAsync("/me");
        await Expect(page.Locator("[data-passkey='Work laptop'] td").Nth(1)).ToContainTextAsync(new Regex(@"\d{4}-"));
        await page.Locator("[data-passkey='Work laptop']").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.Locator("[data-passkey='Work laptop']")).ToHaveCountAsync(0);

        await SignOutAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey instead" }).ClickAsync();
        await Expect(page.GetByText("The desk does not know this passkey")).ToBeVisibleAsync();
        Assert.Empty(person.Complaints);
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.Locator(".menu summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
    }
}
