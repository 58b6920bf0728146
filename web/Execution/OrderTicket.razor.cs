using System.Globalization;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Execution;

/// <summary>An order by hand.</summary>
public sealed partial class OrderTicket
{
    private const int AccountsMax = 50;
    private static readonly string[] Types = ["market", "limit", "stop", "stopLimit", "trailingStop"];

    private IReadOnlyList<AccountSummary> accounts = [];
    private IReadOnlyList<string> mistakes = [];
    private WhatIf? whatIf;
    private string accountId = "";
    private string symbol = "";
    private string side = "buy";
    private string type = "market";
    private string quantity = "";
    private string limit = "";
    private string trigger = "";
    private string trail = "";
    private string stop = "";
    private string target = "";
    private string key = "";
    private bool wasOpen;
    private bool busy;

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    /// <summary>Which instrument the ticket begins with.</summary>
    [Parameter]
    public string? Symbol { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Open && !wasOpen)
        {
            wasOpen = true;
            (key, whatIf, mistakes) = (Guid.NewGuid().ToString("N"), null, []);
            symbol = Symbol ?? (symbol.Length > 0 ? symbol : Visit.Quoted.FirstOrDefault()?.Symbol ?? "");
            try
            {
                accounts = (await Visit.Api.ListAccountsAsync(AccountsMax)).Value.Items;
                accountId = accounts.Any(a => a.Id == accountId) ? accountId : accounts.Count > 0 ? accounts[0].Id : "";
            }
            catch (Exception e) when (e is DeskUnavailableException or SessionEndedException or ApiProblemException)
            {
                mistakes = [e.Message];
            }
        }

        wasOpen = Open;
    }

    private Task ChooseAsync(string chosen)
    {
        side = chosen;
        return CheckAsync();
    }

    // Every change is asked of the risk gate: it is cheaper to know before.
    private async Task CheckAsync()
    {
        whatIf = null;
        mistakes = [];
        if (quantity.Length == 0 || Read(new WhatIfRequest { AccountId = accountId }) is not { } order)
        {
            return;
        }

        try
        {
            var answer = await Visit.Api.AskWhatIfAsync(order);
            whatIf = answer.IsSuccess ? answer.Value : null;
            mistakes = answer.Problem?.Lines() ?? [];
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            mistakes = [e.Message];
        }
    }

    private async Task PlaceAsync()
    {
        mistakes = [];
        if (Read(new PlaceOrderRequest { AccountId = accountId }) is not { } order)
        {
            return;
        }

        busy = true;
        var answer = await Visit.ActAsync(api => api.PlaceOrderAsync(order, key));
        busy = false;
        if (answer.Problem is { } problem)
        {
            mistakes = problem.Lines();
            // What was denied stays denied under its key; a corrected order is another one. Where the answer was lost it stays the same order.
            key = problem.Code == Visit.LinkLost ? key : Guid.NewGuid().ToString("N");
            return;
        }

        Visit.Notes.Good(OrderText.Fate(answer.Value, Visit));
        quantity = limit = trigger = trail = stop = target = "";
        await OpenChanged.InvokeAsync(false);
    }

    private T? Read<T>(T order) where T : OrderTerms
    {
        var read = order with
        {
            Symbol = symbol, Side = side, Type = type, Quantity = Number("The quantity", quantity),
            LimitPrice = type is "limit" or "stopLimit" ? Number("The limit price", limit) : null,
            TriggerPrice = type is "stop" or "stopLimit" ? Number("The trigger price", trigger) : null,
            Trail = type == "trailingStop" && Number("The distance", trail) is { } distance ? new TrailRequest { Value = distance, Unit = "distance" } : null,
            Stop = stop.Length > 0 ? Number("The stop-loss", stop) : null,
            Target = target.Length > 0 ? Number("The take-profit", target) : null,
        };
        return mistakes.Count > 0 ? null : read;
    }

    private decimal? Number(string what, string text)
    {
        if (decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        mistakes = [.. mistakes, $"{what} is a number, such as 1.0825 or 10000."];
        return null;
    }
}
