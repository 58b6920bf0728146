using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web;

/// <summary>What a person sees and does on the desk's pages, in a real browser, on a recorded day.</summary>
[Collection(DeskCollection.Name)]
public sealed class DeskTests(RecordedDesk desk, Browser browser)
{
    private const string Manager = "pm@demo";
    private const string Analyst = "analyst@demo";

    [Fact]
    public async Task Home_OfAManager_LeadsToTheIdeaThatWaits()
    {
        await using var visitor = await SignedInAsync(Manager);
        await Expect(visitor.Page.Locator("[data-account]").First).ToContainTextAsync("USD");
        await visitor.ShootAsync("home");
        var waiting = visitor.Page.Locator("[data-waiting]").First;
        var id = await waiting.GetAttributeAsync("data-waiting");
        await waiting.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visitor.Page.Locator($"article.idea[data-idea='{id}'] h2")).ToContainTextAsync("EURUSD");
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
        await visitor.Page.Locator(".menu summary").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.Locator(".link.signed-out")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByLabel("Password")).ToBeVisibleAsync();
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.GetByLabel("Password")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Decision_MadeAgain_IsIdentical()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await visitor.OpenAsync("/decisions?action=raised");
        await visitor.Page.Locator("[data-decision] th a").First.ClickAsync();
        await Expect(visitor.Page.Locator(".replay-verdict.identical")).ToContainTextAsync("identical to the last digit");
        await Expect(visitor.Page.Locator(".side-by-side pre").First).ToContainTextAsync("{");
        await Expect(visitor.Page.Locator(".chart .canvas")).ToHaveAttributeAsync("aria-label", new Regex("EURUSD M1 candles, last 1\\.39"));
        await visitor.ShootAsync("decision");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Decisions_FilteredByDay_AreNoneOfAnother()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await visitor.OpenAsync("/decisions?from=2014-05-06&to=2014-05-07");
        await Expect(visitor.Page.Locator("[data-decision]").First).ToBeVisibleAsync();
        await visitor.OpenAsync("/decisions?from=2013-01-01&to=2013-01-02");
        await Expect(visitor.Page.Locator(".missing")).ToContainTextAsync("No decision fits this filter");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Desk_OfAReplay_IsLabelledAsOne()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await Expect(visitor.Page.Locator(".strip .label.replay").First).ToHaveTextAsync("REPLAY");
        await visitor.OpenAsync("/ideas");
        await Expect(visitor.Ideas.First.Locator(".label.replay")).ToHaveTextAsync("REPLAY");
    }

    [Fact]
    public async Task Tour_OnTheFirstDay_HasFourStepsAndStaysAwayOnceItIsOver()
    {
        await using var visitor = await SignedInAsync(Manager);
        var tour = visitor.Page.Locator(".tour");
        for (var step = 1; step < 4; step++)
        {
            await Expect(tour).ToContainTextAsync($"Step {step} of 4");
            await tour.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        }

        await tour.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(tour).ToHaveCountAsync(0);
        await visitor.OpenAsync("/");
        await Expect(visitor.Page.Locator("[data-account]").First).ToBeVisibleAsync();
        await Expect(tour).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Theme_ThatIsChosen_HoldsOnTheNextPage()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await visitor.Page.Locator(".menu summary").ClickAsync();
        await visitor.Page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await visitor.OpenAsync("/risk");
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await visitor.ShootAsync("risk-dark");
        // It is the user's setting: another browser has it too.
        await using var elsewhere = await SignedInAsync(Analyst);
        await Expect(elsewhere.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await elsewhere.OpenAsync("/settings");
        await elsewhere.Page.Locator("[data-setting='display.theme'] select").SelectOptionAsync("");
        await Expect(elsewhere.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "auto");
    }

    [Fact]
    public async Task Address_ThatNamesNoPage_SaysSo()
    {
        await using var visitor = await SignedInAsync(Analyst);
        await visitor.Page.GotoAsync("/no-such-page");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing stands here" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Tokens_OfASignedInBrowser_NeverReachItsScripts()
    {
        await using var visitor = await SignedInAsync(Manager);
        var cookie = Assert.Single(await visitor.CookiesAsync(), c => c.Name == "countersign.session");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.DoesNotContain("session", await visitor.Page.EvaluateAsync<string>("() => document.cookie"), StringComparison.Ordinal);
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

    private Task<Visitor> SignedInAsync(string login) => browser.SignedInAsync(desk, login);
}
