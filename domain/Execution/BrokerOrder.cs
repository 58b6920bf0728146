using System.Text.Json.Serialization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>What a broker is sent. <paramref name="OrderId"/> is the client order id: a broker acts on one id once.</summary>
public sealed record BrokerOrder(
    AccountId AccountId,
    OrderId OrderId,
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    OrderType Type,
    TimeInForce TimeInForce,
    DateTimeOffset SubmittedAt)
{
    public static BrokerOrder Of(AccountId account, Order order) => new(
        account, order.Id, order.Ticket.Symbol, order.Ticket.Side, order.Ticket.Quantity, order.Ticket.Type, order.Ticket.TimeInForce,
        order.PlacedAt);
}

/// <summary>What a broker answers.</summary>
[JsonDerivedType(typeof(Filled), "filled")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record BrokerReply
{
    private BrokerReply()
    {
    }

    public sealed record Filled(ExecutionId ExecutionId, Price Price, Quantity Quantity, DateTimeOffset Time) : BrokerReply;

    /// <param name="Code">Dotted, begins with <c>venue.</c>.</param>
    public sealed record Rejected(string Code, string Reason) : BrokerReply;

    /// <summary>The answer is lost: the order may or may not have been filled.</summary>
    public sealed record Unknown(string Reason) : BrokerReply;
}
