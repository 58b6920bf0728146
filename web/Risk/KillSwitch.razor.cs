using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Risk;

/// <summary>The tenant's kill switch.</summary>
public sealed partial class KillSwitch
{
    private RiskPolicy? policy;
    private string? state;
    private bool open;
    private bool flatten;
    private bool busy;
    private string reason = "";
    private string key = Guid.NewGuid().ToString("N");

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    // The platform's holds for the tenant too, and its people cannot lift it.
    private string Strictest => (state, policy?.PlatformState) switch
    {
        ("halted", _) or (_, "halted") => "halted",
        ("reducing", _) or (_, "reducing") => "reducing",
        _ => "active",
    };

    private string StateName => (Strictest, ByPlatform: Strictest != state) switch
    {
        ("halted", true) => "Halted by the platform",
        ("halted", _) => "Trading halted",
        ("reducing", true) => "Only closing, by the platform",
        ("reducing", _) => "Only closing",
        _ => "Trading",
    };

    public void Dispose()
    {
        Visit.Feed.Changed -= Notice;
        Visit.Feed.CaughtUp -= Reread;
    }

    protected override Task OnInitializedAsync()
    {
        Visit.Feed.Changed += Notice;
        Visit.Feed.CaughtUp += Reread;
        return ReadAsync();
    }

    private void Notice(DeskEvent notice)
    {
        if (notice.Kind == "risk")
        {
            Reread();
        }
    }

    private void Reread() => _ = InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    });

    private async Task ReadAsync()
    {
        try
        {
            policy = (await Visit.Api.GetTenantRiskAsync()).Value;
            state = policy.TradingState;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException or ApiProblemException)
        {
            // The last that was known stays; the page says that the link is lost.
        }
    }

    private async Task ActAsync()
    {
        busy = true;
        var stops = state == "active";
        var answer = stops
            ? await Visit.ActAsync(api => api.HaltTenantRiskAsync(new HaltRequest { Reason = reason.Trim(), Flatten = flatten }, key))
            : await Visit.ActAsync(api => api.ResumeTenantRiskAsync(new TradingStateRequest { Reason = reason.Trim() }, key));
        busy = false;
        if (answer.Problem is { } problem)
        {
            Visit.Notes.Bad(stops ? "Trading could not be stopped." : "Trading could not be resumed.", problem.Lines());
        }
        else
        {
            (open, flatten, reason, key) = (false, false, "", Guid.NewGuid().ToString("N"));
            Visit.Notes.Good(
                stops ? "Trading is stopped." : "Trading goes on.",
                answer.Value.Unreached > 0 ? [$"{answer.Value.Unreached} accounts could not be told now; they follow within seconds."] : []);
        }

        await ReadAsync();
    }
}
