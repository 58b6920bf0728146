using System.Collections.Immutable;

namespace Countersign.Domain.Audit;

/// <summary>What a decider answers: the events to append, or why not.</summary>
/// <typeparam name="TEvent">The aggregate's event base.</typeparam>
public abstract record Outcome<TEvent> where TEvent : DomainEvent
{
    private Outcome()
    {
    }

    public static Outcome<TEvent> Accept(params ImmutableArray<TEvent> events) => new Accepted(events);

    public static Outcome<TEvent> Refuse(params ImmutableArray<Refusal> refusals) => new Refused(refusals);

    /// <summary>Nothing to refuse; <paramref name="Events"/> is empty where the command changes nothing.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events) : Outcome<TEvent>;

    /// <summary>At least one refusal; all that apply, not only the first.</summary>
    public sealed record Refused(ImmutableArray<Refusal> Refusals) : Outcome<TEvent>;
}
