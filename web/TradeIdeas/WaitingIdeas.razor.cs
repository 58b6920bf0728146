using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.TradeIdeas;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.TradeIdeas;

/// <summary>The ideas that need somebody's signature, and what became of the last ones.</summary>
public sealed partial class WaitingIdeas
{
    [Parameter, EditorRequired]
    public IReadOnlyList<TradeIdea> Ideas { get; set; } = [];

    /// <summary>Whether more wait than are listed.</summary>
    [Parameter]
    public bool More { get; set; }

    [Parameter]
    public IReadOnlyList<Instrument> Instruments { get; set; } = [];

    [Parameter]
    public DateTimeOffset? MarketTime { get; set; }

    [Parameter]
    public bool CanDecide { get; set; }

    /// <summary>Whether the page takes clicks yet.</summary>
    [Parameter]
    public bool Ready { get; set; }

    [Parameter]
    public IReadOnlyList<IdeaOutcome> Outcomes { get; set; } = [];

    [Parameter]
    public EventCallback<IdeaDecision> OnApprove { get; set; }

    [Parameter]
    public EventCallback<IdeaDecision> OnReject { get; set; }
}
