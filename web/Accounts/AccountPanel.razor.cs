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

    private string NameOf(string accountId) => Accounts.FirstOrDefault(a => a.Id == accountId)?.Name ?? accountId;
}
