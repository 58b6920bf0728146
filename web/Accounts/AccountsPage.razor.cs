using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Countersign.Web.Markets;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Accounts;

/// <summary>Each account: its value over time, how it keeps its books, what of it goes without a person, and money in and out.</summary>
public sealed partial class AccountsPage
{
    private const int AccountsMax = 50;

    private TermsText? terms;
    private TermsText? opening;
    private IReadOnlyList<string> mistakes = [];
    private string? tag;
    private string name = "";
    private string currency = "";
    private string id = "";
    private string reason = "";
    private string key = "";
    private bool overtaken;
    private bool governing;
    private bool busy;

    [SupplyParameterFromQuery(Name = "account")]
    private string? AccountId { get; set; }

    protected override bool IsValued => State?.Of?.Positions.Count > 0;

    protected override bool Concerns(string kind) => kind is "account" or "position";

    protected override async Task<View> ReadAsync(CancellationToken cancellationToken)
    {
        var accounts = (await Visit.Api.ListAccountsAsync(AccountsMax, cancellationToken: cancellationToken)).Value.Items;
        if ((accounts.FirstOrDefault(a => a.Id == AccountId) ?? (accounts.Count > 0 ? accounts[0] : null)) is not { } chosen)
        {
            return new View(accounts, null, null);
        }

        var held = Visit.Api.GetAccountTermsAsync(chosen.Id, cancellationToken);
        var account = (await Visit.Api.GetAccountAsync(chosen.Id, cancellationToken)).Value;
        return new View(accounts, account, (await held).Value);
    }

    private void BeginOpen()
    {
        (opening, mistakes, key) = (new TermsText(), [], Guid.NewGuid().ToString("N"));
        (name, currency, id) = ("", "", "");
        opening.Rate = "0.00002";
    }

    private async Task OpenAsync()
    {
        if (opening?.Read(out mistakes) is not { } wanted)
        {
            return;
        }

        var request = new OpenAccountRequest
        {
            Id = string.IsNullOrWhiteSpace(id) ? null : id.Trim(), Name = name.Trim(), Currency = currency.Trim().ToUpperInvariant(), Terms = wanted,
        };
        busy = true;
        var answer = await Visit.ActAsync(api => api.OpenAccountAsync(request, key));
        busy = false;
        if (IsRefused(answer))
        {
            return;
        }

        opening = null;
        Visit.Notes.Good($"{answer.Value.Name} is open. Pay in, and it can trade.");
        Navigation.NavigateTo($"/accounts?account={Uri.EscapeDataString(answer.Value.Id)}");
        RereadSoon();
    }

    private async Task BeginTermsAsync(Account account)
    {
        (mistakes, reason, overtaken) = ([], "", false);
        await ReadTermsAsync(account);
    }

    /// <summary>The terms as they hold now, with the tag that the change is to be made on.</summary>
    private async Task ReadTermsAsync(Account account)
    {
        var held = await Visit.ActAsync(api => api.GetAccountTermsAsync(account.Id));
        if (held.Problem is { } problem)
        {
            Visit.Notes.Bad("The terms cannot be read now.", problem.Lines());
            return;
        }

        (terms, tag, key) = (TermsText.Of(held.Value), held.ETag, Guid.NewGuid().ToString("N"));
    }

    private async Task SaveTermsAsync()
    {
        if (State?.Of is not { } account || terms?.Read(out mistakes) is not { } wanted)
        {
            return;
        }

        busy = true;
        var request = new SetAccountTermsRequest { Terms = wanted, Reason = reason.Trim() };
        var answer = await Visit.ActAsync(api => api.SetAccountTermsAsync(account.Id, request, key, tag));
        busy = false;
        if (answer.Problem?.Code == ProblemCodes.PreconditionFailed)
        {
            overtaken = true;
            await ReadTermsAsync(account);
            RereadSoon();
            return;
        }

        if (IsRefused(answer))
        {
            return;
        }

        terms = null;
        Visit.Notes.Good($"The terms of {account.Name} are changed.");
        RereadSoon();
    }

    private bool IsRefused(ApiAnswer answer)
    {
        mistakes = answer.Problem?.Lines() ?? [];
        key = answer.Problem is null or { Code: Visit.LinkLost } ? key : Guid.NewGuid().ToString("N");
        return answer.Problem is not null;
    }

    private static IEnumerable<string> Conditions(Autonomy autonomy, string currency)
    {
        if (autonomy.OpenTradesMax is { } trades)
        {
            yield return $"while fewer than {trades} trades are open";
        }

        if (autonomy.DrawdownPercentMax is { } drawdown)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"while the drawdown is below {drawdown:0.##} %");
        }

        if (autonomy.DailyTarget is { } target)
        {
            yield return $"until the day has won {Figures.Money(target)} {currency}";
        }

        foreach (var hours in autonomy.Hours)
        {
            yield return $"from {hours.From} to {hours.To} {hours.Zone}, {string.Join(", ", hours.Days)}";
        }
    }

    /// <summary>All accounts, and the chosen one with its terms.</summary>
    public sealed record View(IReadOnlyList<AccountSummary> Accounts, Account? Of, AccountTerms? Terms);
}
