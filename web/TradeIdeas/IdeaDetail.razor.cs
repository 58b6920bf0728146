using System.Globalization;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.Risk;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.Layout;
using Countersign.Web.Markets;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.TradeIdeas;

/// <summary>One idea with all that a signature needs: why, the market then and now, what the risk gate would say; and the signature itself.</summary>
public sealed partial class IdeaDetail : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // One key for all tries of a decision: a second click after a lost answer cannot trade twice.
    private readonly string key = Guid.NewGuid().ToString("N");
    private readonly CancellationTokenSource leaving = new();
    private TradeIdea? idea;
    private ApprovalPreview? preview;
    private WhatIf? whatIf;
    private string? problem;
    private bool busy;
    private bool rejecting;
    private bool looking;
    private bool focusReason;
    private string reason = "";
    private DateTimeOffset lookedAt;
    private ElementReference reasonBox;

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Parameter, EditorRequired]
    public string IdeaId { get; set; } = "";

    /// <summary>Whether the user may decide and the page takes clicks. The API decides again.</summary>
    [Parameter]
    public bool CanDecide { get; set; }

    /// <summary>Told the id once the idea was decided.</summary>
    [Parameter]
    public EventCallback<string> Decided { get; set; }

    /// <summary>Told the id when the idea is put off or brought back.</summary>
    [Parameter]
    public EventCallback<string> Snoozed { get; set; }

    private bool Waiting => idea?.Status == IdeaStatus.NeedsApproval;

    private IdeaChanges? Changes => Waiting ? preview?.Changes : idea?.LastCheck;

    private bool NeedsTwo => Changes?.NeedsTwo == true;

    private FirstApproval? FirstApproval => preview?.FirstApproval ?? idea?.FirstApproval;

    private IReadOnlyList<ChartLevel> Levels => idea is null ? [] :
    [
        new ChartLevel(SideOf(idea.Snapshot.Quote), "entry", "entry"),
        .. idea.Stop is { } stop ? [new ChartLevel(stop, "stop", "stop")] : Array.Empty<ChartLevel>(),
        .. idea.Target is { } target ? [new ChartLevel(target, "target", "target")] : Array.Empty<ChartLevel>(),
    ];

    private IReadOnlyList<ChartMark> Marks => idea is null ? [] : [new ChartMark(idea.RaisedAt, idea.Side, "idea")];

    public async Task ApproveAsync()
    {
        if (idea is { } decided && CanDecide && Waiting)
        {
            await DecideAsync(decided, api => api.ApproveIdeaAsync(decided.Id, new ApproveIdeaRequest(), $"approve-{key}"));
        }
    }

    public void BeginRejecting()
    {
        if (CanDecide && Waiting)
        {
            rejecting = focusReason = true;
            StateHasChanged();
        }
    }

    public void Dispose()
    {
        Visit.Feed.Changed -= Notice;
        Visit.Feed.Quoted -= Look;
        leaving.Cancel();
    }

    protected override async Task OnInitializedAsync()
    {
        Visit.Feed.Changed += Notice;
        Visit.Feed.Quoted += Look;
        await ReadAsync();
        await LookAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focusReason && rejecting)
        {
            focusReason = false;
            await reasonBox.FocusAsync();
        }
    }

    private Task RejectAsync() => idea is { } decided && !string.IsNullOrWhiteSpace(reason)
        ? DecideAsync(decided, api => api.RejectIdeaAsync(decided.Id, new RejectIdeaRequest { Reason = reason.Trim() }, $"reject-{key}"))
        : Task.CompletedTask;

    private async Task DecideAsync(TradeIdea decided, Func<CountersignClient, Task<ApiAnswer<TradeIdea>>> send)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        StateHasChanged();
        try
        {
            var outcome = await Visit.ActAsync(send) switch
            {
                { Problem: { } refused } => IdeaOutcome.Refused(decided, refused),
                { Value: { Status: IdeaStatus.NeedsApproval } half } => IdeaOutcome.HalfSigned(half),
                var done => IdeaOutcome.Of(done.Value),
            };
            if (outcome.Kind == "refused")
            {
                Visit.Notes.Bad(outcome.Headline, outcome.Reasons);
                await ReadAsync();
                await LookAsync();
            }
            else
            {
                // A price of a made-up market is never told without saying so.
                Visit.Notes.Good(outcome.Headline, outcome.Simulated ? [.. outcome.Reasons, $"The market of {outcome.Symbol} is simulated."] : outcome.Reasons);
                await Decided.InvokeAsync(decided.Id);
            }
        }
        finally
        {
            busy = false;
            rejecting = false;
        }
    }

    private void Notice(DeskEvent notice)
    {
        if (notice.Kind == "idea" && notice.Id == IdeaId)
        {
            _ = InvokeAsync(async () =>
            {
                await ReadAsync();
                StateHasChanged();
            });
        }
    }

    // The market moves: what an approval would meet is asked again, once a second at most.
    private void Look(Quote quote)
    {
        if (Waiting && !looking && quote.Symbol == idea?.Symbol && Visit.Time.GetUtcNow() - lookedAt >= LookEvery)
        {
            looking = true;
            _ = InvokeAsync(async () =>
            {
                await LookAsync();
                StateHasChanged();
            });
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var answer = await Visit.Api.GetIdeaAsync(IdeaId, leaving.Token);
            idea = answer.IsSuccess ? answer.Value : null;
            problem = idea is null ? "There is no such idea." : null;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            problem = e.Message;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task LookAsync()
    {
        lookedAt = Visit.Time.GetUtcNow();
        try
        {
            if (idea is { } waiting && Waiting)
            {
                var approval = Visit.Api.PreviewApprovalAsync(waiting.Id, leaving.Token);
                var risk = Visit.Api.AskWhatIfAsync(
                    new WhatIfRequest
                    {
                        AccountId = waiting.AccountId, Symbol = waiting.Symbol, Side = waiting.Side, Type = "market", Quantity = waiting.Quantity,
                        Stop = waiting.Stop, Target = waiting.Target,
                    },
                    leaving.Token);
                preview = await approval is { IsSuccess: true, Value: var looked } ? looked : preview;
                whatIf = await risk is { IsSuccess: true, Value: var checks } ? checks : whatIf;
            }
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            // What was seen last stays; the page says that the link is lost.
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            looking = false;
        }
    }

    // What the order would trade at: a buyer pays the ask, a seller gets the bid.
    private decimal SideOf(Quote quote) => idea?.Side == "buy" ? quote.Ask : quote.Bid;

    private IEnumerable<(string Title, string Then, string Now)> ChangeRows(IdeaChanges changes)
    {
        var instrument = Visit.Instrument(idea!.Symbol);
        yield return ("Price", Figures.Price(changes.Then.Price, instrument), Figures.Price(changes.Now.Price, instrument));
        yield return ("Spread", Figures.Distance(changes.Then.Spread, instrument), Figures.Distance(changes.Now.Spread, instrument));
        yield return ("To the stop", Figures.Distance(changes.Then.ToStop, instrument), Figures.Distance(changes.Now.ToStop, instrument));
        yield return ("To the target", Figures.Distance(changes.Then.ToTarget, instrument), Figures.Distance(changes.Now.ToTarget, instrument));
        yield return ("Position", Amount(changes.Then.Position), Amount(changes.Now.Position));
        yield return ("Equity", Figures.Money(changes.Then.Equity), Figures.Money(changes.Now.Equity));
    }

    private string MoveText(IdeaChanges changes)
    {
        var instrument = Visit.Instrument(idea!.Symbol);
        return changes.MovedAgainst switch
        {
            null => "The price is not known.",
            > 0 and var worse => $"The price is {Figures.Distance(worse, instrument)} worse; from {Figures.Distance(changes.MoveLimit, instrument)} on an approval is refused.",
            var better => $"The price is {Figures.Distance(-better, instrument)} better or the same; {Figures.Distance(changes.MoveLimit, instrument)} worse would refuse an approval.",
        };
    }

    private static string Amount(decimal? quantity) => quantity is { } q ? Figures.Quantity(q) : Figures.None;

    private static double Use(RiskFinding check) => check switch
    {
        { Verdict: "refused" or "unknown" or "checkFailed" } => 1,
        { Figure: { } figure, Limit: > 0 and var limit } => Math.Clamp((double)(figure / limit), 0, 1),
        _ => 0,
    };

    private static string Figure(decimal? figure, string unit) => (figure, unit) switch
    {
        (null, _) => Figures.None,
        ({ } f, "percent") => Figures.Hundredths(f, "0.##"),
        ({ } f, "seconds") => f.ToString("0.#", CultureInfo.InvariantCulture) + " s",
        ({ } f, "multiple") => f.ToString("0.##", CultureInfo.InvariantCulture) + " ×",
        ({ } f, "amount") => f.ToString("#,0", CultureInfo.InvariantCulture),
        ({ } f, _) => f.ToString("#,0.##", CultureInfo.InvariantCulture),
    };
}
