using Countersign.Tests.Fixtures;
using Microsoft.Playwright;

namespace Countersign.Tests.Web.Hosting;

/// <summary>The system's Chromium, without a window.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private const float PatienceMilliseconds = 60_000;
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Executable) && Environment.GetEnvironmentVariable("COUNTERSIGN_NO_SKIP") != "1")
        {
            Assert.Skip($"There is no Chromium at {Executable}.");
        }

        // An expectation waits as long as an action does: five seconds, its default, can pass on a machine that builds beside the tests.
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>A visitor with no cookies, and a record of what the browser complained about or asked others for.</summary>
    public async Task<Visitor> VisitAsync(Uri desk, int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = desk.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new Visitor(context, await context.NewPageAsync(), desk);
    }

    /// <summary>A visitor who has signed in and whose page is live.</summary>
    public async Task<Visitor> SignedInAsync(RunningDesk desk, string login)
    {
        var visitor = await VisitAsync(desk.Address);
        await visitor.SignInAsync(login, desk.PasswordOf(login));
        await visitor.IsLiveAsync();
        return visitor;
    }

    /// <summary>Where screenshots go.</summary>
    public static string Picture(string name) => Path.Combine(SharedFiles.RepositoryRoot, "artifacts", "web", name + ".png");
}
