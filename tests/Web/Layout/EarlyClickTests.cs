using System.Text.RegularExpressions;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Layout;

/// <summary>A page that is read before its circuit is connected: nobody can believe that a click did something there.</summary>
[Collection(DeskCollection.Name)]
public sealed class EarlyClickTests(RecordedDesk desk, Browser browser)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Buttons_OfAPageThatIsNotLiveYet_LookAndAreNotReadyUntilItIs(int width, ColorScheme colours)
    {
        await using var visitor = await browser.VisitAsync(desk.Address, width, 844, colours);
        var page = visitor.Page;
        await visitor.SignInAsync("pm@demo", desk.PasswordOf("pm@demo"));
        await visitor.IsLiveAsync();

        var connect = await HoldBackAsync(page);
        await page.GotoAsync("/orders");
        var order = page.GetByRole(AriaRole.Button, new() { Name = "New order" });
        await Expect(order).ToBeDisabledAsync();
        await Expect(order).ToHaveCSSAsync("opacity", "0.55");
        await Expect(page.GetByText("This page is being connected to the desk")).ToBeVisibleAsync();
        await ClickAtAsync(page, order);
        Assert.Equal("progress", await CursorAtAsync(order));
        await ClickAtAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Stop trading" }));
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync($"not-live-yet-{width}");

        connect();
        await visitor.IsLiveAsync();
        await Expect(page.GetByText("This page is being connected to the desk")).ToHaveCountAsync(0);
        await Expect(order).ToBeEnabledAsync();
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(order).ToHaveCSSAsync("opacity", "1");
        await order.ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Idea_OnAPageThatIsNotLiveYet_IsShownWithoutAWayToDecideIt()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var page = visitor.Page;
        await visitor.OpenAsync("/ideas");
        var id = await visitor.Ideas.First.GetAttributeAsync("data-idea");
        var connect = await HoldBackAsync(page);
        await page.GotoAsync($"/ideas/{id}");
        await Expect(page.Locator($"article[data-idea='{id}']")).ToBeVisibleAsync();
        await Expect(page.GetByText("This page is being connected to the desk")).ToBeVisibleAsync();
        await Expect(page.Locator("article .decide button")).ToHaveCountAsync(0);
        await visitor.ShootAsync("not-live-yet-idea");
        connect();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task LinksAndPlainForms_OfAPageThatIsNotLiveYet_Work()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var page = visitor.Page;
        await HoldBackAsync(page);
        await page.GotoAsync("/decisions");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop trading" })).ToBeDisabledAsync();
        await page.GetByLabel("Symbol").SelectOptionAsync("EURUSD");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/decisions\\?symbol=EURUSD"));
        await page.Locator(".sidebar").GetByRole(AriaRole.Link, new() { Name = "Trades" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Trades");
        await page.Locator(".menu summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
    }

    /// <summary>From now on no circuit is connected in this window, until what is returned is called.</summary>
    private static async Task<Action> HoldBackAsync(IPage page)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await gate.Task;
            await route.ContinueAsync();
        });
        return gate.SetResult;
    }

    // As a person does, who sees the button and nothing of what the page thinks of it.
    private static async Task ClickAtAsync(IPage page, ILocator button)
    {
        var box = (await button.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
    }

    private static Task<string> CursorAtAsync(ILocator button) => button.EvaluateAsync<string>("""
        button => {
          const box = button.getBoundingClientRect();
          return getComputedStyle(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)).cursor;
        }
        """);
}
