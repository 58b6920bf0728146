using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Markets;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Accounts;

/// <summary>What the accounts are worth and what they hold.</summary>
public sealed partial class AccountPanel
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Account> Accounts { get; set; } = [];

    [Parameter]
    public IReadOnlyList<Instrument> Instruments { get; set; } = [];

    private Position[] Positions => [.. Accounts.SelectMany(a => a.Positions).OrderBy(p => p.Symbol, StringComparer.Ordinal)];

    // An account is worth what the market says, so where that comes from stands beside it.
    private string? FeedOf(Account account) =>
        account.Positions.Select(p => Instruments.FirstOrDefault(i => i.Symbol == p.Symbol)?.Feed).FirstOrDefault(f => f is not null);

    private string NameOf(string accountId) => Accounts.FirstOrDefault(a => a.Id == accountId)?.Name ?? accountId;
}
