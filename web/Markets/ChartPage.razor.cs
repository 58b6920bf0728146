using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;
using Fill = Countersign.Api.Contracts.Execution.Execution;

namespace Countersign.Web.Markets;

/// <summary>An instrument's chart with indicators, what was traded and proposed on it, and a second timeframe beside it.</summary>
public sealed partial class ChartPage
{
    private const int BarsMax = 500;
    private const int MarksMax = 100;
    private const int SpecsMax = 6;
    private const string DefaultSpecs = "ema(20);rsi(14)";

    private static readonly string[] Timeframes = ["M1", "M5", "M15", "M30", "H1", "H4", "D1"];

    private bool ticketOpen;
    private string adding = "";

    [SupplyParameterFromQuery(Name = "symbol")]
    private string? Symbol { get; set; }

    [SupplyParameterFromQuery(Name = "timeframe")]
    private string? Timeframe { get; set; }

    [SupplyParameterFromQuery(Name = "beside")]
    private string? Beside { get; set; }

    [SupplyParameterFromQuery(Name = "of")]
    private string? Of { get; set; }

    [Inject]
    private BrowserScript Browser { get; set; } = null!;

    private string Chosen => Visit.Instrument(Symbol ?? "")?.Symbol ?? Visit.Quoted.FirstOrDefault()?.Symbol ?? "";

    private string Frame => Timeframes.Contains(Timeframe) ? Timeframe! : "M5";

    private string? Second => Timeframes.Contains(Beside) && Beside != Frame ? Beside : null;

    private ImmutableArray<string> Specs =>
        [.. (Of ?? DefaultSpecs).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(SpecsMax)];

    private IEnumerable<string> Zones => new[] { Visit.Clock.ZoneName, "UTC", "Europe/London", "America/New_York", "Asia/Tokyo", "Asia/Singapore" }.Distinct();

    private IReadOnlyList<ChartLevel> Levels => State is null ? [] :
    [
        .. State.Positions.SelectMany(p => LevelsOf(p)),
    ];

    private IReadOnlyList<ChartMark> Marks => State is null ? [] :
    [
        .. State.Executions.Select(e => new ChartMark(e.At, e.Side, e.ClosedQuantity > 0 ? "exit" : "entry")),
        .. State.Ideas.Select(i => new ChartMark(i.RaisedAt, i.Side, "idea")),
    ];

    protected override bool Concerns(string kind) => kind is "position" or "idea" or "account" or "bar";

    protected override async Task<Drawn> ReadAsync(CancellationToken cancellationToken)
    {
        var catalogue = State?.Catalogue ?? (await Visit.Api.ListIndicatorsAsync(cancellationToken: cancellationToken)).Value.Items;
        if (Chosen.Length == 0)
        {
            return new Drawn(catalogue, [], [], [], [], null);
        }

        var positions = Visit.Api.ListPositionsAsync(symbol: Chosen, limit: MarksMax, cancellationToken: cancellationToken);
        var executions = Visit.Api.ListExecutionsAsync(symbol: Chosen, limit: MarksMax, cancellationToken: cancellationToken);
        var ideas = Visit.Api.ListIdeasAsync(symbol: Chosen, limit: MarksMax, cancellationToken: cancellationToken);
        var (lines, mistake) = Specs.IsEmpty ? ([], null) : await ReadLinesAsync(cancellationToken);
        return new Drawn(catalogue, lines, (await positions).Value.Items, (await executions).Value.Items, (await ideas).Value.Items, mistake);
    }

    private static IEnumerable<ChartLevel> LevelsOf(Position position)
    {
        yield return new ChartLevel(position.AveragePrice, position.Quantity > 0 ? "long" : "short", "entry");
        if (position.Stop is { } stop)
        {
            yield return new ChartLevel(stop, "stop", "stop");
        }

        if (position.Target is { } target)
        {
            yield return new ChartLevel(target, "target", "target");
        }
    }

    private async Task<(IReadOnlyList<ChartLine> Lines, string? Mistake)> ReadLinesAsync(CancellationToken cancellationToken)
    {
        var answer = await Visit.Api.ListIndicatorSeriesAsync(Chosen, string.Join(';', Specs), Frame, BarsMax, cancellationToken);
        return answer.Problem is { } problem ? ([], string.Join(" ", problem.Lines())) : (ChartLine.Of(answer.Value), null);
    }

    private void Add()
    {
        var spec = adding.Trim();
        adding = "";
        if (spec.Length > 0 && !Specs.Contains(spec))
        {
            Navigation.NavigateTo(Address(of: string.Join(';', Specs.Add(spec).TakeLast(SpecsMax))));
        }
    }

    private void Remove(string spec) => Navigation.NavigateTo(Address(of: string.Join(';', Specs.Remove(spec))));

    private void Go(ChangeEventArgs change) => Navigation.NavigateTo(Address(symbol: change.Value?.ToString()));

    // The server writes every time on the page, so another zone is another page.
    private async Task ChooseZoneAsync(ChangeEventArgs change)
    {
        var zone = change.Value?.ToString() ?? "";
        await Browser.CallAsync("chooseZone", zone);
        await Visit.ActAsync(api => api.SetMySettingAsync(
            DisplayChoices.ZoneSetting, new ChangeSettingRequest { Value = JsonSerializer.SerializeToElement(zone) }));
        Navigation.Refresh(forceReload: true);
    }

    private string Address(string? symbol = null, string? timeframe = null, string? beside = null, string? of = null) =>
        Navigation.GetUriWithQueryParameters("/chart", new Dictionary<string, object?>
        {
            ["symbol"] = symbol ?? Chosen,
            ["timeframe"] = timeframe ?? Frame,
            ["beside"] = beside is null ? Second : beside.Length == 0 ? null : beside,
            ["of"] = of ?? Of,
        });

    /// <summary>What the chart draws beside the candles.</summary>
    /// <param name="Catalogue">Every indicator that there is.</param>
    /// <param name="Lines">Of the chosen indicators.</param>
    /// <param name="Positions">In the instrument.</param>
    /// <param name="Executions">The latest fills in it.</param>
    /// <param name="Ideas">The latest ideas about it.</param>
    /// <param name="Mistake">What is wrong with the chosen indicators; null where nothing is.</param>
    public sealed record Drawn(
        IReadOnlyList<IndicatorEntry> Catalogue, IReadOnlyList<ChartLine> Lines, IReadOnlyList<Position> Positions,
        IReadOnlyList<Fill> Executions, IReadOnlyList<TradeIdeaSummary> Ideas, string? Mistake);
}
