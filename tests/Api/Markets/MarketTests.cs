using System.Collections.Immutable;
using System.Net;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class MarketTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly DateTimeOffset Time = new(2014, 5, 6, 0, 0, 0, TimeSpan.Zero);
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    private static readonly Instrument Instrument = new(
        EurUsd, "Euro / US dollar", Currency.Parse("EUR"), Currency.Parse("USD"), 0.00001m, 1m, new Quantity(1m), new Quantity(10_000_000m),
        0.0001m, 5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Instrument_Shown_SaysWhetherItsMarketIsSimulated(bool simulated)
    {
        Play(simulated);
        using var response = await host.GetAsync("/api/v1/instruments/EURUSD");

        var body = await ApiHost.ReadAsync(response);
        Assert.Equal(simulated, body.GetProperty("simulated").GetBoolean());
        Assert.Equal(simulated, body.GetProperty("quote").GetProperty("simulated").GetBoolean());
        Assert.Equal("1.39240", body.GetProperty("quote").GetProperty("bid").GetRawText());
        Assert.Equal("0.00001", body.GetProperty("tickSize").GetRawText());
    }

    [Theory]
    [InlineData("/api/v1/instruments")]
    [InlineData("/api/v1/feeds")]
    public async Task Lists_OfMarkets_LabelEveryItem(string path)
    {
        Play(simulated: true);
        using var response = await host.GetAsync(path);

        var item = (await ApiHost.ReadAsync(response)).GetProperty("items")[0];
        Assert.True(item.GetProperty("simulated").GetBoolean());
        Assert.Equal("EURUSD", item.GetProperty("symbol").GetString());
    }

    [Fact]
    public async Task Feeds_WithDefects_CountEachByItsName()
    {
        Play(simulated: false);
        using var response = await host.GetAsync("/api/v1/feeds");

        var feed = (await ApiHost.ReadAsync(response)).GetProperty("items")[0];
        Assert.Equal(44_864, feed.GetProperty("accepted").GetInt64());
        Assert.Equal(6, feed.GetProperty("rejected").GetInt64());
        Assert.Equal(
            """{"malformed":1,"notPositive":0,"crossed":2,"fromTheFuture":0,"outOfOrder":3,"duplicate":0,"absurd":0}""",
            feed.GetProperty("defects").GetRawText());
        Assert.Equal("crossed", feed.GetProperty("samples")[0].GetProperty("reason").GetString());
        Assert.Equal(17, feed.GetProperty("samples")[0].GetProperty("line").GetInt64());
    }

    [Fact]
    public async Task Bars_OfATimeframe_ComeWithBothSidesAndTheLabel()
    {
        Play(simulated: true);
        using var response = await host.GetAsync("/api/v1/instruments/EURUSD/bars?timeframe=H1&limit=3");

        var series = await ApiHost.ReadAsync(response);
        Assert.Equal("H1", series.GetProperty("timeframe").GetString());
        Assert.True(series.GetProperty("simulated").GetBoolean());
        var bar = series.GetProperty("items")[0];
        Assert.Equal("""{"open":1.3924,"high":1.3930,"low":1.3920,"close":1.3925}""", bar.GetProperty("bid").GetRawText());
        Assert.Equal("2014-05-06T01:00:00+00:00", bar.GetProperty("end").GetString());
        var call = host.Desk.Calls.Last();
        Assert.Equal([Timeframe.H1, 3], call.Arguments.Take(2));
    }

    [Fact]
    public async Task IndicatorSeries_OverBars_HaveAValueForEachThatIsWarm()
    {
        Play(simulated: true);
        host.Desk.On<IInstrumentGrain>(nameof(IInstrumentGrain.GetBarsAsync), _ => Climbing(30));
        using var response = await host.GetAsync("/api/v1/instruments/EURUSD/indicators?timeframe=M1&limit=3&of=sma(4);macd;ema(29)");

        var set = await ApiHost.ReadAsync(response);
        Assert.Equal(("EURUSD", "M1", true), (set.GetProperty("symbol").GetString(), set.GetProperty("timeframe").GetString(), set.GetProperty("simulated").GetBoolean()));
        Assert.Equal(
            ["2014-05-06T00:27:00+00:00", "2014-05-06T00:28:00+00:00", "2014-05-06T00:29:00+00:00"],
            set.GetProperty("times").EnumerateArray().Select(t => t.GetString()));
        var items = set.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(["sma(4)", "macd(12,26,9)", "ema(29)"], items.Select(i => i.GetProperty("text").GetString()));
        Assert.Equal(["price", "own", "price"], items.Select(i => i.GetProperty("pane").GetString()));
        // The closes climb by one: their mean over four is one and a half below the last.
        Assert.Equal([26.5, 27.5, 28.5], Values(items[0]));
        Assert.Equal(["line", "line", "histogram"], items[1].GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("style").GetString()));
        Assert.Equal([null, 15.0, 16.0], Values(items[2]));
    }

    [Fact]
    public async Task Correlations_OfInstruments_AreKnownWhereTheyShareEnoughBars()
    {
        Play(simulated: true);
        host.Desk.On<IInstrumentGrain>(nameof(IInstrumentGrain.GetBarsAsync), _ => Climbing(40));
        using var response = await host.GetAsync("/api/v1/risk/correlations");
        Assert.Equal("""{"symbols":["EURUSD"],"rows":[[1]]}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "of")]
    [InlineData("?of=no_such(3)", "of")]
    [InlineData("?of=close", "of")]
    [InlineData("?of=ema(0)", "of")]
    [InlineData("?of=ema(1);ema(2);ema(3);ema(4);ema(5);ema(6);ema(7);ema(8);ema(9)", "of")]
    [InlineData("?of=ema(5)&timeframe=M2", "timeframe")]
    [InlineData("?of=ema(5)&limit=1001", "limit")]
    public async Task IndicatorSeries_AskedForWrongly_NameTheField(string query, string field)
    {
        Play(simulated: true);
        using var response = await host.GetAsync("/api/v1/instruments/EURUSD/indicators" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await ApiHost.ReadAsync(response)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Theory]
    [InlineData("/api/v1/instruments/XAUUSD/indicators?of=ema(5)")]
    [InlineData("/api/v1/instruments/XAUUSD")]
    [InlineData("/api/v1/instruments/XAUUSD/bars")]
    [InlineData("/api/v1/instruments/eurusd")]
    public async Task Instrument_Unknown_Answers404(string path)
    {
        host.Desk.Reset();
        using var response = await host.GetAsync(path);

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    private static double?[] Values(System.Text.Json.JsonElement series) =>
    [
        .. series.GetProperty("outputs")[0].GetProperty("values").EnumerateArray()
            .Select(v => v.ValueKind == System.Text.Json.JsonValueKind.Null ? (double?)null : Math.Round(v.GetDouble(), 9)),
    ];

    private static ImmutableArray<Bar> Climbing(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var price = new Price(i + 1);
            var side = new Ohlc(price, price, price, price);
            return new Bar(Timeframe.M1, Time.AddMinutes(i), Time.AddMinutes(i + 1), new DateOnly(2014, 5, 6), side, side, 1, new Quantity(1m));
        }),
    ];

    private void Play(bool simulated)
    {
        var feed = new FeedDescription("a feed", simulated, Recorded: false);
        var view = new InstrumentView(Instrument, new Quote(EurUsd, Time, new Price(1.39240m), new Price(1.39250m), simulated), feed);
        var quality = FeedQuality.Unseen with
        {
            Accepted = 44_864, Malformed = 1, Crossed = 2, OutOfOrder = 3, First = Time, Last = Time.AddHours(1),
            Samples = [new TickDefectSample(TickDefect.Crossed, Time, 17, "bid above ask")],
        };
        var side = new Ohlc(new Price(1.3924m), new Price(1.3930m), new Price(1.3920m), new Price(1.3925m));
        host.Desk.Reset();
        host.Desk.On<IInstrumentGrain>(nameof(IInstrumentGrain.GetAsync), _ => view);
        host.Desk.On<IInstrumentGrain>(nameof(IInstrumentGrain.GetBarsAsync), _ => ImmutableArray.Create(
            new Bar(Timeframe.H1, Time, Time.AddHours(1), new DateOnly(2014, 5, 6), side, side, 12, new Quantity(12m))));
        host.Desk.On<IMarketsGrain>(nameof(IMarketsGrain.ListAsync), _ => ImmutableArray.Create(view));
        host.Desk.On<IMarketsGrain>(nameof(IMarketsGrain.FeedsAsync), _ => ImmutableArray.Create(new FeedView(EurUsd, feed, quality)));
    }
}
