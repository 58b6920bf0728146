#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Tenants;

namespace Countersign.Tests.Simulation;

/// <summary>A tenant's account, and what the people of that tenant know of it.</summary>
internal sealed class TenantAccount(TenantId tenant, AccountId account, PositionMode mode)
{
    public TenantId Tenant { get; } = tenant;

    public AccountId Account { get; } = account;

    public PositionMode Mode { get; } = mode;

    public VenueAccount AtTheVenue => ExternalBroker.Key(Tenant, Account);

    /// <summary>Orders whose answer arrived, as it was then.</summary>
    public Dictionary<OrderId, Order> Acknowledged { get; } = [];

    /// <summary>Orders that were sent and not answered: they may have been taken at any time since.</summary>
    public HashSet<OrderId> Tried { get; } = [];

    /// <summary>Deposits whose answer arrived.</summary>
    public HashSet<CommandId> Deposits { get; } = [];

    public HashSet<CommandId> DepositsSent { get; } = [];

    /// <summary>The halt that was acknowledged and that no later command may have lifted.</summary>
    public CommandId? HaltedSince { get; set; }

    public ImmutableArray<Order> WaitsAtTheEnd { get; set; } = [];
}

/// <summary>What must hold does not.</summary>
internal sealed class InvariantException(string message) : Exception(message);
#endif
