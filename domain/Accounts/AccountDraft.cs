using System.Collections.Immutable;

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

    public void Add(AccountEvent @event) => events.Add(@event);
}
