using System.Text.Json.Nodes;
using Countersign.Tests.Web.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Web.Strategies;

/// <summary>Strategies made without a line of code, by a portfolio manager.</summary>
[Collection(SimulationCollection.Name)]
public sealed class FormJourneyTests(SimulatedDesk desk, Browser browser)
{
    [Fact]
    public async Task Strategy_BuiltFromNothingByFormOnly_IsCreatedAndActivated()
    {
        await using var visitor = await browser.SignedInAsync(desk, "pm@demo");
        var page = visitor.Page;
        await visitor.OpenAsync("/strategies/new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin with nothing" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".builder > .problem")).ToContainTextAsync("not right yet");
        await Expect(page.Locator(".builder > .problem")).ToBeFocusedAsync();
        await page.Locator(".problem").GetByRole(AriaRole.Button, new() { Name = "name", Exact = true }).ClickAsync();
        await Expect(page.Locator("#f-definition-name")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = false }).First).ToHaveAttributeAsync("aria-invalid", "true");
        await visitor.ShootAsync("strategy-form-mistakes");

        await page.Locator("#f-definition-name").FillAsync("Built by hand");
        await page.Locator("#f-definition-timeframe").SelectOptionAsync("M5");
        await page.GetByLabel("Instruments: add one").SelectOptionAsync("EURUSD");
        await Expect(page.Locator(".chip").Filter(new() { HasText = "EURUSD" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "+ Rule: enter long" }).ClickAsync();
        await page.GetByLabel("Enter long: kind").SelectOptionAsync("all");
        await Expect(page.GetByLabel("Enter long: kind")).ToBeFocusedAsync();
        await page.GetByLabel("Enter long, 1: first", new() { Exact = true }).SelectOptionAsync("ema");
        await page.GetByLabel("Enter long, 1: kind").SelectOptionAsync("crossesAbove");
        await page.GetByLabel("Enter long, 1: second: period").FillAsync("100");
        await page.GetByLabel("Enter long, 1: second: of which bars").SelectOptionAsync("H4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter long: add a rule" }).ClickAsync();
        await page.GetByLabel("Enter long, 2: first", new() { Exact = true }).SelectOptionAsync("rsi");
        await page.GetByLabel("Enter long, 2: kind").SelectOptionAsync("below");
        await page.GetByLabel("Enter long, 2: second", new() { Exact = true }).SelectOptionAsync("#");
        await page.GetByLabel("Enter long, 2: second: number").FillAsync("70");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move up: Enter long, 2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move down: Enter long, 1" })).ToBeFocusedAsync();
        await page.GetByLabel("Stop: counted in").SelectOptionAsync("swing");
        await page.GetByRole(AriaRole.Button, new() { Name = "+ Trailing stop" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "+ Sessions" }).ClickAsync();
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync("strategy-form");

        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        var written = JsonNode.Parse(await page.GetByLabel("Definition as JSON").InputValueAsync())!;
        Assert.Equal(
            """{"all":[{"below":["rsi(14)",70]},{"crossesAbove":["ema(20)","ema(100)@H4"]}]}""", written["entry"]!["long"]!.ToJsonString());
        Assert.Equal("""{"swing":{"bars":10}}""", written["stop"]!.ToJsonString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".page-head .status.draft")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await page.GetByLabel("Account").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await Expect(page.Locator(".page-head .status.active")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Template_ChangedInOneField_IsTheSameElsewhereInJson()
    {
        await using var visitor = await browser.VisitAsync(desk.Address, 390, 844, ColorScheme.Dark);
        await visitor.SignInAsync("pm@demo", desk.PasswordOf("pm@demo"));
        await visitor.IsLiveAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/strategies/new");
        await page.Locator("[data-template='scalping']").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        var editor = page.GetByLabel("Definition as JSON");
        var before = JsonNode.Parse(await editor.InputValueAsync())!;
        before["horoscope"] = "leo";
        await editor.FillAsync(before.ToJsonString());
        await page.GetByRole(AriaRole.Tab, new() { Name = "Form" }).ClickAsync();
        await Expect(page.Locator(".kept")).ToContainTextAsync("horoscope");
        await page.GetByLabel("Enter long, 1: first: period").FillAsync("9");
        Assert.False(await PageCheck.IsTooWideAsync(page));
        Assert.Empty(await PageCheck.FlawsAsync(page));
        await visitor.ShootAsync("strategy-form-390-dark");

        await page.GetByRole(AriaRole.Tab, new() { Name = "Form" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        before["entry"]!["long"]!["all"]![0]!["crossesAbove"]![0] = "rsi(9)";
        var after = JsonNode.Parse(await editor.InputValueAsync());
        Assert.True(JsonNode.DeepEquals(before, after), after!.ToJsonString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".editor .problem")).ToContainTextAsync("horoscope");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Form" }).ClickAsync();
        await page.Locator(".kept").GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create as a draft" }).ClickAsync();
        await Expect(page.Locator(".page-head .status.draft")).ToBeVisibleAsync();
    }
}
