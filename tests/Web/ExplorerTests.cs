using System.Net.Http.Json;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web;

/// <summary>The API's explorer in a real browser: under its own strict policy, and with a real request.</summary>
[Collection(DeskCollection.Name)]
public sealed class ExplorerTests(RecordedDesk desk, Browser browser)
{
    private const string Login = "pm@demo";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Explorer_WithAToken_TriesARequestAndShowsItsAnswer(ColorScheme scheme)
    {
        await using var visitor = await browser.VisitAsync(desk.Address);
        var page = visitor.Page;
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.GotoAsync("/explorer/index.html");
        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).First.ClickAsync();
        await page.Locator(".auth-container input").FillAsync(await TokenAsync());
        await page.Locator(".auth-btn-wrapper .authorize").ClickAsync();
        await page.Locator(".auth-btn-wrapper .btn-done").ClickAsync();
        await page.GetByPlaceholder("Filter by tag").FillAsync("Sessions");
        await Expect(page.Locator("#operations-tag-Backtests")).ToHaveCountAsync(0);
        await page.Locator("#operations-tag-Sessions").ClickAsync();
        await page.Locator("#operations-Sessions-GetMe button.opblock-summary-control").ClickAsync();
        await page.Locator("#operations-Sessions-GetMe .try-out__btn").ClickAsync();
        await page.Locator("#operations-Sessions-GetMe .execute").ClickAsync();

        var answer = page.Locator("#operations-Sessions-GetMe .live-responses-table");
        await Expect(answer).ToContainTextAsync(Login);
        await Expect(answer).ToContainTextAsync("content-type: application/json");
        await Expect(page.Locator("#operations-Sessions-GetMe .request-url")).ToContainTextAsync("/api/v1/me");
        await Expect(page.Locator("#operations-Sessions-GetMe .curl-command")).ToContainTextAsync("curl");
        await visitor.ShootAsync($"explorer-{scheme}".ToLowerInvariant());
        Assert.True(visitor.Complaints.Count == 0, string.Join("\n", visitor.Complaints));
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.keys(localStorage).length + Object.keys(sessionStorage).length"));
    }

    [Fact]
    public async Task Explorer_Page_RunsNothingOfItsOwn()
    {
        using var http = new HttpClient { BaseAddress = desk.Address };

        using var page = await http.GetAsync("/explorer/index.html");

        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("style-src 'self' 'unsafe-hashes' 'sha256-", policy);
        Assert.DoesNotContain("unsafe-inline", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
    }

    private async Task<string> TokenAsync()
    {
        using var http = new HttpClient { BaseAddress = desk.Address };
        using var answer = await http.PostAsJsonAsync("/api/v1/login", new SignInRequest { Login = Login, Password = desk.PasswordOf(Login) }, CountersignClient.Json);
        return (await answer.Content.ReadFromJsonAsync<SessionTokens>(CountersignClient.Json))!.AccessToken;
    }
}
