using System.Collections.Immutable;
using Countersign.Domain.Accounts;

namespace Countersign.Domain.Execution;

/// <summary>What the venue must be asked. Closed set.</summary>
/// <param name="Order">As it stands.</param>
public abstract record OrderRequest(Order Order)
{
    public sealed record Submit(Order Order) : OrderRequest(Order);

    public sealed record Amend(Order Order, OrderAmendment Amendment) : OrderRequest(Order);

    public sealed record Cancel(Order Order) : OrderRequest(Order);
}

/// <summary>
/// What is to be sent follows from what was written: nothing is sent before its event is durable, and after a crash the orders themselves say what
/// may not have been sent. Every request is safe to repeat.
/// </summary>
public static class OrderOutbox
{
    /// <summary>What a decision wants sent, in its order.</summary>
    /// <param name="after">The account after <paramref name="events"/>: what they overtook themselves is not sent.</param>
    public static ImmutableArray<OrderRequest> Of(Account after, ImmutableArray<AccountEvent> events)
    {
        var requests = ImmutableArray.CreateBuilder<OrderRequest>(1);
        foreach (var @event in events)
        {
            if (RequestOf(after.Orders, @event) is { } request)
            {
                requests.Add(request);
            }
        }

        return requests.DrainToImmutable();
    }

    /// <summary>
    /// After a restart: every open order, oldest first. Of each the venue is asked what became of it before anything is sent, and then
    /// <see cref="AfterFind"/> says what is.
    /// </summary>
    public static ImmutableArray<Order> AfterRestart(Account account) =>
        [.. account.Orders.Open.Values.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id.Value, StringComparer.Ordinal)];

    /// <summary>
    /// Whether what the venue tells of an order means that it has it: a no to a cancel or an amendment of an order that never arrived does not.
    /// </summary>
    public static bool IsKnown(ImmutableArray<BrokerMessage>? told) =>
        told is { } messages && messages.Any(m => m.Report is not (BrokerReport.CancelRejected or BrokerReport.AmendRejected));

    /// <summary>What an open order still needs once the venue has told all it knows of it, and that is recorded; null where it needs nothing.</summary>
    /// <param name="order">After the recording.</param>
    /// <param name="isKnown">Whether the venue has ever had it, see <see cref="IsKnown"/>.</param>
    public static OrderRequest? AfterFind(Order order, bool isKnown) => order switch
    {
        { IsFinal: true } => null,
        { CancelReason: not null } => isKnown ? new OrderRequest.Cancel(order) : null,
        { Status: OrderStatus.PendingReplace, Asked: { } asked } => new OrderRequest.Amend(order, asked),
        { IsConfirmed: false } => isKnown ? null : new OrderRequest.Submit(order),
        _ => null,
    };

    /// <summary>
    /// What to record of an open order that the venue has never seen, instead of sending it; null where it is to be sent. One that is to be cancelled
    /// never existed; one that the venue had confirmed cannot have vanished, so its fate is unknown.
    /// </summary>
    public static BrokerReport? NeverSeen(Order order) => order switch
    {
        { IsFinal: true } => null,
        { IsConfirmed: true } => new BrokerReport.Unknown("The venue does not know the order any more."),
        { CancelReason: not null } => new BrokerReport.Cancelled(OrderCodes.NeverArrived, "It was cancelled before the venue had it."),
        _ => null,
    };

    private static OrderRequest? RequestOf(OrderMemory orders, AccountEvent @event) => @event switch
    {
        OrderSubmitted e => orders.Find(e.Ticket.Id) is { Status: OrderStatus.Submitted } order ? new OrderRequest.Submit(order) : null,
        OrderAmendRequested e => orders.Find(e.OrderId) is { Status: OrderStatus.PendingReplace } order && order.Asked == e.Amendment
            ? new OrderRequest.Amend(order, e.Amendment)
            : null,
        OrderCancelRequested e => orders.Find(e.OrderId) is { Status: OrderStatus.PendingCancel } order ? new OrderRequest.Cancel(order) : null,
        _ => null,
    };
}
