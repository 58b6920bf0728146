using System.ComponentModel;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Markets;

/// <summary>Indicators over an instrument's newest bars: what a chart draws.</summary>
internal static class IndicatorSeriesEndpoints
{
    private const int IndicatorsMax = 8;
    private const int TextLengthMax = 600;
    private const int BarsDefault = 200;
    private const int BarsMax = 1_000;

    public static void MapIndicatorSeries(this IEndpointRouteBuilder api) =>
        api.MapReads("Markets").MapGet("/instruments/{symbol}/indicators", ListAsync)
            .WithSummary("Indicators over an instrument's newest bars")
            .WithDescription(
                "They run over the newest 1,000 bars of the bid side with the kernel that strategies use, and the values of the newest so many are "
                + "told: what needs more than the bars before those to be warm has null there.")
            .WithName("ListIndicatorSeries");

    private static async Task<Results<Ok<Body.IndicatorSeriesSet>, ProblemResult>> ListAsync(
        string symbol,
        [Description("One to eight specifications with semicolons between them, for example ema(20);macd(12,26,9).")] string? of,
        [QueryNames(typeof(Timeframes)), Description("Of this length; M1 where absent.")] string? timeframe,
        [Description("The newest so many bars, 1 to 1000; 200 where absent.")] string? limit,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var period = MarketEndpoints.ReadTimeframe(input, timeframe);
        var count = input.Whole("limit", limit, BarsDefault, 1, BarsMax);
        var specs = ReadSpecs(input, input.RequiredText("of", of, TextLengthMax));
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<Symbol>(symbol, out var id) || await desk.Instrument(id).GetAsync(cancellationToken) is not { } view)
        {
            return ApiProblems.NotFound();
        }

        var bars = await desk.Instrument(id).GetBarsAsync(period, BarsMax, cancellationToken);
        var inputs = Array.ConvertAll([.. bars], b => b.ToInput());
        var first = Math.Max(0, bars.Length - count);
        return TypedResults.Ok(new Body.IndicatorSeriesSet(
            id.Value, period.ToString(), view.ToBody().Simulated, [.. bars.Skip(first).Select(b => b.Start)], [.. specs.Select(s => Run(s, inputs, first))]));
    }

    private static List<IndicatorSpec> ReadSpecs(Input input, string text)
    {
        var specs = new List<IndicatorSpec>();
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > IndicatorsMax)
        {
            input.Error("of", $"1 to {IndicatorsMax} specifications are right, with semicolons between them.");
            return specs;
        }

        foreach (var part in parts)
        {
            if (!IndicatorCatalogue.TryParse(part, out var series, out var refusal))
            {
                input.Error("of", refusal.Message);
            }
            else if (series is not SeriesReference.OfIndicator { Output: 0 } named)
            {
                input.Error("of", $"'{part}' is no indicator: a name with its parameters is right, such as ema(20); all outputs are told.");
            }
            else if (IndicatorCatalogue.Define(named.Spec).NeedsBenchmark)
            {
                input.Error("of", $"'{part}' compares two markets; this chart has one.");
            }
            else
            {
                specs.Add(named.Spec);
            }
        }

        return specs;
    }

    private static Body.IndicatorSeries Run(IndicatorSpec spec, BarInput[] bars, int first)
    {
        var definition = IndicatorCatalogue.Define(spec);
        var indicator = IndicatorCatalogue.Create(spec);
        var results = new double[bars.Length * indicator.OutputCount];
        indicator.Run(bars, results);
        return new Body.IndicatorSeries(
            spec.Text, Choice.Name(definition.Pane),
            [
                .. definition.Outputs.Select((output, i) => (Output: output, Index: i)).Where(o => o.Output.Style != PlotStyle.Hidden)
                    .Select(o => new Body.IndicatorLine(o.Output.Name, Choice.Name(o.Output.Style), ValuesOf(results, indicator.OutputCount, o.Index, first))),
            ]);
    }

    private static double?[] ValuesOf(double[] results, int outputs, int output, int first)
    {
        var values = new double?[(results.Length / outputs) - first];
        for (var i = 0; i < values.Length; i++)
        {
            var value = results[((first + i) * outputs) + output];
            values[i] = double.IsFinite(value) ? value : null;
        }

        return values;
    }
}
