using System.Globalization;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Countersign.Web.Markets;

namespace Countersign.Web.Risk;

/// <summary>What may be risked at every level, whether trading goes on there, and what is exposed.</summary>
public sealed partial class RiskPage
{
    private const int AccountsMax = 20;
    private const int StrategiesMax = 20;
    private const int ChangesMax = 20;

    private RiskPolicy? acting;
    private RiskPolicy? editing;
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
        "halt" => "No order passes any more; cancels do. It holds until a person resumes.",
        "reduce" => "Orders that make a position smaller pass, and no others, until a person resumes.",
        _ => "Orders pass again, as far as the limits allow. A halt of another level holds on.",
    };

    protected override bool IsValued => State?.Accounts.Any(a => a.Positions.Count > 0) == true;

    protected override bool Concerns(string kind) => kind is "risk" or "account" or "position";

    protected override async Task<Standing> ReadAsync(CancellationToken cancellationToken)
    {
        var tenant = Visit.Api.GetTenantRiskAsync(cancellationToken);
        var changes = Visit.Api.ListRiskChangesAsync(limit: ChangesMax, cancellationToken: cancellationToken);
        var correlations = Visit.Api.GetCorrelationsAsync(cancellationToken);
        var accounts = await Visit.AccountsAsync(AccountsMax, cancellationToken);
        var strategies = (await Visit.Api.ListStrategiesAsync(StrategiesMax, cancellationToken: cancellationToken)).Value.Items;
        var ofAccounts = Task.WhenAll(accounts.Select(a => Visit.Api.GetAccountRiskAsync(a.Id, cancellationToken)));
        var ofStrategies = Task.WhenAll(strategies.Where(s => s.Status != "retired").Select(s => Visit.Api.GetStrategyRiskAsync(s.Id, cancellationToken)));
        IEnumerable<ApiAnswer<RiskPolicy>> policies = [await tenant, .. await ofAccounts, .. await ofStrategies];
        return new Standing([.. policies.Select(p => p.Value)], accounts, (await changes).Value.Items, (await correlations).Value);
    }

    private void Begin(RiskPolicy policy, string what)
    {
        (acting, verb, reason, flatten, key) = (policy, what, "", false, Guid.NewGuid().ToString("N"));
    }

    private void Edit(RiskPolicy policy) => editing = policy;

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
            Visit.Notes.Good($"{Ids.Name(answer.Value.Target)} is {answer.Value.TradingState} now.");
        }

        RereadSoon();
    }

    private Task<ApiAnswer<TradingStateChange>> SendAsync(CountersignClient api, RiskPolicy policy)
    {
        var halt = new HaltRequest { Reason = reason.Trim(), Flatten = flatten };
        var change = new TradingStateRequest { Reason = reason.Trim() };
        return (policy.Level, verb) switch
        {
            ("account", "halt") => api.HaltAccountRiskAsync(policy.Target, halt, key),
            ("account", "reduce") => api.ReduceAccountRiskAsync(policy.Target, change, key),
            ("account", _) => api.ResumeAccountRiskAsync(policy.Target, change, key),
            ("strategy", "halt") => api.HaltStrategyRiskAsync(policy.Target, halt, key),
            ("strategy", "reduce") => api.ReduceStrategyRiskAsync(policy.Target, change, key),
            ("strategy", _) => api.ResumeStrategyRiskAsync(policy.Target, change, key),
            (_, "halt") => api.HaltTenantRiskAsync(halt, key),
            (_, "reduce") => api.ReduceTenantRiskAsync(change, key),
            _ => api.ResumeTenantRiskAsync(change, key),
        };
    }

    // Either way: what moves exactly against another is no less bound to it.
    private static string Heat(double? correlation) => correlation is { } value ? $"heat-{Math.Min(5, (int)(Math.Abs(value) * 6))}" : "";

    private static double ShareOf(CurrencyExposure exposure, Account account) =>
        exposure.NetValue is { } value && account.Equity > 0 ? (double)Math.Min(1, Math.Abs(value) / account.Equity) : 0;

    private static string Share(CurrencyExposure exposure, Account account) => exposure.NetValue is { } value && account.Equity > 0
        ? (value / account.Equity * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %"
        : Figures.None;

    /// <summary>Where every level stands.</summary>
    public sealed record Standing(
        IReadOnlyList<RiskPolicy> Policies, IReadOnlyList<Account> Accounts, IReadOnlyList<RiskChange> Changes, Correlations Correlations);
}
