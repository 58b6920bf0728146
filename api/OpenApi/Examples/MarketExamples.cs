using Countersign.Api.Contracts.Markets;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Instruments, prices, history, calendar, news, indicators.</summary>
internal static class MarketExamples
{
    public static IEnumerable<object> All =>
    [
        new Instrument(Symbol, "Euro against US dollar", "EUR", "USD", 0.00001m, 1000m, 1000m, 10_000_000m, 0.0001m, 5, "kraken", false, NewestQuote),
        new BarSeries(Symbol, "H1", false, [LastBar]),
        new IndicatorSeriesSet(
            Symbol, "H1", false, [LastBar.Start], [new IndicatorSeries("ema(20)", "price", [new IndicatorLine("ema", "line", [1.08315])])]),
        new FeedReport(
            Symbol, "kraken", false, 182_400, 3, new Dictionary<string, long> { ["crossed"] = 3 }, 99.9, Morning.AddHours(-9), Morning,
            [new FeedDefect("crossed", Morning.AddHours(-4), null, "Bid 1.17300 is over ask 1.17210.")], new FeedHealth("good", Morning.AddHours(-9), null)),
        new HistorySeries(Symbol, "M1", "histdata", 372_960, new DateTimeOffset(2025, 1, 1, 22, 0, 0, TimeSpan.Zero), Morning),
        new HistoryBar(LastBar.Start, LastBar.End, "histdata", LastBar.Bid, LastBar.Ask, null, 0m),
        new BeginHistoryImportRequest { FileName = "EURUSD_M1_2025.csv", Source = "histdata", Format = "histdata" },
        new HistoryImportPart { Text = "20250101 180000;1.03535;1.03541;1.03521;1.03527;0\n", IsLast = true },
        new HistoryImport(
            "imp-7a1f0c5e9b2d4f63a8c1e0d97b3f5a42", "EURUSD_M1_2025.csv", "histdata", "running", Morning, null, 20_513_400, 0.42, 156_643, 1,
            [new RecordDefect(7, "the high is below the open")], ["EURUSD M1, format histdata"], null),
        new EconomicRelease(
            "forexfactory", "us-nfp-2026-01", new DateTimeOffset(2026, 1, 9, 13, 30, 0, TimeSpan.Zero), "USD", "Non-farm payrolls", "high", null, "160K",
            "119K", false),
        new ImportCalendarRequest
        {
            Source = "desk", Zone = "UTC",
            Content = """[{"time":"2026-01-09T13:30:00Z","currency":"USD","title":"Non-farm payrolls","impact":"high"}]""",
        },
        new CalendarImport(1, 0, 0, 0, [new RecordDefect(7, "The row has no currency.")]),
        new NewsItem("desk", "n-20260105-1", Morning, "ECB keeps its rates", null, "https://news.example/ecb", [Symbol], 0.2),
        new AddNewsRequest
        {
            Source = "desk", Id = "n-20260105-1", Time = "2026-01-05T09:30:00Z", Headline = "ECB keeps its rates", Url = "https://news.example/ecb",
            Symbols = [Symbol], Sentiment = 0.2,
        },
        new TradingSessions(
            Morning, ["london"], [new SessionHours("london", Morning.AddMinutes(-90), Morning.AddHours(7))],
            [new SessionOverlap("london", "newYork", Morning.AddHours(3.5), Morning.AddHours(7))],
            new MarketHours(Symbol, "fx", true, Morning.AddDays(7), false, new DateOnly(2026, 1, 5))),
        new IndicatorEntry(
            "ema", "Exponential moving average", "movingAverage", "price", "ema(period)", "ema(20)",
            [new IndicatorParameter("period", 1, 5000, 20, true)], [new IndicatorOutput("ema", "line")], 20, true, false, false),
    ];
}
