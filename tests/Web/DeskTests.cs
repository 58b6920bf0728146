using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web;

/// <summary>What a person sees and does on the desk's page, in a real browser, on a recorded day.</summary>
[Collection(DeskCollection.Name)]
public sealed class DeskTests(RecordedDesk desk, Browser browser)
{
    private const string Manager = "pm@demo";
    private const string Analyst = "analyst@demo";

    [Fact]
    public async Task Approving_AsPortfolioManager_FillsTheIdeaAndShowsItsPosition()
    {
        await using var visitor = await SignedInAsync(Manager);
        await visitor.ShootAsync("desk");
        var id = await visitor.Ideas.First.GetAttributeAsync("data-idea");
        await visitor.Page.Locator($"[data-idea='{id}']").GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(visitor.Outcome("filled")).ToContainTextAsync("Filled at 1.39");
        await Expect(visitor.Page.Locator($"[data-idea='{id}']")).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("[data-position='EURUSD']")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".action.executed").First).ToBeVisibleAsync();
        await visitor.ShootAsync("desk-approved");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Desk_OfAnAnalyst_ShowsIdeasWithoutButtons()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await Expect(visitor.Ideas.First).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Reject" })).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task SignIn_WithAWrongPassword_SaysSo()
    {
        await using var visitor = await browser.VisitAsync(desk.Address);
        await visitor.SignInAsync(Manager, "not the password");
        await Expect(visitor.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("do not belong together");
        await visitor.ShootAsync("sign-in-refused");
        await Expect(visitor.Page.GetByLabel("Login")).ToHaveValueAsync(Manager);
    }

    [Fact]
    public async Task SignOut_InOneWindow_EndsTheOtherAndAsksToSignIn()
    {
        await using var visitor = await SignedInAsync(Manager);
        var other = await visitor.OpenAnotherAsync();
        await Expect(other.Locator(".link.live")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.Locator(".link.signed-out")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("Password")).ToBeVisibleAsync();
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.GetByLabel("Password")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rejecting_InOneWindow_TakesTheIdeaFromAnother()
    {
        await using var manager = await SignedInAsync(Manager);
        await using var analyst = await SignedInAsync(Analyst);
        var id = await manager.Ideas.Last.GetAttributeAsync("data-idea");
        var seen = analyst.Page.Locator($"[data-idea='{id}']");
        await Expect(seen).ToBeVisibleAsync();
        var card = manager.Page.Locator($"[data-idea='{id}']");
        await card.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await card.GetByLabel("Reason").FillAsync("The spread is too wide.");
        await card.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await Expect(manager.Outcome("rejected")).ToBeVisibleAsync();
        await Expect(seen).ToHaveCountAsync(0);
        await Expect(analyst.Page.Locator(".action.rejected").First).ToBeVisibleAsync();
        Assert.Empty(analyst.Complaints);
    }

    [Fact]
    public async Task Decision_MadeAgain_IsIdentical()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).First.ClickAsync();
        await Expect(visitor.Page.Locator(".replayed.identical")).ToHaveTextAsync("✓ identical");
    }

    [Fact]
    public async Task Desk_OnAPhoneInTheDark_FitsItsWidth()
    {
        await using var visitor = await browser.VisitAsync(desk.Address, width: 390, height: 844, ColorScheme.Dark);
        await visitor.SignInAsync(Manager, desk.PasswordOf(Manager));
        await visitor.IsLiveAsync();
        var width = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        await visitor.ShootAsync("desk-phone-dark");
        Assert.Equal(390, width);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Desk_OfAReplay_IsLabelledAsOne()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await Expect(visitor.Page.Locator(".strip .label.replay")).ToHaveTextAsync("REPLAY");
        await Expect(visitor.Ideas.First.Locator(".label.replay")).ToHaveTextAsync("REPLAY");
    }

    [Fact]
    public async Task Tokens_OfASignedInBrowser_NeverReachItsScripts()
    {
        await using var visitor = await SignedInAsync(Manager);
        var cookie = Assert.Single(await visitor.CookiesAsync(), c => c.Name == "countersign.session");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.Equal("", await visitor.Page.EvaluateAsync<string>("() => document.cookie"));
        var again = (await visitor.Page.ReloadAsync())!;
        Assert.DoesNotContain("eyJ", await again.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", cookie.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ItsHeaders_AllowOurOwnOriginOnly()
    {
        await using var visitor = await browser.VisitAsync(desk.Address);
        var headers = (await visitor.Page.GotoAsync("/sign-in"))!.Headers;
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", headers["x-content-type-options"]);
        Assert.Equal("DENY", headers["x-frame-options"]);
        Assert.Contains("no-store", headers["cache-control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_WithoutTheFormsToken_IsRefused()
    {
        await using var visitor = await SignedInAsync(Analyst);
        var answer = await visitor.Page.EvaluateAsync<int>("async () => (await fetch('/sign-out', { method: 'POST' })).status");
        Assert.Equal(400, answer);
        await visitor.Page.ReloadAsync();
        await visitor.IsLiveAsync();
    }

    private async Task<Visitor> SignedInAsync(string login)
    {
        var visitor = await browser.VisitAsync(desk.Address);
        await visitor.SignInAsync(login, desk.PasswordOf(login));
        await visitor.IsLiveAsync();
        return visitor;
    }
}
