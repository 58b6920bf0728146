using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>What a venue tells of an order: FIX calls it an execution report.</summary>
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Filled), "filled")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Triggered), "triggered")]
[JsonDerivedType(typeof(Amended), "amended")]
[JsonDerivedType(typeof(AmendRejected), "amend-rejected")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(CancelRejected), "cancel-rejected")]
[JsonDerivedType(typeof(Expired), "expired")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record BrokerReport
{
    private BrokerReport()
    {
    }

    /// <summary>The venue has the order and works it.</summary>
    public sealed record Accepted : BrokerReport;

    public sealed record Filled(
        ExecutionId ExecutionId, Price Price, Quantity Quantity, DateTimeOffset Time, Liquidity Liquidity = Liquidity.Taker) : BrokerReport;

    /// <param name="Code">Dotted, begins with <c>venue.</c>.</param>
    public sealed record Rejected(string Code, string Reason) : BrokerReport;

    /// <summary>A stop's trigger was reached; it works as a market or limit order from now on.</summary>
    public sealed record Triggered(Price Price, DateTimeOffset Time) : BrokerReport;

    public sealed record Amended(OrderAmendment Amendment) : BrokerReport;

    /// <summary>The order stands as it was.</summary>
    public sealed record AmendRejected(string Code, string Reason) : BrokerReport;

    /// <param name="Code">Why: <c>venue.requested</c>, <c>venue.ioc</c>, <c>venue.oco</c>, <c>venue.reduce_only</c>, …</param>
    public sealed record Cancelled(string Code, string Reason) : BrokerReport;

    /// <summary>The order stands as it was, or was filled first.</summary>
    public sealed record CancelRejected(string Code, string Reason) : BrokerReport;

    /// <summary>Its time in force is over.</summary>
    public sealed record Expired : BrokerReport;

    /// <summary>The answer is lost: the order may or may not have been filled.</summary>
    public sealed record Unknown(string Reason) : BrokerReport;
}

public enum Liquidity
{
    /// <summary>It took what was on offer.</summary>
    Taker,

    /// <summary>It rested and was taken.</summary>
    Maker,
}

/// <summary>A venue's report with its place in the account's stream of reports.</summary>
/// <param name="Sequence">1, 2, 3, … for an account within a broker session: a gap tells of a lost message, which is then asked for.</param>
public sealed record BrokerMessage(long Sequence, OrderId OrderId, BrokerReport Report, DateTimeOffset Time);

/// <summary>Where a message stands among those of its order: by time, and by sequence within one time.</summary>
/// <param name="Sequence">Zero where the desk made the message itself.</param>
public sealed record VenueMoment(DateTimeOffset Time, long Sequence)
{
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);

    public static VenueMoment Of(BrokerMessage message) => new(message.Time, message.Sequence);

    /// <summary>Whether a message of the venue is this one or an earlier one.</summary>
    public bool Covers(BrokerMessage message) =>
        message.Sequence > 0 && (message.Time < Time || (message.Time == Time && message.Sequence <= Sequence));

    /// <summary>
    /// This, or null where the clock went back behind it by more than clocks differ, as when a recording is played again: what is told then is news.
    /// </summary>
    public VenueMoment? AsOf(DateTimeOffset now) => now < Time - SkewMax ? null : this;
}
