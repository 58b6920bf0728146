using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Api.Contracts.Tenants;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.TradeIdeas;

/// <summary>What is large takes two people, each at a browser of their own: on a desk of its own, as it decides one of a few ideas.</summary>
public sealed class FourEyesTests(RecordedDesk desk, Browser browser) : IClassFixture<RecordedDesk>, IClassFixture<Browser>
{
    private const string Second = "second@demo";
    private const string Password = "a harbour of grey stone 71";

    [Fact]
    public async Task Idea_OverTheSizeForTwo_IsSignedInOneBrowserAndThenInAnother()
    {
        using var http = await desk.ApiAsync("admin@demo");
        var admin = new CountersignClient(new HttpClientTransport(http));
        await InviteAsync(admin);
        var limits = (await admin.GetTenantRiskAsync()).Value.Limits;
        (await admin.SetTenantRiskLimitsAsync(new SetLimitsRequest { Limits = limits with { FourEyesQuantity = 1m }, Reason = "Two people." })).ThrowIfRefused();
        try
        {
            await using var first = await browser.SignedInAsync(desk, "pm@demo");
            await using var second = await browser.VisitAsync(desk.Address);
            await second.SignInAsync(Second, Password);
            await second.IsLiveAsync();
            await first.OpenAsync("/ideas");
            var id = await first.Ideas.First.GetAttributeAsync("data-idea");
            await first.OpenAsync($"/ideas/{id}");
            await second.OpenAsync($"/ideas/{id}");
            await Expect(second.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToBeVisibleAsync();

            await first.Page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
            await Expect(first.Page.Locator(".note").Filter(new() { HasText = "It needs another person's approval too" })).ToBeVisibleAsync();
            await Expect(second.Page.Locator("article.idea .banner.info")).ToContainTextAsync("Another person must approve too.");
            await second.ShootAsync("four-eyes");

            // Who signed first is not two people.
            await first.OpenAsync($"/ideas/{id}");
            await first.Page.GetByRole(AriaRole.Button, new() { Name = "Approve as the second" }).ClickAsync();
            await Expect(first.Note("bad").Last).ToBeVisibleAsync();

            await second.Page.GetByRole(AriaRole.Button, new() { Name = "Approve as the second" }).ClickAsync();
            await Expect(second.Note("good").Last).ToContainTextAsync("Filled at");
            await Expect(first.Page.Locator($".queue [data-idea='{id}']")).ToHaveCountAsync(0);
            Assert.Empty(second.Complaints);
        }
        finally
        {
            await admin.SetTenantRiskLimitsAsync(new SetLimitsRequest { Limits = limits, Reason = "As it was." });
        }
    }

    private async Task InviteAsync(CountersignClient admin)
    {
        var invitation = await admin.InviteMemberAsync(new InviteRequest { Login = Second, Roles = ["portfolioManager"] });
        using var nobody = new HttpClient { BaseAddress = desk.Address };
        (await new CountersignClient(new HttpClientTransport(nobody)).AcceptInvitationAsync(
            new AcceptInvitationRequest { Token = invitation.Value.Token, DisplayName = "Second Person", Password = Password })).ThrowIfRefused();
    }
}
