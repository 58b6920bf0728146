using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Markets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Tests.Api.Markets;

/// <summary>The venue's feed against a server that speaks the published protocol, and breaks in every way that networks do.</summary>
public sealed class KrakenFeedTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 10, 0, 0, TimeSpan.Zero);
    private static readonly Symbol BtcUsd = Symbol.Parse("BTCUSD");
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    private readonly SteppedTime time = new(Now);
    private readonly CancellationTokenSource stop = new();
    private readonly HeardSink sink = new();
    private KrakenServer server = null!;
    private Task? running;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (running is not null)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
            await server.DisposeAsync();
        }

        stop.Dispose();
    }

    [Fact]
    public void Checksum_OfTheDocumentedBook_IsTheDocumentedOne()
    {
        var book = new KrakenBook();
        var message = Assert.IsType<KrakenMessage.Book>(Assert.Single(KrakenMessage.Read(Encoding.UTF8.GetBytes(Book("snapshot", Bids, Asks, 3310070434)))));

        Assert.True(book.Apply(message));
        Assert.Equal((45283.5m, 45285.2m), (book.BestBid!.Value.Price, book.BestAsk!.Value.Price));
    }

    [Fact]
    public async Task Books_FromTheirSnapshotOn_BecomeQuotesWithSizes()
    {
        var connection = await StartAsync(BtcUsd);
        await connection.SendAsync("""{"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"BTC/USD"},"success":true}""");
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        var first = await sink.NextAsync();
        Assert.Equal(
            (new Price(45283.5m), new Price(45285.2m), new Quantity(0.1m), new Quantity(0.001m)),
            (first.Ticks[0].Bid, first.Ticks[0].Ask, first.Ticks[0].BidSize, first.Ticks[0].AskSize));
        Assert.Equal(("kraken", BtcUsd, false, false), (first.Session.Feed.Name, first.Session.Symbol, first.Session.Feed.Simulated, first.History));

        // Behind the best levels: the book changes, the quote does not.
        await connection.SendAsync(Update(bids: [("45276.7", "1.00000000")]));
        await connection.SendAsync("""{"channel":"heartbeat"}""");
        await connection.SendAsync(Update(asks: [("45285.2", "0.00000000")], at: "2026-02-03T10:00:01.123456789Z"));
        var second = (await sink.NextAsync()).Ticks[0];
        Assert.Equal((new Price(45286.4m), Now.AddSeconds(1).AddTicks(1_234_567)), (second.Ask, second.Time));
    }

    [Fact]
    public async Task Update_ThatDoesNotFitTheChecksum_IsAskedForAgainAndQuotesNothing()
    {
        var connection = await StartAsync(BtcUsd);
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        await sink.NextAsync();
        await connection.SendAsync(Book("update", [("45284.0", "1.00000000")], [], 1));

        var (detail, _) = await sink.MalformedAsync();
        Assert.Contains("BTC/USD was lost", detail, StringComparison.Ordinal);
        await connection.ExpectAsync("unsubscribe", "book");
        await connection.ExpectAsync("subscribe", "book");
        await connection.SendAsync(Book("update", [("45284.5", "1.00000000")], [], 2));
        await connection.SendAsync(Book("snapshot", Bids, [("45284.9", "0.50000000"), .. Asks[1..]]));
        Assert.Equal(new Price(45284.9m), (await sink.NextAsync()).Ticks[0].Ask);
    }

    [Theory]
    [InlineData("{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":")]
    [InlineData("{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":[{\"price\":-1,\"qty\":1}],\"checksum\":1}]}")]
    [InlineData("{\"channel\":\"book\",\"type\":\"update\",\"data\":{}}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("{\"channel\":7}")]
    [InlineData("{\"channel\":\"ohlc\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"interval_begin\":\"soon\"}]}")]
    public async Task Frame_ThatCannotBeRead_IsCountedAndTheNextOneTaken(string frame)
    {
        var connection = await StartAsync(BtcUsd);
        await connection.SendAsync(frame);
        Assert.Contains("not a message as the venue documents them", (await sink.MalformedAsync()).Detail, StringComparison.Ordinal);

        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        Assert.Equal(new Price(45283.5m), (await sink.NextAsync()).Ticks[0].Bid);
    }

    [Fact]
    public async Task Channel_ThatTheFeedDoesNotKnow_IsPassedOver()
    {
        var connection = await StartAsync(BtcUsd);
        await connection.SendAsync("""{"channel":"instrument","type":"snapshot","data":{}}""");
        await connection.SendAsync("""{"method":"pong","req_id":1}""");
        await connection.SendAsync("""{"channel":"status","type":"update","data":[{"system":"maintenance"}]}""");
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        await sink.NextAsync();
        Assert.Equal(0, sink.MalformedCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_ThatEnds_IsMadeAgainAfterAPauseThatGrows(bool politely)
    {
        var connection = await StartAsync(BtcUsd);
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            if (politely)
            {
                await connection.CloseAsync("maintenance");
            }
            else
            {
                connection.Abort();
            }

            pauses.Add(await PausedAsync());
            time.Advance(pauses[^1]);
            connection = await server.AcceptAsync();
            await connection.SubscribedAsync();
        }

        // 100 s doubled each time up to 800 s, with up to half taken off.
        Assert.All(pauses, (p, i) => Assert.InRange(p.TotalSeconds, 50 * Math.Pow(2, i), 100 * Math.Pow(2, i)));
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        await sink.NextAsync();
    }

    [Fact]
    public async Task Silence_WithoutEvenAHeartbeat_EndsTheConnection()
    {
        var connection = await StartAsync(BtcUsd);
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        await sink.NextAsync();
        await time.WaitedForAsync(t => t == TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));

        await connection.Ended;
        time.Advance(await PausedAsync());
        await (await server.AcceptAsync()).SubscribedAsync();
    }

    [Fact]
    public async Task Venue_ThatIsAskedTooOften_IsLeftAloneForAWhile()
    {
        server = await KrakenServer.StartAsync();
        server.Refusing = 429;
        Run(BtcUsd);
        Assert.Equal(TimeSpan.FromSeconds(5000), await time.WaitedForAsync(t => t >= TimeSpan.FromSeconds(1000)));
        Assert.Equal(1, server.Attempts);

        server.Refusing = 0;
        time.Advance(TimeSpan.FromSeconds(5000));
        var connection = await server.AcceptAsync();
        await connection.SubscribedAsync();
        await connection.SendAsync("""{"error":"Exceeded msg rate","method":"subscribe","success":false}""");
        Assert.Equal(TimeSpan.FromSeconds(5000), await time.WaitedForAsync(t => t >= TimeSpan.FromSeconds(1000)));
    }

    [Fact]
    public async Task Venue_ThatCannotBeReached_IsTriedAgain()
    {
        server = await KrakenServer.StartAsync();
        server.Refusing = 503;
        Run(BtcUsd);
        time.Advance(await PausedAsync());
        Assert.InRange((await PausedAsync()).TotalSeconds, 100, 200);
    }

    [Fact]
    public async Task Pair_ThatTheVenueDoesNotHave_LeavesTheOthersAlone()
    {
        var connection = await StartAsync(BtcUsd, EurUsd);
        await connection.SendAsync("""{"error":"Currency pair not supported EUR/USD","method":"subscribe","success":false,"symbol":"EUR/USD"}""");
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));
        Assert.Equal(BtcUsd, (await sink.NextAsync()).Session.Symbol);
    }

    [Fact]
    public async Task Minutes_ThatWereMissed_AreFilledInBeforeTheFirstQuote()
    {
        // The desk's newest quote is of 09:56:30; the minute of 10:00 is not over.
        sink.Newest = new Quote(BtcUsd, Now.AddMinutes(-4).AddSeconds(30), new Price(45_000m), new Price(45_001m), false);
        var connection = await StartAsync(BtcUsd);
        var candles = Enumerable.Range(-6, 7).Select(i =>
            $$"""
            {"symbol":"BTC/USD","open":{{45_000 + i}}.5,"high":{{45_010 + i}}.0,"low":{{44_990 + i}}.0,"close":{{45_001 + i}}.5,"trades":1,"volume":1.5,
             "vwap":45000,"interval_begin":"{{Now.AddMinutes(i).UtcDateTime:yyyy-MM-ddTHH:mm:ss}}.000000000Z","interval":1,"timestamp":"2026-02-03T10:00:00.000000Z"}
            """);
        await connection.SendAsync($$"""{"channel":"ohlc","type":"snapshot","timestamp":"2026-02-03T10:00:00Z","data":[{{string.Join(',', candles)}}]}""");
        await connection.SendAsync(Book("snapshot", Bids, Asks, 3310070434));

        var filled = await sink.NextAsync();
        Assert.True(filled.History);
        Assert.Equal(
            new[] { -3, -2, -1 }.SelectMany(i => Enumerable.Repeat(Now.AddMinutes(i), 4)),
            filled.Ticks.Select(t => new DateTimeOffset(t.Time.UtcTicks - (t.Time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero)));
        Assert.Equal([44_997.5m, 44_987.0m, 45_007.0m, 44_998.5m], filled.Ticks[..4].Select(t => t.Bid.Value));
        Assert.False((await sink.NextAsync()).History);
    }

    private static readonly (string, string)[] Bids =
    [
        ("45283.5", "0.10000000"), ("45283.4", "1.54582015"), ("45282.1", "0.10000000"), ("45281.0", "0.10000000"), ("45280.3", "1.54592586"),
        ("45279.0", "0.07990000"), ("45277.6", "0.03310103"), ("45277.5", "0.30000000"), ("45277.3", "1.54602737"), ("45276.6", "0.15445238"),
    ];

    private static readonly (string, string)[] Asks =
    [
        ("45285.2", "0.00100000"), ("45286.4", "1.54571953"), ("45286.6", "1.54571109"), ("45289.6", "1.54560911"), ("45290.2", "0.15890660"),
        ("45291.8", "1.54553491"), ("45294.7", "0.04454749"), ("45296.1", "0.35380000"), ("45297.5", "0.09945542"), ("45299.5", "0.18772827"),
    ];

    private readonly KrakenBook mirror = new();

    private async Task<KrakenServer.Connection> StartAsync(params Symbol[] symbols)
    {
        server = await KrakenServer.StartAsync();
        Run(symbols);
        var connection = await server.AcceptAsync();
        Assert.Equal(symbols.Length, (await connection.ExpectAsync("subscribe", "ohlc")).GetProperty("symbol").GetArrayLength());
        Assert.Equal(10, (await connection.ExpectAsync("subscribe", "book")).GetProperty("depth").GetInt32());
        mirror.Apply(Read(Book("snapshot", Bids, Asks, 3310070434)));
        return connection;
    }

    private void Run(params Symbol[] symbols)
    {
        var options = new KrakenOptions(
            "kraken", server.Address, [.. symbols], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(800),
            TimeSpan.FromSeconds(5000), TimeSpan.FromHours(1));
        running = new KrakenFeed(options, time, new Random(1), NullLogger<KrakenFeed>.Instance).RunAsync(sink, stop.Token);
    }

    // What the feed waits for between two connections, and nothing else.
    private Task<TimeSpan> PausedAsync() => time.WaitedForAsync(t => t >= TimeSpan.FromSeconds(50) && t <= TimeSpan.FromSeconds(800));

    private string Update((string, string)[]? bids = null, (string, string)[]? asks = null, string at = "2026-02-03T10:00:00.500000Z")
    {
        mirror.Apply(Read(Book("update", bids ?? [], asks ?? [], 0)));
        return Book("update", bids ?? [], asks ?? [], mirror.Checksum(), at);
    }

    private static KrakenMessage.Book Read(string json) => (KrakenMessage.Book)KrakenMessage.Read(Encoding.UTF8.GetBytes(json))[0];

    private static string Book(
        string type, (string Price, string Quantity)[] bids, (string Price, string Quantity)[] asks, uint? checksum = null, string at = "2026-02-03T10:00:00.000000Z")
    {
        if (checksum is null)
        {
            var book = new KrakenBook();
            book.Apply(Read(Book(type, bids, asks, 0)));
            checksum = book.Checksum();
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"channel":"book","type":"{{type}}","data":[{"symbol":"BTC/USD","bids":[{{Levels(bids)}}],"asks":[{{Levels(asks)}}],"checksum":{{checksum}},"timestamp":"{{at}}"}]}""");
    }

    private static string Levels((string Price, string Quantity)[] levels) =>
        string.Join(',', levels.Select(l => $$"""{"price":{{l.Price}},"qty":{{l.Quantity}}}"""));

    /// <summary>Keeps what the feed sends.</summary>
    private sealed class HeardSink : ITickSink
    {
        private readonly Channel<TickBatch> batches = Channel.CreateUnbounded<TickBatch>();
        private readonly Channel<(string Detail, long Line)> malformed = Channel.CreateUnbounded<(string, long)>();

        public Quote? Newest { get; set; }

        public int MalformedCount { get; private set; }

        public async Task<TickBatch> NextAsync() =>
            await batches.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public async Task<(string Detail, long Line)> MalformedAsync() =>
            await malformed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public ValueTask<Quote?> BeginAsync(FeedSession session, CancellationToken cancellationToken) => new(Newest?.Symbol == session.Symbol ? Newest : null);

        public ValueTask SendAsync(TickBatch batch, CancellationToken cancellationToken)
        {
            batches.Writer.TryWrite(batch);
            return default;
        }

        public ValueTask ReportMalformedAsync(FeedSession session, long line, string detail, CancellationToken cancellationToken)
        {
            MalformedCount++;
            malformed.Writer.TryWrite((detail, line));
            return default;
        }

        public ValueTask DrainAsync(FeedSession session, CancellationToken cancellationToken) => default;
    }
}
