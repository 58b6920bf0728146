using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Markets.History;
using Countersign.Tests.Fixtures;
using Npgsql;
using Xunit;

namespace Countersign.Tests.Grains.Markets;

/// <summary>What both databases hold to.</summary>
public abstract class MarketHistoryContract : IAsyncLifetime
{
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly DateTimeOffset Start = new(2014, 12, 31, 22, 0, 0, TimeSpan.Zero);
    private static readonly HistoryTarget Oanda = new(EurUsd, "oanda");
    private static readonly HistoryTarget Fxcm = new(EurUsd, "fxcm");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal abstract HistoryDatabase Database();

    [Fact]
    public async Task Bars_WrittenOverAYearsEnd_AreReadBackExactly()
    {
        // 22:00 UTC is the FX day's start in winter; three days of minutes cross chunks and the year.
        var bars = Minutes(Start, 3 * 1440).ToList();
        using (var store = Open())
        {
            await store.WriteBarsAsync(Oanda, bars, null, Cancel);
        }

        using var again = Open();
        Assert.Equal(bars, await BarsAsync(again, All()));
        Assert.Equal(bars[100..200], await BarsAsync(again, All() with { From = bars[100].Start, Until = bars[200].Start }));
        Assert.Equal(bars[^1500..], await BarsAsync(again, All() with { NewestMax = 1500 }));
        Assert.Equal(bars[90..100], await BarsAsync(again, All() with { Until = bars[100].Start, NewestMax = 10 }));
        Assert.Empty(await BarsAsync(again, All() with { Symbol = Symbol.Parse("GBPUSD") }));
        Assert.Equal(
            [new HistorySeries(EurUsd, Timeframe.M1, "oanda", bars.Count, bars[0].Start, bars[^1].Start)], await again.ListAsync(Cancel));
    }

    [Fact]
    public async Task Bars_WrittenAgainWithOthers_ReplaceTheirOwnAndKeepTheRest()
    {
        using var store = Open();
        var bars = Minutes(Start, 100).ToList();
        await store.WriteBarsAsync(Oanda, [.. bars[..40], .. bars[60..]], null, Cancel);
        var corrected = bars[50] with { Volume = new Quantity(77.5m), Bid = Ohlc.At(new Price(1.5m)), Ask = Ohlc.At(new Price(1.50001m)) };
        await store.WriteBarsAsync(Oanda, [.. bars[30..50], corrected, .. bars[51..70]], null, Cancel);

        Assert.Equal([.. bars[..50], corrected, .. bars[51..]], await BarsAsync(store, All()));
        Assert.Equal(100, Assert.Single(await store.ListAsync(Cancel)).Rows);
    }

    [Fact]
    public async Task Bars_OfTwoSources_AreReadByRankWithTheirSource()
    {
        using var store = Open("fxcm", "oanda");
        var bars = Minutes(Start, 2000).ToList();
        var seconds = bars.Select(b => b with { Volume = new Quantity(2m) }).ToList();
        await store.WriteBarsAsync(Oanda, bars, null, Cancel);
        await store.WriteBarsAsync(Fxcm, [.. seconds[..500], .. seconds[1600..1700]], null, Cancel);

        var read = await HistoryAsync(store, All());
        Assert.Equal(2000, read.Count);
        Assert.All(read, (r, i) => Assert.Equal(i is < 500 or (>= 1600 and < 1700) ? "fxcm" : "oanda", r.Source));
        Assert.Equal(seconds[..500], read[..500].Select(r => r.Bar));
        Assert.Equal(bars, await BarsAsync(store, All() with { Sources = ["oanda"] }));
        Assert.Equal(bars, await BarsAsync(store, All() with { Sources = ["oanda", "fxcm"] }));
        Assert.Empty(await BarsAsync(store, All() with { Sources = ["nobody"] }));
        Assert.Equal("fxcm", (await HistoryAsync(store, All() with { Until = bars[1700].Start, NewestMax = 1 }))[0].Source);
        Assert.Equal(["fxcm", "oanda"], (await store.ListAsync(Cancel)).Select(s => s.Source));
    }

