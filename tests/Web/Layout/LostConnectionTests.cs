using Countersign.Tests.Web.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Layout;

/// <summary>A page whose desk goes away says so, and is there again when the desk is.</summary>
public sealed class LostConnectionTests(RestartingDesk desk, Browser browser) : IClassFixture<RestartingDesk>, IClassFixture<Browser>
{
    [Fact]
    public async Task Page_WhoseDeskRestarts_SaysSoAndComesBackSignedIn()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        await visitor.OpenAsync("/positions");
        await desk.RestartAsync(async () =>
        {
            await Expect(visitor.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
            await visitor.ShootAsync("connection-lost");
        });
        await Expect(visitor.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await visitor.IsLiveAsync();
        await Expect(visitor.Page.Locator("h1")).ToHaveTextAsync("Positions");
    }
}
