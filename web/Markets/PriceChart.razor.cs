using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Markets;
using Countersign.Web.Layout;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Markets;

/// <summary>A price that a chart draws a line at.</summary>
/// <param name="Price">In quote currency.</param>
/// <param name="Title">Beside the line.</param>
/// <param name="Tone"><c>entry</c>, <c>stop</c>, <c>target</c> or <c>now</c>.</param>
public sealed record ChartLevel(decimal Price, string Title, string Tone);

/// <summary>Something that happened, at its bar.</summary>
/// <param name="At">When.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Text">A word or two.</param>
public sealed record ChartMark(DateTimeOffset At, string Side, string Text);

/// <summary>An instrument's candles of the bid side, live, with levels and marks.</summary>
public sealed partial class PriceChart
{
    private static readonly TimeSpan RereadEvery = TimeSpan.FromSeconds(1);

    // The most that the desk tells of its newest bars.
    private const int NewestMax = 1_000;

    private readonly CancellationTokenSource leaving = new();
    private ElementReference canvas;
    private int chart;
    private string? shown;
    private List<Bar> bars = [];
    private Bar? forming;
    private DateTimeOffset readAt;
    private string? problem;
    private bool levelsChanged;
    private IReadOnlyList<ChartLevel> drawnLevels = [];
    private IReadOnlyList<ChartMark> drawnMarks = [];
    private IReadOnlyList<ChartLine> drawnLines = [];

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Symbol { get; set; } = "";

    /// <summary><c>M1</c> to <c>D1</c>.</summary>
    [Parameter]
    public string Timeframe { get; set; } = "M5";

    /// <summary>How many bars.</summary>
    [Parameter]
    public int Limit { get; set; } = 300;

    /// <summary>No scrolling and zooming: for a small picture beside other things.</summary>
    [Parameter]
    public bool Compact { get; set; }

    [Parameter]
    public string? Class { get; set; }

    /// <summary>Shows the bars around a time that has passed, of the stored history; null shows the newest, live.</summary>
    [Parameter]
    public DateTimeOffset? Around { get; set; }

    /// <summary>The user draws on it, by the page's <see cref="DrawingTools"/>.</summary>
    [Parameter]
    public bool Drawable { get; set; }

    [Parameter]
    public IReadOnlyList<ChartLevel> Levels { get; set; } = [];

    [Parameter]
    public IReadOnlyList<ChartMark> Marks { get; set; } = [];

    /// <summary>Indicators, in their panes.</summary>
    [Parameter]
    public IReadOnlyList<ChartLine> Lines { get; set; } = [];

    private string Description => bars.Count == 0
        ? $"{Symbol} {Timeframe} chart"
        : $"{Symbol} {Timeframe} candles, last {Figures.Price(bars[^1].Bid.Close, Visit.Instrument(Symbol))}";

    public async ValueTask DisposeAsync()
    {
        Visit.Feed.Quoted -= Take;
        Visit.Feed.CaughtUp -= Reread;
        await leaving.CancelAsync();
        if (chart != 0)
        {
            await Browser.CallAsync("destroyChart", chart);
        }
    }

    protected override void OnInitialized()
    {
        Visit.Feed.Quoted += Take;
        Visit.Feed.CaughtUp += Reread;
    }

    protected override void OnParametersSet() => levelsChanged = !Levels.SequenceEqual(drawnLevels) || !Marks.SequenceEqual(drawnMarks)
        || !ReferenceEquals(Lines, drawnLines);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var wanted = $"{Symbol} {Timeframe} {Limit}";
        if (chart == 0)
        {
            if (!firstRender)
            {
                return;
            }

            var instrument = Visit.Instrument(Symbol);
            chart = await Browser.CallAsync<int>("createChart", canvas, new
            {
                decimals = instrument?.PriceDecimals ?? 5, tick = instrument?.TickSize ?? 0.00001m, compact = Compact,
            });
        }

        if (shown != wanted)
        {
            shown = wanted;
            await ReadAsync(fit: true);
        }

