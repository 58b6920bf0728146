using System.Text.RegularExpressions;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Execution;

/// <summary>Orders by hand: one, or two that cancel one another.</summary>
public sealed partial class OrderTicket
{
    private const int AccountsMax = 50;
    private static readonly string[] Types = ["market", "limit", "stop", "stopLimit", "trailingStop"];

    // What fills at once would leave the other nothing to wait for.
    private static readonly string[] RestingTypes = [.. Types.Where(t => t != "market")];

    private IReadOnlyList<AccountSummary> accounts = [];
    private IReadOnlyList<string> mistakes = [];
    private OrderDraft first = new();
    private OrderDraft second = new() { Type = "stop" };
    private string? quantityMistake;
    private string accountId = "";
    private string symbol = "";
    private string quantity = "";
    private string key = "";
    private int checks;
    private bool either;
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

    private OrderDraft[] Drafts => either ? [first, second] : [first];

    protected override async Task OnParametersSetAsync()
    {
        if (Open && !wasOpen)
        {
            wasOpen = true;
            key = NewKey();
            Forget();
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

    private Task ChooseKindAsync(ChangeEventArgs chosen)
    {
        either = chosen.Value?.ToString() == "either";
        if (either && first.Type == "market")
        {
            first.Type = "limit";
        }

        return CheckAsync();
    }

    // Every change is asked of the risk gate: it is cheaper to know before.
    private async Task CheckAsync()
    {
        Forget();
        var check = ++checks;
        if (quantity.Length == 0 || Quantity() is not { } wanted)
        {
            return;
        }

        try
        {
            foreach (var (draft, index) in Drafts.Select((d, i) => (d, i)).Where(d => d.d.IsWhole))
            {
                var order = draft.Read(new WhatIfRequest { AccountId = accountId }, symbol, wanted);
                var answer = draft.IsRight ? await Visit.Api.AskWhatIfAsync(order) : null;
                if (check != checks)
                {
                    return;
                }

                draft.WhatIf = answer is { IsSuccess: true } ? answer.Value : null;
                Put(answer?.Problem, index);
            }
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            mistakes = [e.Message];
        }
    }

    private async Task PlaceAsync()
    {
        Forget();
        checks++;
        var wanted = Quantity();
        OcoOrder[] orders = [.. Drafts.Select(d => d.Read(new OcoOrder(), symbol, wanted))];
        if (wanted is null || Drafts.Any(d => !d.IsRight))
        {
            return;
        }

        busy = true;
        var problem = either ? await PlaceEitherAsync(orders) : await PlaceOneAsync(wanted.Value);
        busy = false;
        if (problem is not null)
        {
            Put(problem, 0);
            // What was denied stays denied under its key; a corrected order is another one. Where the answer was lost it stays the same order.
            key = problem.Code == Visit.LinkLost ? key : NewKey();
            return;
        }

        (quantity, first, second) = ("", new OrderDraft { Side = first.Side, Type = first.Type }, new OrderDraft { Side = second.Side, Type = second.Type });
        await OpenChanged.InvokeAsync(false);
    }

    private async Task<Problem?> PlaceOneAsync(decimal wanted)
    {
        var order = first.Read(new PlaceOrderRequest { AccountId = accountId }, symbol, wanted);
        var answer = await Visit.ActAsync(api => api.PlaceOrderAsync(order, key));
        if (answer.IsSuccess)
        {
            Visit.Notes.Good(OrderText.Fate(answer.Value, Visit));
        }

        return answer.Problem;
    }

    private async Task<Problem?> PlaceEitherAsync(OcoOrder[] orders)
    {
        var request = new PlaceOcoRequest { AccountId = accountId, Orders = orders };
        var answer = await Visit.ActAsync(api => api.PlaceOcoOrdersAsync(request, key));
        if (answer.IsSuccess)
        {
            Visit.Notes.Good("Either of two is placed.", [.. answer.Value.Orders.Select(o => OrderText.Fate(o, Visit))]);
        }

        return answer.Problem;
    }

    private void Forget()
    {
        (mistakes, quantityMistake) = ([], null);
        first.Forget();
        second.Forget();
    }

    private decimal? Quantity()
    {
        if (OrderDraft.TryNumber(quantity, out var value))
        {
            return value;
        }

        quantityMistake = "A number is right, such as 10000.";
        return null;
    }

    /// <summary>Puts what the desk says at the fields that it is about, and the rest below them.</summary>
    /// <param name="problem">Null puts nothing.</param>
    /// <param name="index">Which order it is about where it does not say so itself.</param>
    private void Put(Problem? problem, int index)
    {
        if (problem?.Errors is not { Count: > 0 } errors)
        {
            mistakes = [.. mistakes, .. problem?.Lines() ?? []];
            return;
        }

        foreach (var (path, texts) in errors)
        {
            var ofOne = InList().Match(path);
            var draft = ofOne.Success && ofOne.Groups[1].Value == "1" ? second : Drafts[index];
            var field = path[ofOne.Length..];
            var text = string.Join(" ", texts);
            if (field == "quantity")
            {
                quantityMistake = text;
            }
            else if (!draft.TryPut(field, text))
            {
                mistakes = [.. mistakes, $"{path}: {text}"];
            }
        }
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

    [GeneratedRegex(@"^orders\[(\d+)\]\.")]
    private static partial Regex InList();
}
