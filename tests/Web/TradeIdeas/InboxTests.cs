using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.TradeIdeas;

/// <summary>The ideas inbox, by mouse and by keys, alone and side by side: a desk of its own, as each decision leaves one idea fewer to the next.</summary>
public sealed class InboxTests(RecordedDesk desk, Browser browser) : IClassFixture<RecordedDesk>, IClassFixture<Browser>
{
    private const string Manager = "pm@demo";
    private const string Analyst = "analyst@demo";

    [Fact]
    public async Task Approving_AsPortfolioManager_FillsTheIdeaAndShowsItsOrder()
    {
        await using var visitor = await InInboxAsync(Manager);
        var id = await visitor.Ideas.First.GetAttributeAsync("data-idea");
        await Expect(visitor.Page.Locator("article.idea .chart canvas").First).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("article.idea .verdict")).ToContainTextAsync("The risk gate would");
        await visitor.ShootAsync("ideas");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(visitor.Note("good")).ToContainTextAsync("Filled at 1.39");
        await Expect(visitor.Page.Locator($".queue [data-idea='{id}']")).ToHaveCountAsync(0);
        await visitor.OpenAsync("/orders?show=all");
        var order = visitor.Page.Locator("[data-order]").Filter(new() { Has = visitor.Page.Locator($"a[href='/ideas/{id}?show=decided']") });
        await Expect(order).ToContainTextAsync("filled");
        await visitor.OpenAsync($"/ideas/{id}?show=decided");
        await Expect(visitor.Page.Locator("article.idea .fate")).ToContainTextAsync("filled");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Inbox_OfAnAnalyst_HasNoButtons()
    {
        await using var visitor = await InInboxAsync(Analyst);
        await Expect(visitor.Page.Locator("article.idea")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Reject" })).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Stop trading" })).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Rejecting_InOneWindow_TakesTheIdeaFromAnother()
    {
        await using var manager = await InInboxAsync(Manager);
        await using var analyst = await InInboxAsync(Analyst);
        var id = await manager.Ideas.Last.GetAttributeAsync("data-idea");
        var seen = analyst.Page.Locator($".queue [data-idea='{id}']");
        await Expect(seen).ToBeVisibleAsync();
        await manager.Ideas.Last.GetByRole(AriaRole.Link).ClickAsync();
        var card = manager.Page.Locator($"article.idea[data-idea='{id}']");
        await card.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await card.GetByLabel("Why not?").FillAsync("The spread is too wide.");
        await card.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        await Expect(manager.Note("good")).ToContainTextAsync("Rejected");
        await Expect(seen).ToHaveCountAsync(0);
        Assert.Empty(analyst.Complaints);
    }

    [Fact]
    public async Task Keys_InTheInbox_MovePutOffAndReject()
    {
        await using var visitor = await InInboxAsync(Manager);
        var first = await visitor.Ideas.Nth(0).GetAttributeAsync("data-idea");
        var second = await visitor.Ideas.Nth(1).GetAttributeAsync("data-idea");
        await Expect(visitor.Page.Locator(".queue li.selected")).ToHaveAttributeAsync("data-idea", first!);
        await visitor.Page.Keyboard.PressAsync("j");
        await Expect(visitor.Page.Locator(".queue li.selected")).ToHaveAttributeAsync("data-idea", second!);
        await visitor.Page.Keyboard.PressAsync("k");
        await Expect(visitor.Page.Locator(".queue li.selected")).ToHaveAttributeAsync("data-idea", first!);
        await visitor.Page.Keyboard.PressAsync("s");
        await Expect(visitor.Note("plain")).ToContainTextAsync("Put off until");
        await Expect(visitor.Page.Locator($".queue [data-idea='{first}']")).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator($"article.idea[data-idea='{second}']")).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("r");
        await Expect(visitor.Page.GetByLabel("Why not?")).ToBeFocusedAsync();
        // Letters that are written are no commands.
        await visitor.Page.Keyboard.TypeAsync("jask");
        await Expect(visitor.Page.GetByLabel("Why not?")).ToHaveValueAsync("jask");
        await visitor.OpenAsync("/ideas?show=snoozed");
        await Expect(visitor.Page.Locator($".queue [data-idea='{first}']")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Bring back" }).ClickAsync();
        await Expect(visitor.Page.Locator($".queue [data-idea='{first}']")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Inbox_OnAPhone_OpensAnIdeaAndGoesBack()
    {
        await using var visitor = await browser.VisitAsync(desk.Address, width: 390, height: 844, ColorScheme.Dark);
        await visitor.SignInAsync(Manager, desk.PasswordOf(Manager));
        await visitor.OpenAsync("/ideas");
        await visitor.ShootAsync("ideas-phone-dark");
        Assert.False(await PageCheck.IsTooWideAsync(visitor.Page));
        await visitor.Ideas.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeInViewportAsync();
        Assert.False(await PageCheck.IsTooWideAsync(visitor.Page));
        await visitor.ShootAsync("idea-phone-dark");
        await visitor.Page.GetByText("‹ All ideas").ClickAsync();
        await Expect(visitor.Ideas.First).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    private async Task<Visitor> InInboxAsync(string login)
    {
        var visitor = await browser.SignedInAsync(desk, login);
        await visitor.OpenAsync("/ideas");
        await Expect(visitor.Ideas.First).ToBeVisibleAsync();
        return visitor;
    }
}
