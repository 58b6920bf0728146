using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>One fill of an order.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
/// <param name="Price">In the instrument's quote currency for one unit.</param>
/// <param name="Time">When the venue filled it, UTC.</param>
public sealed record Execution(
    ExecutionId Id, OrderId OrderId, Symbol Symbol, Side Side, Quantity Quantity, Price Price, DateTimeOffset Time);
