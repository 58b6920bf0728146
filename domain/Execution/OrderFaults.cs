using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>Whether a field of a ticket must be there.</summary>
internal enum Need
{
    Never,
    Maybe,
    Always,
}

/// <summary>Collects what is wrong with one ticket. An order without a fault allocates no list.</summary>
internal sealed class OrderFaults(OrderTicket ticket, Instrument instrument)
{
    private ImmutableArray<Refusal>.Builder? refusals;

    public ImmutableArray<Refusal> All => refusals?.ToImmutable() ?? [];

    public void Add(Refusal refusal) => (refusals ??= ImmutableArray.CreateBuilder<Refusal>()).Add(refusal);

    /// <summary>The plain code and message are what is stored.</summary>
    public void AddPlain(Refusal? refusal)
    {
        if (refusal is not null)
        {
            Add(new Refusal(refusal.Code, refusal.Message));
        }
    }

    public void Require(string field, Need need, bool isThere)
    {
        if (need == Need.Always && !isThere)
        {
            Add(OrderRefusals.FieldMissing(field, ticket));
        }
        else if (need == Need.Never && isThere)
        {
            Add(OrderRefusals.FieldNotAllowed(field, ticket));
        }
    }

    public void CheckPrice(Price? price)
    {
        if (price is { } level)
        {
            AddPlain(instrument.RefusePrice(level));
        }
    }

    public void CheckTrail(Trail? trail)
    {
        if (trail is null)
        {
            return;
        }

        if (trail.Unit == TrailUnit.Percent)
        {
            if (trail.Value is <= 0m or >= 100m)
            {
                Add(OrderRefusals.TrailPercent(trail.Value));
            }
        }
        else if (trail.Value <= 0m || trail.Value % instrument.TickSize != 0m)
        {
            var nearest = instrument.RoundPrice(new Price(Math.Max(trail.Value, instrument.TickSize)));
            Add(OrderRefusals.TrailDistance(trail.Value, instrument.TickSize, nearest));
        }
    }
}
