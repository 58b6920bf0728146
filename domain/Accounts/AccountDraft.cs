using System.Collections.Immutable;
using Countersign.Domain.Execution;

namespace Countersign.Domain.Accounts;

/// <summary>A decision in the making: the events so far and, where it is asked for, the account after them.</summary>
internal sealed class AccountDraft(Account state)
{
    private readonly ImmutableArray<AccountEvent>.Builder events = ImmutableArray.CreateBuilder<AccountEvent>(1);
    private Account state = state;
    private int applied;

    public ImmutableArray<AccountEvent> Events => events.DrainToImmutable();

    /// <summary>Applied only when somebody looks: most decisions are one event and end with it.</summary>
    public Account State
    {
        get
        {
            for (; applied < events.Count; applied++)
            {
                state = AccountDecider.Apply(state, events[applied]);
            }

            return state;
        }
    }

    /// <summary>Whether orders may have to follow a fill; false for most accounts, without applying anything.</summary>
    public bool MayHaveLinked => events.Count > 1 || state.Orders.Linked > 0;

    /// <summary>Whether it decided more than one event: then one may have left something to do for another order.</summary>
    public bool IsLong => events.Count > 1;

    /// <summary>Whether an order comes into being with this decision: the venue has not heard of it.</summary>
    public bool Places(OrderId id)
    {
        foreach (var @event in events)
        {
            if (@event is OrderSubmitted submitted && submitted.Ticket.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(AccountEvent @event) => events.Add(@event);

    /// <param name="order">As it is now.</param>
    /// <exception cref="InvalidOperationException">The transition table forbids the event.</exception>
    public void Add(Order order, AccountEvent @event) => events.Add(OrderTransitions.Require(order, @event));
}
