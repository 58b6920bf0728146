using Countersign.Api.Contracts.Markets;
using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

internal static class MarketMapping
{
    public static Body.Instrument ToBody(this InstrumentView view)
    {
        var i = view.Instrument;
        return new Body.Instrument(
            i.Symbol.Value, i.Description, i.BaseCurrency.Value, i.QuoteCurrency.Value, i.TickSize, i.LotSize, i.MinimumQuantity.Value,
            i.MaximumQuantity.Value, i.PipSize, i.PriceDecimals, view.Feed?.Name, IsSimulated(view), view.Quote?.ToBody());
    }

    public static Body.Quote ToBody(this Domain.Markets.Quote quote) =>
        new(quote.Symbol.Value, quote.Time, quote.Bid.Value, quote.Ask.Value, quote.Simulated);

    public static Body.BarSeries ToSeries(this IEnumerable<Domain.Markets.Bar> bars, InstrumentView view, Timeframe timeframe) =>
        new(view.Instrument.Symbol.Value, timeframe.ToString(), IsSimulated(view), [.. bars.Select(ToBody)]);

    public static FeedReport ToBody(this FeedView view) => new(
        view.Symbol.Value, view.Feed?.Name, view.Feed?.Simulated ?? false, view.Quality.Accepted, view.Quality.Rejected,
        Enum.GetValues<TickDefect>().ToDictionary(Choice.Name, view.Quality.Count), view.Quality.Score,
        view.Quality.First, view.Quality.Last,
        [.. view.Quality.Samples.Select(s => new FeedDefect(Choice.Name(s.Defect), s.Time, s.Line, s.Detail))],
        view.Health is { } health ? new Body.FeedHealth(Choice.Name(health.Condition), health.Since, health.Reason) : null);

    private static bool IsSimulated(InstrumentView view) => view.Feed?.Simulated ?? view.Quote?.Simulated ?? false;

    public static Body.Bar ToBody(this Domain.Markets.Bar bar) =>
        new(bar.Start, bar.End, ToBody(bar.Bid), ToBody(bar.Ask), bar.Ticks, bar.Volume.Value);

    public static BarSide ToBody(this Ohlc side) => new(side.Open.Value, side.High.Value, side.Low.Value, side.Close.Value);
}
