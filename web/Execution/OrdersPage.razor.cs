using System.Collections.Concurrent;
using System.Globalization;
using Countersign.Api.Contracts.Execution;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Execution;

/// <summary>The tenant's orders: those that work, and all there ever were.</summary>
public sealed partial class OrdersPage
{
    private const int HeadsMax = 20;
    private const int EndedMax = 200;

    private readonly ConcurrentDictionary<(string Account, string Order), OrderSummary> ended = [];
    private bool ticketOpen;
    private bool busy;
    private OrderSummary? amending;
    private string quantity = "";
    private string limit = "";
    private string trigger = "";
    private string? mistake;
    private string key = "";

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? Cursor { get; set; }

    private bool All => Show == "all";

    protected override bool Concerns(string kind) => kind is "order" or "account";

    protected override async Task<Listed> ReadAsync(CancellationToken cancellationToken)
    {
        var list = (await Visit.Api.ListOrdersAsync(
            open: All ? null : true, limit: Visit.Display.Rows, cursor: Cursor, cancellationToken: cancellationToken)).Value;
        var missing = OrderGroups.MissingHeads(list.Items).Take(HeadsMax).ToArray();
        var found = await Task.WhenAll(missing.Select(async m => await HeadAsync(m.AccountId, m.OrderId, cancellationToken)));
        return new Listed(OrderGroups.Of(list.Items, [.. found.OfType<OrderSummary>()]), list.Next);
    }

    // What nothing can happen to any more is read once.
    private async Task<OrderSummary?> HeadAsync(string account, string order, CancellationToken cancellationToken)
    {
        if (ended.TryGetValue((account, order), out var known))
        {
            return known;
        }

        var answer = await Visit.Api.GetOrderAsync(account, order, cancellationToken);
        var head = answer.IsSuccess ? OrderText.Summary(answer.Value) : null;
        if (head is { RemainingQuantity: 0 } && ended.Count < EndedMax)
        {
            ended[(account, order)] = head;
        }

        return head;
    }

    private void Amend(OrderSummary order)
    {
        amending = order;
        (quantity, limit, trigger) = (Text(order.Quantity), Text(order.LimitPrice), Text(order.TriggerPrice));
        (mistake, key) = (null, Guid.NewGuid().ToString("N"));
    }

    private async Task AmendAsync()
    {
        if (amending is not { } order)
        {
            return;
        }

        if (!TryRead(quantity, out var newQuantity) || !TryRead(limit, out var newLimit) || !TryRead(trigger, out var newTrigger))
        {
            mistake = "Quantities and prices are numbers, such as 10000 or 1.0825.";
            return;
        }

        var request = new AmendOrderRequest
        {
            Quantity = newQuantity == order.Quantity ? null : newQuantity,
            LimitPrice = newLimit == order.LimitPrice ? null : newLimit,
            TriggerPrice = newTrigger == order.TriggerPrice ? null : newTrigger,
        };
        busy = true;
        var answer = await Visit.ActAsync(api => api.AmendOrderAsync(order.AccountId, order.Id, request, key));
        busy = false;
        if (answer.Problem is { } problem)
        {
            mistake = string.Join(" ", problem.Lines());
            return;
        }

        amending = null;
        Visit.Notes.Good($"The change of the {order.Symbol} order was sent.");
        RereadSoon();
    }

    private async Task CancelAsync(OrderSummary order)
    {
        busy = true;
        var answer = await Visit.ActAsync(api => api.CancelOrderAsync(order.AccountId, order.Id, new CancelOrderRequest()));
        busy = false;
        var fate = answer.IsSuccess ? OrderText.Status(answer.Value.Status) : "";
        Visit.Notes.Tell(answer, $"{order.Symbol}: {fate}.", $"The {order.Symbol} order was not cancelled.");

        RereadSoon();
    }

    private static string Text(decimal? number) => number?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "";

    private static bool TryRead(string text, out decimal? number)
    {
        number = null;
        if (text.Trim().Length == 0)
        {
            return true;
        }

        var right = decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value);
        number = right ? value : null;
        return right;
    }

    /// <summary>A part of the orders, put together.</summary>
    public sealed record Listed(IReadOnlyList<OrderGroup> Groups, string? Next);
}
