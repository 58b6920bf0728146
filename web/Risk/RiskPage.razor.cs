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

    // Either way: what moves exactly against another is no less bound to it.
    private static string Heat(double? correlation) => correlation is { } value ? $"heat-{Math.Min(5, (int)(Math.Abs(value) * 6))}" : "";

    private static double ShareOf(CurrencyExposure exposure, Account account) =>
        exposure.NetValue is { } value && account.Equity > 0 ? (double)Math.Min(1, Math.Abs(value) / account.Equity) : 0;

    private static string Share(CurrencyExposure exposure, Account account) => exposure.NetValue is { } value && account.Equity > 0
        ? Figures.Hundredths(value / account.Equity * 100)
        : Figures.None;

    /// <summary>Where every level stands.</summary>
    public sealed record Standing(
        IReadOnlyList<RiskPolicy> Policies, IReadOnlyList<Account> Accounts, IReadOnlyList<RiskChange> Changes, Correlations Correlations);
}