    [Fact]
    public async Task Bars_OfEveryTimeframeWithOddEndsAndDays_KeepThem()
    {
        using var store = Open();
        foreach (var timeframe in Timeframes.All)
        {
            var bars = new List<Bar>();
            var at = new DateTimeOffset(2014, 3, 6, 22, 0, 0, TimeSpan.Zero);
            for (var i = 0; i < 40; i++)
            {
                var period = timeframe.PeriodAt(at);
                bars.Add(new Bar(
                    timeframe, period.Start, period.End, i == 7 ? period.Day.AddDays(3) : period.Day, Prices(i), Prices(i + 1), i, new Quantity(i / 8m)));
                at = period.End;
            }

            await store.WriteBarsAsync(Oanda, bars, null, Cancel);
            Assert.Equal(bars, (await HistoryAsync(store, All(), timeframe)).Select(b => b.Bar));
        }
    }

    [Fact]
    public async Task Ticks_WithSharedTimes_KeepTheirOrderAndAreNotDoubledByASecondWriting()
    {
        using var store = Open();
        var ticks = Enumerable.Range(0, 9_000).Select(i => new Tick(
            Start.AddSeconds(i / 2), new Price(1.39m + (i % 7 * 0.00001m)), new Price(1.3902m + (i % 3 * 0.000005m)),
            new Quantity(i % 5), new Quantity(0.25m))).ToList();
        await store.WriteTicksAsync(Oanda, ticks[..6000], null, Cancel);
        await store.WriteTicksAsync(Oanda, ticks[4000..], null, Cancel);

        Assert.Equal(ticks, await TicksAsync(store, All()));
        Assert.Equal(9_000, Assert.Single(await store.ListAsync(Cancel)).Rows);
        Assert.Equal(ticks[^5000..], await TicksAsync(store, All() with { NewestMax = 5000 }));
        Assert.Equal(ticks[2..4], await TicksAsync(store, All() with { From = Start.AddSeconds(1), Until = Start.AddSeconds(2) }));
        Assert.Empty(await TicksAsync(store, All() with { Sources = ["fxcm"] }));
        await store.WriteTicksAsync(Fxcm, ticks[..10], null, Cancel);
        Assert.Equal(ticks[..10], await TicksAsync(store, All() with { Sources = ["fxcm", "oanda"] }));
    }

    [Fact]
    public async Task Import_ItsPosition_IsWrittenWithItsRowsOrNotAtAll()
    {
        using var store = Open();
        Assert.Null(await store.FindImportAsync("file 1", Cancel));
        var bars = Minutes(Start, 10).ToList();
        await store.WriteBarsAsync(Oanda, bars, new ImportPosition("file 1", 11, 10, false), Cancel);
        var senseless = bars[0] with { Bid = Ohlc.At(new Price(1e12m)) };
        await Assert.ThrowsAsync<OverflowException>(
            () => store.WriteBarsAsync(Oanda, [bars[0] with { Bid = Ohlc.At(new Price(0.0000000001m)) }, senseless with { Start = bars[1].Start }],
                new ImportPosition("file 1", 99, 99, true), Cancel));

        Assert.Equal(new ImportPosition("file 1", 11, 10, false), await store.FindImportAsync("file 1", Cancel));
        Assert.Equal(bars, await BarsAsync(store, All()));
        await store.WriteBarsAsync(Oanda, [], new ImportPosition("file 1", 12, 10, true), Cancel);
        Assert.True((await store.FindImportAsync("file 1", Cancel))!.Done);
    }

    [Fact]
    public async Task Numbers_LargeAndSmallAndOfManyDigits_AreKept()
    {
        using var store = Open();
        decimal[] prices = [0.0000000001m, 4294967295m / 100000m, 2147483648m / 1000m, 99_999_999.99m, 1.5m, 1.50m, 12.70123456m];
        var bars = prices.Select((p, i) => new Bar(
            Timeframe.M1, Start.AddMinutes(i), Start.AddMinutes(i + 1), new DateOnly(2015, 1, 1), Ohlc.At(new Price(p)), Ohlc.At(new Price(p)), 0,
            new Quantity(p))).ToList();
        await store.WriteBarsAsync(Oanda, bars[1..], null, Cancel);
        await store.WriteBarsAsync(Fxcm, bars[..1], null, Cancel);

        Assert.Equal(bars[1..], await BarsAsync(store, All() with { Sources = ["oanda"] }));
        Assert.Equal(bars[..1], await BarsAsync(store, All() with { Sources = ["fxcm"] }));
    }

    [Fact]
    public async Task Batch_OutOfOrderOrTooLargeOrOfAWrongSource_IsRefused()
    {
        using var store = Open();
        var bars = Minutes(Start, 2).ToArray();
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteBarsAsync(Oanda, [bars[1], bars[0]], null, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteBarsAsync(Oanda, [bars[0], bars[1] with { Timeframe = Timeframe.H1 }], null, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteBarsAsync(new HistoryTarget(EurUsd, "No Source"), bars, null, Cancel));
        var ticks = new Tick[HistoryLimits.BatchMax + 1];
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.WriteTicksAsync(Oanda, ticks, null, Cancel));
        Assert.Empty(await store.ListAsync(Cancel));
    }

