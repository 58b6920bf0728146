using Countersign.Tests.Web.Hosting;
using Countersign.Web.Layout;
using Microsoft.Playwright;

namespace Countersign.Tests.Web.Layout;

/// <summary>What holds for every page of the desk, at its widths, in its themes, for its roles.</summary>
[Collection(DeskCollection.Name)]
public sealed class EveryPageTests(RecordedDesk desk, Browser browser)
{
    public static TheoryData<string, int, string> Looks => new(
        from login in new[] { "pm@demo", "analyst@demo", "admin@demo" }
        from look in new[] { (1280, "light"), (390, "dark") }
        select (login, look.Item1, look.Item2));

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_OfARole_AreSoundWhateverTheLook(string login, int width, string theme)
    {
        await desk.TradeAsync();
        await using var visitor = await browser.VisitAsync(desk.Address, width, 844, theme == "dark" ? ColorScheme.Dark : ColorScheme.Light);
        await visitor.SignInAsync(login, desk.PasswordOf(login));
        await visitor.IsLiveAsync();
        var flaws = new List<string>();
        foreach (var page in PageCatalogue.All.Where(p => p.Permission is { } needed && (needed == "read" || login == "admin@demo")))
        {
            await visitor.OpenAsync(page.Path);
            await Assertions.Expect(visitor.Page.Locator("main .skeleton")).ToHaveCountAsync(0);
            flaws.AddRange((await PageCheck.FlawsAsync(visitor.Page)).Select(f => $"{page.Path} {f}"));
            if (await PageCheck.IsTooWideAsync(visitor.Page))
            {
                flaws.Add($"{page.Path} is wider than {width}");
            }

            await visitor.ShootAsync($"page-{page.Title.ToLowerInvariant()}-{login[..login.IndexOf('@')]}-{width}-{theme}");
        }

        Assert.True(flaws.Count == 0, string.Join("\n", flaws));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task SignIn_WhateverTheLook_HasNoFlaw()
    {
        await using var visitor = await browser.VisitAsync(desk.Address, 390, 844, ColorScheme.Dark);
        await visitor.Page.GotoAsync("/sign-in");
        Assert.Empty(await PageCheck.FlawsAsync(visitor.Page));
        Assert.Empty(visitor.Complaints);
    }
}
