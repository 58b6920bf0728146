using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Countersign.Web.TradeIdeas;

/// <summary>The ideas inbox: what waits for a signature, one by one, with all that the signature needs; by mouse, touch or keys.</summary>
public sealed partial class IdeasPage
{
    private const int ListedMax = 100;
    private const string Trade = "trade";

    private static readonly (string Name, string Title)[] Tabs = [("waiting", "Waiting"), ("snoozed", "Put off"), ("decided", "Decided")];
    private static readonly string[] Keys = ["j", "k", "a", "r", "s"];

    private DotNetObjectReference<IdeasPage>? self;
    private int keys;
    private IdeaDetail? detail;
    private string? selectedId;

    [Parameter]
    public string? IdeaId { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [Inject]
    private BrowserScript Browser { get; set; } = null!;

    private string Tab => Tabs.Any(t => t.Name == Show) ? Show! : Tabs[0].Name;

    private Snoozes Snoozes => Visit.Session.Snoozes;

    private int SnoozedCount => State?.Ideas.Count(i => i.Status == IdeaStatus.NeedsApproval && Snoozes.Has(i.Id)) ?? 0;

    private IReadOnlyList<TradeIdeaSummary> Listed => State is not { } inbox ? [] : Tab switch
    {
        "decided" => inbox.Ideas,
        "snoozed" => [.. inbox.Ideas.Where(i => Snoozes.Has(i.Id))],
        _ => [.. inbox.Ideas.Where(i => !Snoozes.Has(i.Id) || i.Id == IdeaId)],
    };

    // On a wide screen something is always open; what was decided stays open until the next is chosen.
    private string? SelectedId => IdeaId ?? (Listed.Any(i => i.Id == selectedId) ? selectedId : Listed.Count > 0 ? Listed[0].Id : null);

    /// <summary>A key of the page was pressed.</summary>
    /// <param name="key">One of <c>j k a r s</c>.</param>
    [JSInvokable]
    public async Task OnKeyAsync(string key)
    {
        switch (key)
        {
            case "j":
                await SelectAsync(1);
                break;
            case "k":
                await SelectAsync(-1);
                break;
            case "a" when detail is not null:
                await detail.ApproveAsync();
                break;
            case "r":
                detail?.BeginRejecting();
                break;
            case "s" when SelectedId is { } id:
                await SnoozeAsync(id);
                break;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (keys != 0)
        {
            await Browser.CallAsync("unwatchKeys", keys);
        }

        self?.Dispose();
    }

    protected override async Task<Inbox> ReadAsync(CancellationToken cancellationToken)
    {
        // What the filter calls decided is all that no longer waits; the list has no such status, so all of it is read and cut.
        var status = Tab == "decided" ? null : IdeaStatus.NeedsApproval;
        var list = (await Visit.Api.ListIdeasAsync(status: status, limit: ListedMax, cancellationToken: cancellationToken)).Value;
        return new Inbox([.. list.Items.Where(i => Tab != "decided" || i.Status is not (IdeaStatus.NeedsApproval or IdeaStatus.Waiting))], list.Next is not null);
    }

    protected override bool Concerns(string kind) => kind == "idea";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Ready && Visit.May("read"))
        {
            self = DotNetObjectReference.Create(this);
            keys = await Browser.CallAsync<int>("watchKeys", self, Visit.May(Trade) ? Keys : Keys[..2]);
        }
    }

    private string TabAddress(string tab) => tab == Tabs[0].Name ? "/ideas" : $"/ideas?show={tab}";

    private string IdeaAddress(string id) => $"/ideas/{Uri.EscapeDataString(id)}{(Tab == Tabs[0].Name ? "" : $"?show={Tab}")}";

    private async Task SelectAsync(int step)
    {
        if (Listed.Count == 0)
        {
            return;
        }

        var at = Listed.ToList().FindIndex(i => i.Id == SelectedId);
        selectedId = Listed[Math.Clamp(at + step, 0, Listed.Count - 1)].Id;
        if (IdeaId is not null)
        {
            Navigation.NavigateTo(IdeaAddress(selectedId));
        }

        StateHasChanged();
        await Browser.CallAsync("focusElement", $"row-{selectedId}");
    }

    // The next idea takes the place of the one that is done with.
    private void StepOn(string id)
    {
        var at = Listed.ToList().FindIndex(i => i.Id == id);
        selectedId = at >= 0 && at + 1 < Listed.Count ? Listed[at + 1].Id : at > 0 ? Listed[at - 1].Id : null;
        if (IdeaId == id)
        {
            Navigation.NavigateTo(TabAddress(Tab));
        }
    }

    private Task DecidedAsync(string id)
    {
        StepOn(id);
        RereadSoon();
        return Task.CompletedTask;
    }

    private Task SnoozeAsync(string id)
    {
        if (Listed.Any(i => i.Id == id && i.Status == IdeaStatus.NeedsApproval))
        {
            StepOn(id);
            var until = Snoozes.Toggle(id);
            Visit.Notes.Plain(until is { } time ? $"Put off until {Visit.Clock.Minute(time)}. It still expires when it expires." : "It waits for you again.");
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    /// <summary>The ideas of the chosen kind.</summary>
    /// <param name="Ideas">Newest first.</param>
    /// <param name="More">Whether there are more.</param>
    public sealed record Inbox(IReadOnlyList<TradeIdeaSummary> Ideas, bool More);
}
