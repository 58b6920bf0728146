using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Countersign.Tests.Web.Hosting;

/// <summary>One browser window, as a person uses it.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    public Visitor(IBrowserContext context, IPage page, Uri desk)
    {
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"console {message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"script: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                complaints.Enqueue($"{response.Status} {response.Url}");
            }
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not "data" } url && url.Authority != desk.Authority)
            {
                complaints.Enqueue($"asked elsewhere: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings in the console, failed requests, requests to others.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>The ideas in the inbox's list.</summary>
    public ILocator Ideas => Page.Locator(".queue li[data-idea]");

    /// <summary>Messages about what was done: <c>good</c>, <c>bad</c> or <c>plain</c>.</summary>
    public ILocator Note(string tone) => Page.Locator($".note.{tone}");

    /// <summary>Opens a page of the desk by its address, and waits until it follows the live stream.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await IsLiveAsync();
    }

    public async Task SignInAsync(string login, string password)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel("Login").FillAsync(login);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Waits until the page follows the live stream.</summary>
    public Task IsLiveAsync() => Assertions.Expect(Page.Locator(".link.live")).ToBeVisibleAsync(new() { Timeout = 20_000 });

    /// <summary>Another window of the same browser, on the desk.</summary>
    public async Task<IPage> OpenAnotherAsync()
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        return page;
    }

    /// <summary>Lets the desk show notifications of the browser's own.</summary>
    public Task AllowNotificationsAsync() => context.GrantPermissionsAsync(["notifications"]);

    public async Task<IReadOnlyList<BrowserContextCookiesResult>> CookiesAsync() => await context.CookiesAsync();

    public Task<byte[]> ShootAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Browser.Picture(name) });

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
