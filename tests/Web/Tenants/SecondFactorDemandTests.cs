using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Tenants;

/// <summary>Who must prove better who they are is led through it and back to where they wanted to go.</summary>
public sealed class SecondFactorDemandTests(ClockedDesk desk, Browser browser) : IClassFixture<ClockedDesk>, IClassFixture<Browser>
{
    [Fact]
    public async Task SecondFactor_DemandedByTheTenant_IsSetUpBeforeTheDeskOpensWhereItWasWanted()
    {
        using var http = await desk.ApiAsync("admin@demo");
        var api = new CountersignClient(new HttpClientTransport(http));
        var demanded = new ChangeSettingRequest { Value = JsonSerializer.SerializeToElement(true) };
        (await api.SetTenantSettingAsync("security.secondFactorRequired", demanded)).ThrowIfRefused();

        await using var analyst = await browser.VisitAsync(desk.Address);
        var page = analyst.Page;
        await analyst.SignInAsync("analyst@demo", desk.PasswordOf("analyst@demo"));
        await Expect(page.GetByText("Your desk demands a second factor")).ToBeVisibleAsync();
        await page.GotoAsync("/trades");
        await Expect(page.GetByText("Your desk demands a second factor")).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await analyst.ShootAsync("second-factor-demanded");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Go on to the desk" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator" }).ClickAsync();
        var secret = await page.Locator("main code").First.InnerTextAsync();
        await page.GetByLabel("Code").FillAsync(OneTimeCode.Of(secret, desk.Clock.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Enable" }).ClickAsync();
        await Expect(page.Locator("pre")).ToHaveTextAsync(new Regex(@"\S+(\s+\S+){9}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "I have them" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on to the desk" }).ClickAsync();
        await analyst.IsLiveAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Trades", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(analyst.Complaints);
    }
}
