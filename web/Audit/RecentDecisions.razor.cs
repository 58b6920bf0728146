using Countersign.Api.Contracts.Audit;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Audit;

/// <summary>The latest decisions, each of which can be made again.</summary>
public sealed partial class RecentDecisions
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Decision> Decisions { get; set; } = [];

    /// <summary>Those that were made again on this page, by decision id.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, ReplayOutcome> Replays { get; set; } = new Dictionary<string, ReplayOutcome>();

    /// <summary>Whether the page takes clicks yet.</summary>
    [Parameter]
    public bool Ready { get; set; }

    [Parameter]
    public EventCallback<string> OnReplay { get; set; }

    // Rules decided these, and what rules decided can be computed again; a person's no, an expiry or a fill cannot.
    private static bool CanReplay(Decision decision) =>
        decision.Action is "raised" or "approved" or "approval-refused"
        || (decision.Action is "rejected" or "halted" && decision.Actor.StartsWith("system:", StringComparison.Ordinal));

    private static string Text(ReplayOutcome replay) => replay switch
    {
        { Problem: { } problem } => problem,
        { Identical: true } => "✓ identical",
        _ => $"✗ differs in {replay.Differences} places",
    };

    private static string Who(string actor)
    {
        var name = actor[(actor.IndexOf(':') + 1)..];
        return name.Length > 2 && name[1] == '-' ? name[2..] : name;
    }
}
