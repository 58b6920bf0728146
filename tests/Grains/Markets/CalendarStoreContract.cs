using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Markets;
using Countersign.Tests.Fixtures;
using Countersign.Tests.Grains.Audit;
using Xunit;

namespace Countersign.Tests.Grains.Markets;

/// <summary>Calendar and news in the journal's database.</summary>
public abstract class CalendarStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = new(2024, 3, 8, 0, 0, 0, TimeSpan.Zero);
    private static readonly TenantId One = TenantId.Parse("t-one");
    private static readonly TenantId Two = TenantId.Parse("t-two");

    protected abstract JournalRig Rig { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Releases_WrittenTwice_AreStoredOnceAndCounted()
    {
        using (var before = Rig.Open())
        {
            var store = Calendar(before);
            Assert.Equal(new CalendarChange(3, 0, 0, 0), await store.WriteAsync(new("desk", [Release("a", 8), Release("b", 9), Release("c", 10)], false), Stop));
            var again = await store.WriteAsync(new("desk", [Release("a", 8), Release("b", 9) with { Actual = "275K" }, Release("d", 11)], false), Stop);
            Assert.Equal(new CalendarChange(1, 1, 1, 0), again);
        }

        using var open = Rig.Open();
        var read = await Calendar(open).ReadAsync(new CalendarQuery(Day, Day.AddDays(1)), Stop);
        Assert.Equal([Release("a", 8), Release("b", 9) with { Actual = "275K" }, Release("c", 10), Release("d", 11)], read);
    }

    [Fact]
    public async Task Releases_OfASourceThatReplaces_LoseWhatWasCalledOff()
    {
        using var open = Rig.Open();
        var store = Calendar(open);
        await store.WriteAsync(new("desk", [Release("a", 8), Release("b", 9), Release("c", 10), Release("z", 20)], false), Stop);
        await store.WriteAsync(new("other", [Release("b", 9) with { Source = "other" }], false), Stop);

        var change = await store.WriteAsync(new("desk", [Release("a", 8), Release("c", 10)], true), Stop);

        Assert.Equal(new CalendarChange(0, 0, 2, 1), change);
        var left = await store.ReadAsync(new CalendarQuery(Day, Day.AddDays(1)), Stop);
        Assert.Equal(["a", "b", "c", "z"], left.Select(r => r.Id));
        Assert.Equal("other", left[1].Source);
    }

    [Fact]
    public async Task Releases_Asked_ComeByTimeCurrencyAndImpactInPages()
    {
        using var open = Rig.Open();
        var store = Calendar(open);
        await store.WriteAsync(
            new("desk",
            [
                Release("a", 8), Release("b", 8) with { Currency = Currency.Parse("EUR") }, Release("c", 9) with { Impact = Impact.Low },
                Release("d", 10), Release("e", 11), Release("f", 12),
            ],
            false), Stop);
        var query = new CalendarQuery(Day, Day.AddHours(12), Currency.Parse("USD"), Impact.Medium);

        var first = await store.ReadPageAsync(query, new PageRequest(2, null), Stop);
        var second = await store.ReadPageAsync(query, new PageRequest(2, first.Next), Stop);

        Assert.Equal(["a", "d"], first.Items.Select(r => r.Id));
        Assert.Equal(["e"], second.Items.Select(r => r.Id));
        Assert.Null(second.Next);
        await Assert.ThrowsAsync<FormatException>(() => store.ReadPageAsync(query, new PageRequest(2, "no cursor"), Stop));
        var all = new CalendarQuery(Day, Day.AddHours(13), null, Impact.Low);
        await ListOrders.HoldAsync(async p => await store.ReadPageAsync(all, p, Stop), 6);
    }

    [Fact]
    public async Task News_OfThePlatformAndATenant_AreSeenByWhoMay()
    {
        using var open = Rig.Open();
        var store = new NewsStore(open.Database, open.Writer);
        await store.WriteAsync(TenantId.Platform, [Item("shared", 8, "EURUSD")], Stop);
        await store.WriteAsync(One, [Item("own", 9, "EURUSD", "USDJPY"), Item("other-symbol", 10, "USDJPY")], Stop);
        await store.WriteAsync(One, [Item("own", 9, "EURUSD", "USDJPY") with { Headline = "Corrected" }], Stop);

        Assert.Equal(["other-symbol", "own", "shared"], await IdsAsync(One, new NewsFilter()));
        Assert.Equal(["shared"], await IdsAsync(Two, new NewsFilter()));
        Assert.Equal(["own", "shared"], await IdsAsync(One, new NewsFilter(Symbol.Parse("EURUSD"))));
        Assert.Empty(await IdsAsync(One, new NewsFilter(Symbol.Parse("EUR"))));
        Assert.Equal(["own"], await IdsAsync(One, new NewsFilter(From: Day.AddHours(9), To: Day.AddHours(10))));
        var page = await store.ReadAsync(One, new NewsFilter(), new PageRequest(2, null), Stop);
        var rest = await store.ReadAsync(One, new NewsFilter(), new PageRequest(2, page.Next), Stop);
        Assert.Equal(("Corrected", "shared", null), (page.Items[1].Headline, rest.Items.Single().Id, rest.Next));
        Assert.Equal(Item("shared", 8, "EURUSD").Symbols, rest.Items.Single().Symbols);
        await store.WriteAsync(One, [Item("twin", 9, "USDJPY")], Stop);
        string[] upward = [];
        string? next = null;
        do
        {
            var part = await store.ReadAsync(One, new NewsFilter(), new PageRequest(1, next, Reversed: true), Stop);
            upward = [.. upward, .. part.Items.Select(i => i.Id)];
            next = part.Next;
        }
        while (next is not null);
        Assert.Equal(["shared", "own", "twin", "other-symbol"], upward);
        await Assert.ThrowsAsync<FormatException>(() => store.ReadAsync(One, new NewsFilter(), new PageRequest(2, page.Next, Reversed: true), Stop));

        async Task<IEnumerable<string>> IdsAsync(TenantId tenant, NewsFilter filter) =>
            (await store.ReadAsync(tenant, filter, new PageRequest(50, null), Stop)).Items.Select(i => i.Id);
    }

    private static CalendarStore Calendar(OpenJournal open) => new(open.Database, open.Writer);

    private static EconomicRelease Release(string id, int hour) =>
        new("desk", id, Day.AddHours(hour), Currency.Parse("USD"), "Payrolls", Impact.High, Forecast: "198K");

    private static NewsItem Item(string id, int hour, params string[] symbols) =>
        new("wire", id, Day.AddHours(hour), "Headline", null, null, [.. symbols.Select(Symbol.Parse)], 0.25);
}

public sealed class SqliteCalendarTests : CalendarStoreContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresCalendarTests(PostgresServer server) : CalendarStoreContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