    [Fact]
    public async Task Writers_ManyAtOnceOfOneSeries_LoseNothing()
    {
        using var one = Open();
        using var two = Open();
        var bars = Minutes(Start, 1000).ToList();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(
            () => (n % 2 == 0 ? one : two).WriteBarsAsync(Oanda, [.. bars.Where((_, i) => i % 20 == n)], null, Cancel), Cancel)));

        Assert.Equal(bars, await BarsAsync(one, All()));
        Assert.Equal(1000, Assert.Single(await two.ListAsync(Cancel)).Rows);
    }

    internal MarketHistoryStore Open(params string[] sources)
    {
        var database = Database();
        database.Migrate();
        return new MarketHistoryStore(database, new MarketHistoryOptions { Sources = sources });
    }

    private static HistoryQuery All() => new(EurUsd, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, []);

    private static async Task<List<Bar>> BarsAsync(MarketHistoryStore store, HistoryQuery query) =>
        [.. (await HistoryAsync(store, query)).Select(b => b.Bar)];

    private static async Task<List<HistoryBar>> HistoryAsync(MarketHistoryStore store, HistoryQuery query, Timeframe timeframe = Timeframe.M1)
    {
        var bars = new List<HistoryBar>();
        await foreach (var bar in store.ReadBarsAsync(query, timeframe, Cancel))
        {
            bars.Add(bar);
        }

        return bars;
    }

    private static async Task<List<Tick>> TicksAsync(MarketHistoryStore store, HistoryQuery query)
    {
        var ticks = new List<Tick>();
        await foreach (var tick in store.ReadTicksAsync(query, Cancel))
        {
            ticks.Add(tick);
        }

        return ticks;
    }

    private static IEnumerable<Bar> Minutes(DateTimeOffset start, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var period = Timeframe.M1.PeriodAt(start.AddMinutes(i));
            yield return new Bar(Timeframe.M1, period.Start, period.End, period.Day, Prices(i), Prices(i + 2), i % 9, new Quantity(i % 9));
        }
    }

    private static Ohlc Prices(int i)
    {
        var open = 1.39m + (i * 37 % 100 * 0.00001m);
        return new Ohlc(new Price(open), new Price(open + 0.0003m), new Price(open - 0.00025m), new Price(open + 0.0001m));
    }
}

public sealed class SqliteMarketHistoryTests : MarketHistoryContract
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-history-");

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task File_ThatIsNoDatabase_IsSaid()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "market.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        using var database = Database();
        Assert.ThrowsAny<System.Data.Common.DbException>(database.Migrate);
    }

    internal override HistoryDatabase Database() => new SqliteHistory(Path.Combine(folder.FullName, "market.db"), 5_000);
}

public sealed class PostgresMarketHistoryTests(PostgresServer server) : MarketHistoryContract
{
    private string? connection;

    public override ValueTask InitializeAsync()
    {
        connection = server.CreateDatabase();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task Chunks_OfSeveralYears_LieInOnePartitionAYear()
    {
        using var store = Open();
        foreach (var year in (int[])[1998, 2014, 2026])
        {
            var start = new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero);
            var period = Timeframe.D1.PeriodAt(start);
            await store.WriteBarsAsync(
                new HistoryTarget(Symbol.Parse("SPY"), "lean"),
                [new Bar(Timeframe.D1, period.Start, period.End, period.Day, Ohlc.At(new Price(100m)), Ohlc.At(new Price(100m)), 0, default)], null,
                TestContext.Current.CancellationToken);
        }

        await using var source = NpgsqlDataSource.Create(connection!);
        await using var command = source.CreateCommand(
            "SELECT string_agg(inhrelid::regclass::text, ' ' ORDER BY 1) FROM pg_inherits WHERE inhparent = 'history_chunks'::regclass");
        var partitions = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(3, partitions.Split(' ').Length);
        Assert.Equal(3, Assert.Single(await store.ListAsync(TestContext.Current.CancellationToken)).Rows);
        Assert.All(partitions.Split(' '), p => Assert.True(int.Parse(p[^4..], CultureInfo.InvariantCulture) > 1990));
    }

    internal override HistoryDatabase Database() => new PostgresHistory(connection!, 5_000);
}
