using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>What a broker is sent. The ticket's id is the client order id: a broker acts on one id once.</summary>
/// <param name="Ticket">The order as it stands, amendments included.</param>
/// <param name="Filled">What of it is filled already; above zero only where a venue without a memory is told of it again.</param>
/// <param name="Triggered">Its trigger was reached before.</param>
public sealed record BrokerOrder(AccountId AccountId, OrderTicket Ticket, DateTimeOffset SubmittedAt, Quantity Filled = default, bool Triggered = false)
{
    public OrderId OrderId => Ticket.Id;

    public Symbol Symbol => Ticket.Symbol;

    public Side Side => Ticket.Side;

    public Quantity Quantity => Ticket.Quantity;

    public static BrokerOrder Of(AccountId account, Order order) => new(account, order.Working, order.PlacedAt, order.Filled, order.TriggeredAt is not null);
}