        if (levelsChanged && bars.Count > 0)
        {
            await DrawLevelsAsync();
        }
    }

    private static object[] Candle(Bar bar, WallClock clock) =>
        [clock.ChartSeconds(bar.Start), bar.Bid.Open, bar.Bid.High, bar.Bid.Low, bar.Bid.Close, bar.Start.ToUnixTimeSeconds()];

    private async Task ReadAsync(bool fit)
    {
        readAt = Visit.Time.GetUtcNow();
        try
        {
            bars = [.. await ReadBarsAsync()];
            forming = null;
            problem = bars.Count == 0 ? "No bars yet: the first one is drawn when it is complete." : null;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException or ApiProblemException)
        {
            problem = e.Message;
            StateHasChanged();
            return;
        }

        await Browser.CallAsync("setBars", chart, bars.Select(b => Candle(b, Visit.Clock)).ToArray(), fit);
        if (Drawable)
        {
            await Browser.CallAsync("showDrawings", chart, $"{Visit.Me.TenantId}.{Visit.Me.UserId}.{Symbol}");
        }

        await DrawLevelsAsync();
        StateHasChanged();
    }

    private async Task<IReadOnlyList<Bar>> ReadBarsAsync()
    {
        if (Around is { } time && await ReadStoredAsync(time) is { Count: > 0 } stored)
        {
            return stored;
        }

        var newest = (await Visit.Api.ListBarsAsync(Symbol, Timeframe, Around is null ? Limit : NewestMax, leaving.Token)).Value.Items;
        return Around is not { } past ? newest
            : [.. newest.SkipWhile(b => b.Start < past - (Limit / 2 * (newest[0].End - newest[0].Start))).Take(Limit)];
    }

    private async Task<IReadOnlyList<Bar>> ReadStoredAsync(DateTimeOffset time)
    {
        var half = Limit / 2 * LengthOf(Timeframe);
        var stored = (await Visit.Api.ListHistoryBarsAsync(Symbol, Timeframe, time - half, time + half, limit: Limit, cancellationToken: leaving.Token)).Value.Items;
        return [.. stored.Where(b => b.Bid is not null).Select(b => new Bar(b.Start, b.End, b.Bid!, b.Ask ?? b.Bid!, 0, b.Volume))];
    }

    private static TimeSpan LengthOf(string timeframe) => timeframe switch
    {
        "M1" => TimeSpan.FromMinutes(1),
        "M5" => TimeSpan.FromMinutes(5),
        "M15" => TimeSpan.FromMinutes(15),
        "M30" => TimeSpan.FromMinutes(30),
        "H1" => TimeSpan.FromHours(1),
        "H4" => TimeSpan.FromHours(4),
        _ => TimeSpan.FromDays(1),
    };

    private async Task DrawLevelsAsync()
    {
        levelsChanged = false;
        drawnLevels = [.. Levels];
        drawnMarks = [.. Marks];
        await Browser.CallAsync("setLevels", chart, Levels.Select(l => new { price = l.Price, title = l.Title, tone = l.Tone }).ToArray());
        await Browser.CallAsync("setMarks", chart, Marks.Where(m => bars.Count > 0 && m.At >= bars[0].Start).OrderBy(m => m.At)
            .Select(m => new { time = Visit.Clock.ChartSeconds(BarOf(m.At)), side = m.Side, text = m.Text }).ToArray());
        if (!ReferenceEquals(Lines, drawnLines))
        {
            await DrawLinesAsync();
        }
    }

    private async Task DrawLinesAsync()
    {
        drawnLines = Lines;
        await Browser.CallAsync("setLines", chart, Lines.Select(l => new
        {
            name = l.Name, pane = l.Pane, style = l.Style, tone = l.Tone,
            points = l.Points.Select(p => new object?[] { Visit.Clock.ChartSeconds(p.At), p.Value }).ToArray(),
        }).ToArray());
    }

    private DateTimeOffset BarOf(DateTimeOffset at) => bars.LastOrDefault(b => b.Start <= at)?.Start ?? bars[0].Start;

    // The bar that forms is drawn of quotes; once its time is over the desk's own bar takes its place.
    private void Take(Quote quote)
    {
        if (quote.Symbol != Symbol || chart == 0 || bars.Count == 0 || Around is not null)
        {
            return;
        }

        _ = InvokeAsync(async () =>
        {
            var last = forming ?? bars[^1];
            if (quote.Time >= last.End && forming is not null)
            {
                if (Visit.Time.GetUtcNow() - readAt >= RereadEvery)
                {
                    await ReadAsync(fit: false);
                }

                return;
            }

            forming = quote.Time >= last.End ? Open(last, quote) : With(last, quote);
            await Browser.CallAsync("updateBar", chart, Candle(forming, Visit.Clock));
        });
    }

    private static Bar Open(Bar last, Quote quote)
    {
        var length = last.End - last.Start;
        var start = last.End + (length * Math.Floor((quote.Time - last.End) / length));
        var side = new BarSide(quote.Bid, quote.Bid, quote.Bid, quote.Bid);
        return new Bar(start, start + length, side, side, 1, 0);
    }

    private static Bar With(Bar bar, Quote quote) => bar with
    {
        Bid = new BarSide(bar.Bid.Open, Math.Max(bar.Bid.High, quote.Bid), Math.Min(bar.Bid.Low, quote.Bid), quote.Bid),
    };

    private void Reread()
    {
        if (chart != 0 && Around is null)
        {
            _ = InvokeAsync(() => ReadAsync(fit: false));
        }
    }
}
