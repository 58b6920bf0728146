using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>Where an order stands in the matching book.</summary>
internal enum RestingStage
{
    /// <summary>On its way, or waiting for the first quote that may fill it.</summary>
    Arriving,

    /// <summary>Waits for its trigger.</summary>
    Stop,

    /// <summary>Waits for its trigger, which follows the market.</summary>
    Trailing,

    /// <summary>Rests at its limit.</summary>
    Limit,

    /// <summary>Takes what each quote offers until it is filled.</summary>
    Working,

    Done,
}

/// <summary>An order at the paper venue. Mutable, and used by one book only.</summary>
internal sealed class RestingOrder(VenueAccount account, BrokerOrder order, long number)
{
    public VenueAccount Account { get; } = account;

    public OrderTicket Ticket { get; set; } = order.Ticket;

    public DateTimeOffset SubmittedAt { get; } = order.SubmittedAt;

    public OrderId Id => Ticket.Id;

    public Side Side => Ticket.Side;

    public Quantity Filled { get; set; } = order.Filled;

    public Quantity Remaining => Ticket.Quantity - Filled;

    /// <summary>Time priority: smaller is earlier. An iceberg that shows its next slice goes to the back, as does an amendment to more.</summary>
    public long Number { get; set; } = number;

    /// <summary>A quote before this fills nothing.</summary>
    public DateTimeOffset EligibleAt { get; set; }

    /// <summary>When the last message about it is at the venue.</summary>
    public DateTimeOffset LastArrival { get; set; }

    public RestingStage Stage { get; set; }

    /// <summary>The price that its ladder sorts it by. Changes only while it is in none.</summary>
    public decimal Level { get; set; }

    /// <summary>Of a trailing stop: the best price since it was placed, where it waits in no group yet.</summary>
    public decimal? Best { get; set; }

    public TrailingGroup? Group { get; set; }

    public DateTimeOffset? Expiry { get; set; }

    /// <summary>A stop that was reached: it is a market or limit order since.</summary>
    public bool Triggered { get; set; } = order.Triggered;

    /// <summary>It rested before: what fills it now takes it.</summary>
    public bool Rested { get; set; }

    /// <summary>Displayed size that was at its price before it; zero or less once it is first, null while that is not known.</summary>
    public decimal? QueueAhead { get; set; }

    /// <summary>A market order from the start or since its trigger.</summary>
    public bool IsMarket => Ticket.Type == OrderType.Market || (Triggered && Ticket.Type is OrderType.Stop or OrderType.TrailingStop);

    public PositionId PositionId => Ticket.PositionId ?? PositionId.Of(Ticket.Symbol);

    /// <summary>How much it shows the market at a time.</summary>
    public Quantity Shown => Ticket.DisplayQuantity is { } display && display < Remaining ? display : Remaining;

    public BrokerOrder ToBrokerOrder(AccountId id) => new(id, Ticket, SubmittedAt, Filled, Triggered);
}

/// <summary>Whose order it is, for a venue that serves many: a name that the caller chooses.</summary>
public readonly record struct VenueAccount(string Key)
{
    public override string ToString() => Key;
}

/// <summary>What the venue tells an account of an order.</summary>
public readonly record struct VenueReport(VenueAccount Account, OrderId OrderId, BrokerReport Report, DateTimeOffset Time);
