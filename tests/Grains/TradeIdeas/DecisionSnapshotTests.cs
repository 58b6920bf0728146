#if !ORLEANS
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.TradeIdeas;

/// <summary>What surrounded a decision is kept with it.</summary>
public sealed class DecisionSnapshotTests
{
    private readonly IdeaDesk desk = new();

    [Fact]
    public void Idea_Raised_RefersToMarketIndicatorsCalendarNewsAndAccount()
    {
        desk.Records.Releases.Add(Release("cpi", 30));
        desk.Records.Releases.Add(Release("next-week", 60 * 24 * 7));
        desk.Records.News.Add((TenantId.Platform, News("about-euro", -10, "EURUSD")));
        desk.Records.News.Add((TenantId.Platform, News("about-yen", -10, "USDJPY")));
        desk.Records.News.Add((TenantId.Platform, News("to-come", 10, "EURUSD")));

        var around = desk.Get(desk.Raise()).RaisedAround!;

        Assert.Contains("\"bid\":1.1", desk.Snapshot(around.Market), StringComparison.Ordinal);
        Assert.Contains("\"timeframe\":\"m1\"", desk.Snapshot(around.Indicators), StringComparison.Ordinal);
        var calendar = desk.Snapshot(around.Calendar)!;
        Assert.Contains("cpi", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("next-week", calendar, StringComparison.Ordinal);
        var news = desk.Snapshot(around.News)!;
        Assert.Contains("about-euro", news, StringComparison.Ordinal);
        Assert.DoesNotContain("about-yen", news, StringComparison.Ordinal);
        Assert.DoesNotContain("to-come", news, StringComparison.Ordinal);
        Assert.Contains("\"equity\":100000", desk.Snapshot(around.Account), StringComparison.Ordinal);
    }

    [Fact]
    public void Idea_ApprovedOnAnotherMarket_RefersToThatMarketAndToTheSameCalendar()
    {
        var idea = desk.Raise();
        desk.Tick(1.1002m, 1.1003m, TimeSpan.FromMinutes(1));
        Done(desk.Approve(idea, Anna));

        var decided = desk.Get(idea);
        Assert.NotEqual(decided.RaisedAround!.Market, decided.DecidedAround!.Market);
        Assert.Equal(decided.RaisedAround.Calendar, decided.DecidedAround.Calendar);
        Assert.Equal(decided.LastInputs!.Snapshots, decided.DecidedAround);
        Assert.Contains("1.1003", desk.Snapshot(decided.DecidedAround.Market), StringComparison.Ordinal);
    }

    [Fact]
    public void Idea_RejectedByAPerson_RefersToWhatThePersonSaw()
    {
        var idea = desk.Raise();

        var around = Done(desk.Reject(idea, Anna)).DecidedAround!;

        Assert.NotNull(desk.Snapshot(around.Market));
        Assert.NotNull(around.News);
        Assert.Null(around.Account);
    }

    [Fact]
    public void Snapshots_OfDecisions_AreOfTheTenantOrOfEverybodyByKind()
    {
        desk.Raise();

        Assert.All(desk.Records.Taken.Values, taken => Assert.True(taken.ForDecision));
        Assert.Equal(
            [SnapshotKind.Market, SnapshotKind.Indicators, SnapshotKind.Calendar],
            desk.Records.Taken.Where(t => t.Key.Owner == TenantId.Platform).Select(t => t.Value.Kind).Order());
        Assert.Equal(
            [SnapshotKind.News, SnapshotKind.Account],
            desk.Records.Taken.Where(t => t.Key.Owner != TenantId.Platform).Select(t => t.Value.Kind).Order());
    }

    private static EconomicRelease Release(string id, int minutes) =>
        new("desk", id, Start.AddMinutes(minutes), Currency.Parse("USD"), id, Impact.High);

    private static NewsItem News(string id, int minutes, string symbol) =>
        new("wire", id, Start.AddMinutes(minutes), id, null, null, [Symbol.Parse(symbol)], 0.5);
}
#endif
