using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>How instruments move together, by the measure that the risk gate uses for correlated exposure.</summary>
internal static class CorrelationEndpoints
{
    private const int BarsMax = 120;
    private const int SymbolsMax = 30;

    public static void MapCorrelations(this IEndpointRouteBuilder api) =>
        api.MapReads("Risk").MapGet("/risk/correlations", ShowAsync)
            .WithSummary("How instruments move together")
            .WithDescription("Of the hourly returns that the risk gate looks at for correlated exposure.")
            .WithName("GetCorrelations");

    private static async Task<Ok<Body.Correlations>> ShowAsync(Desk desk, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var symbols = (await desk.Markets.ListAsync(cancellationToken)).Where(m => m.Feed is not null).Select(m => m.Instrument.Symbol)
            .OrderBy(s => s.Value, StringComparer.Ordinal).Take(SymbolsMax).ToArray();
        var correlation = new RollingCorrelation(BarsMax);
        foreach (var symbol in symbols)
        {
            var bars = await desk.Instrument(symbol).GetBarsAsync(Timeframe.H1, BarsMax + 1, cancellationToken);
            foreach (var bar in bars.Where(b => b.End <= now))
            {
                correlation.Push(symbol, bar.Start, bar.Bid.Close.ToDouble());
            }
        }

        return TypedResults.Ok(new Body.Correlations(
            [.. symbols.Select(s => s.Value)], [.. symbols.Select(row => (IReadOnlyList<double?>)[.. symbols.Select(column => Known(correlation.Of(row, column)))])]));
    }

    private static double? Known(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;
}
