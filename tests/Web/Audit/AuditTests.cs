using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Audit;

/// <summary>Walking the journal's chains from a page.</summary>
[Collection(DeskCollection.Name)]
public sealed class AuditTests(RecordedDesk desk, Browser browser)
{
    [Fact]
    public async Task Journal_VerifiedFromThePage_Holds()
    {
        await using var visitor = await browser.SignedInAsync(desk, "analyst@demo");
        await visitor.OpenAsync("/audit");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the journal" }).ClickAsync();
        await Expect(visitor.Page.Locator(".verdict.good")).ToContainTextAsync("Every chain holds");
        await visitor.ShootAsync("audit");
        Assert.Empty(visitor.Complaints);
    }
}
