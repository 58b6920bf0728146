using System.Text.Json;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Notifications;

namespace Countersign.Tests.Web.Notifications;

public sealed class AlertsTests
{
    private readonly Alerts alerts = new();

    [Fact]
    public void Alerts_ToldByTwoPagesOfABrowser_StandOnce()
    {
        var told = 0;
        alerts.Changed += _ => told++;
        Take("1-1");
        Take("1-1");
        Assert.Equal((1, 1), (alerts.Newest.Count, told));
        Assert.Equal("1-1", alerts.LastEventId);
    }

    [Fact]
    public void Alerts_BeyondTheirBound_LoseTheOldest()
    {
        for (var i = 1; i <= 60; i++)
        {
            Take($"1-{i}");
        }

        Assert.Equal((50, "1-60", "1-11"), (alerts.Newest.Count, alerts.Newest[0].Id, alerts.Newest[^1].Id));
    }

    [Fact]
    public void Alerts_Seen_AreCountedNoMore()
    {
        Take("1-1");
        alerts.See();
        Take("1-2");
        Assert.Equal(1, alerts.Unseen);
    }

    [Fact]
    public void Alerts_OfAKindThatIsNotChosen_AreLeftOutAndTheStreamGoesOnAfterThem()
    {
        alerts.Choose([Setting(Alerts.KindsSetting, "[\"orders\"]"), Setting(Alerts.DesktopSetting, "true")]);
        Take("1-1", "risk");
        Take("1-2", "orders");
        Assert.Equal(["1-2"], alerts.Newest.Select(a => a.Id));
        Take("1-3", "risk");
        Assert.Equal("1-3", alerts.LastEventId);
        Assert.True(alerts.OnDesktop);
    }

    [Theory]
    [InlineData("ideas", "/ideas/x-1")]
    [InlineData("backtests", "/backtests/x-1")]
    [InlineData("orders", "/orders?show=all")]
    [InlineData("risk", "/risk")]
    [InlineData("webhooks", "/webhooks/x-1", true)]
    [InlineData("webhooks", "/settings")]
    public void Alert_OfAKind_LeadsToAPageThatTheReaderMayOpen(string kind, string path, bool administers = false)
    {
        Take("1-1", kind);
        Assert.Equal(path, alerts.Newest[0].PathFor(administers));
    }

    private void Take(string id, string kind = "ideas") => alerts.Take(id, new DeskEvent("notification", JsonSerializer.SerializeToElement(
        new LiveNotification("It waits", "Look.", kind, "x-1", DateTimeOffset.UnixEpoch), JsonSerializerOptions.Web)));

    private static Setting Setting(string name, string value)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(value);
        return new Setting(name, name, "", json, "user", json, "", null, null, null, Strictest: false, []);
    }
}
