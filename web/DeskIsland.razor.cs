using System.Collections.Immutable;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.Audit;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;
using Countersign.Web.TradeIdeas;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web;

/// <summary>The live part of the desk's page. Its commands go to the API; its state comes from there.</summary>
public sealed partial class DeskIsland
{
    private const int OutcomesMax = 3;
    private const int ReplaysMax = 50;

    private ImmutableList<IdeaOutcome> outcomes = [];
    private ImmutableDictionary<string, ReplayOutcome> replays = ImmutableDictionary<string, ReplayOutcome>.Empty;
    private DeskSession session = null!;
    private DeskFeed feed = null!;
    private string? problem;

    /// <summary>Which signed-in session this page belongs to. It reaches the browser encrypted only.</summary>
    [Parameter, EditorRequired]
    public string SessionId { get; set; } = "";

    /// <summary>Whether the user may approve and reject. The API decides again.</summary>
    [Parameter]
    public bool CanDecide { get; set; }

    [Inject]
    private DeskApi Api { get; set; } = null!;

    [Inject]
    private DeskSessions Sessions { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string LinkName => feed.Link switch
    {
        LinkState.Live => "live",
        LinkState.Reconnecting => "reconnecting",
        LinkState.SignedOut => "signed-out",
        _ => "connecting",
    };

    protected override async Task OnInitializedAsync()
    {
        feed = new DeskFeed(Api, Time);
        feed.Changed += Redraw;
        if (Sessions.Find(SessionId) is not { } found)
        {
            problem = "This session is over. Load the page again to sign in.";
            return;
        }

        session = found;
        try
        {
            await feed.OpenAsync(session);
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            problem = e.Message;
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && session is not null)
        {
            feed.Follow();
        }
    }

    public async ValueTask DisposeAsync()
    {
        feed.Changed -= Redraw;
        await feed.DisposeAsync();
    }

    private Task ApproveAsync(IdeaDecision decision) => DecideAsync(
        decision, client => client.ApproveIdeaAsync(decision.Idea.Id, new ApproveIdeaRequest(), decision.Key));

    private Task RejectAsync(IdeaDecision decision) => DecideAsync(
        decision, client => client.RejectIdeaAsync(decision.Idea.Id, new RejectIdeaRequest { Reason = decision.Reason }, decision.Key));

    private async Task DecideAsync(IdeaDecision decision, Func<CountersignClient, Task<ApiAnswer<TradeIdea>>> send)
    {
        IdeaOutcome outcome;
        try
        {
            var answer = await send(Api.For(session));
            outcome = answer.Problem is { } refused ? IdeaOutcome.Refused(decision.Idea, refused) : IdeaOutcome.Of(answer.Value);
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            outcome = IdeaOutcome.Unknown(decision.Idea, e.Message);
        }

        outcomes = [outcome, .. outcomes.Where(o => o.IdeaId != outcome.IdeaId).Take(OutcomesMax - 1)];
        feed.Touch();
    }

    private async Task ReplayAsync(string decisionId)
    {
        ReplayOutcome outcome;
        try
        {
            var answer = await Api.For(session).ReplayDecisionAsync(decisionId);
            outcome = answer.Problem is { } refused
                ? new ReplayOutcome(false, 0, refused.Detail ?? refused.Title)
                : new ReplayOutcome(answer.Value.Identical, answer.Value.Differences.Count, null);
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            outcome = new ReplayOutcome(false, 0, e.Message);
        }

        replays = (replays.Count < ReplaysMax ? replays : replays.Clear()).SetItem(decisionId, outcome);
    }

    // Raised on the feed's threads; a circuit that has just ended has nothing to draw on.
    private void Redraw() => _ = InvokeAsync(StateHasChanged);
}
