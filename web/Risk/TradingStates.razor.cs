using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Risk;

/// <summary>The trading state of each level, and its changes.</summary>
public sealed partial class TradingStates
{
    private RiskPolicy? acting;
    private string verb = "";
    private string reason = "";
    private string key = "";
    private bool flatten;
    private bool busy;

    private string DialogTitle => acting is null ? "" : verb switch
    {
        "halt" => $"Stop trading of {Ids.Name(acting.Target)}?",
        "reduce" => $"Let {Ids.Name(acting.Target)} only close?",
        _ => $"Let {Ids.Name(acting.Target)} trade again?",
    };

    private string DialogText => verb switch
    {
        "halt" when acting?.Level == "platform" => "No order of any tenant passes any more; cancels do. It holds until the platform's people resume.",
        "halt" => "No order passes any more; cancels do. It holds until a person resumes.",
        "reduce" => "Orders that make a position smaller pass, and no others, until a person resumes.",
        _ => "Orders pass again, as far as the limits allow. A halt of another level holds on.",
    };

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Parameter, EditorRequired]
    public IReadOnlyList<RiskPolicy> Policies { get; set; } = [];

    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Something was changed from here.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    private void Begin(RiskPolicy policy, string what)
    {
        (acting, verb, reason, flatten, key) = (policy, what, "", false, Guid.NewGuid().ToString("N"));
    }

    private async Task ActAsync()
    {
        if (acting is not { } policy)
        {
            return;
        }

        busy = true;
        var answer = await Visit.ActAsync(api => SendAsync(api, policy));
        busy = false;
        acting = null;
        if (answer.Problem is { } problem)
        {
            Visit.Notes.Bad("The trading state was not changed.", problem.Lines());
        }
        else
        {
            Visit.Notes.Good($"{Ids.Name(policy.Target)} is {verb switch { "halt" => "halted", "reduce" => "only closing", _ => "trading" }} now.");
        }

        await Changed.InvokeAsync();
    }

    private async Task<ApiAnswer> SendAsync(CountersignClient api, RiskPolicy policy)
    {
        var halt = new HaltRequest { Reason = reason.Trim(), Flatten = flatten };
        var change = new TradingStateRequest { Reason = reason.Trim() };
        return (policy.Level, verb) switch
        {
            ("platform", "halt") => await api.HaltPlatformRiskAsync(halt, key),
            ("platform", "reduce") => await api.ReducePlatformRiskAsync(change, key),
            ("platform", _) => await api.ResumePlatformRiskAsync(change, key),
            ("account", "halt") => await api.HaltAccountRiskAsync(policy.Target, halt, key),
            ("account", "reduce") => await api.ReduceAccountRiskAsync(policy.Target, change, key),
            ("account", _) => await api.ResumeAccountRiskAsync(policy.Target, change, key),
            ("strategy", "halt") => await api.HaltStrategyRiskAsync(policy.Target, halt, key),
            ("strategy", "reduce") => await api.ReduceStrategyRiskAsync(policy.Target, change, key),
            ("strategy", _) => await api.ResumeStrategyRiskAsync(policy.Target, change, key),
            (_, "halt") => await api.HaltTenantRiskAsync(halt, key),
            (_, "reduce") => await api.ReduceTenantRiskAsync(change, key),
            _ => await api.ResumeTenantRiskAsync(change, key),
        };
    }
}
