using Countersign.Tests.Web.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web;

/// <summary>The first page that a new user sees: the desk on its made-up market.</summary>
[Collection(SimulationCollection.Name)]
public sealed class SimulationTests(SimulatedDesk desk, Browser browser)
{
    private const string Manager = "pm@demo";

    [Fact]
    public async Task Quotes_OfASimulatedMarket_MoveUnderItsLabel()
    {
        await using var visitor = await browser.VisitAsync(desk.Address);
        await visitor.SignInAsync(Manager, desk.PasswordOf(Manager));
        await visitor.IsLiveAsync();
        await Expect(visitor.Page.Locator(".strip .label.simulated").First).ToHaveTextAsync("SIMULATED");
        var bid = visitor.Page.Locator(".strip .price.bid").First;
        await Expect(bid).Not.ToHaveTextAsync(await bid.InnerTextAsync());
        await visitor.ShootAsync("desk-simulated");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Desk_WithoutASession_AsksToSignIn()
    {
        await using var visitor = await browser.VisitAsync(desk.Address);
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Page.GetByLabel("Password")).ToBeVisibleAsync();
        await visitor.ShootAsync("sign-in");
        Assert.Empty(visitor.Complaints);
    }
}
