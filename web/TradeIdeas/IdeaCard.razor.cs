using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.TradeIdeas;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.TradeIdeas;

/// <summary>One waiting idea: what, why, on which market, how long still; and the signature.</summary>
public sealed partial class IdeaCard
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    // One key for all tries of a decision: a second click after a lost answer cannot trade twice.
    private readonly string key = Guid.NewGuid().ToString("N");
    private bool busy;
    private bool rejecting;
    private string reason = "";

    [Parameter, EditorRequired]
    public TradeIdea Idea { get; set; } = null!;

    [Parameter]
    public Instrument? Instrument { get; set; }

    [Parameter]
    public DateTimeOffset? MarketTime { get; set; }

    [Parameter]
    public bool CanDecide { get; set; }

    /// <summary>Whether the page takes clicks yet.</summary>
    [Parameter]
    public bool Ready { get; set; }

    [Parameter]
    public EventCallback<IdeaDecision> OnApprove { get; set; }

    [Parameter]
    public EventCallback<IdeaDecision> OnReject { get; set; }

    private decimal? Then => SideOf(Idea.Snapshot.Quote);

    private decimal? Now => Instrument?.Quote is { } quote ? SideOf(quote) : null;

    private TimeSpan Left => Idea.ExpiresAt - (MarketTime ?? Idea.RaisedAt);

    // What the order would trade at: a buyer pays the ask, a seller gets the bid.
    private decimal SideOf(Quote quote) => Idea.Side == "buy" ? quote.Ask : quote.Bid;

    private Task ApproveAsync() => DecideAsync(OnApprove, new IdeaDecision(Idea, null, "approve-" + key));

    private Task RejectAsync() => string.IsNullOrWhiteSpace(reason)
        ? Task.CompletedTask
        : DecideAsync(OnReject, new IdeaDecision(Idea, reason.Trim(), "reject-" + key));

    private async Task DecideAsync(EventCallback<IdeaDecision> decide, IdeaDecision decision)
    {
        if (busy)
        {
            return;
        }

        busy = true;
        try
        {
            await decide.InvokeAsync(decision);
        }
        finally
        {
            busy = false;
        }
    }

    private static string Name(string id) => id.Length > 2 && id[1] == '-' ? id[2..] : id;
}
