using Countersign.Domain.Audit;

namespace Countersign.Grains.Audit;

/// <summary>From an answer to a reply.</summary>
internal static class CommandAnswers
{
    /// <summary>
    /// The reply to a command: done with <paramref name="value"/>, or refused, also where the refusal is itself an event on record (an order
    /// denied, an approval refused) and also when it is a retry that hears it again.
    /// </summary>
    public static Reply<T> ToReply<T, TEvent>(this CommandAnswer<TEvent> answer, Func<T> value) where TEvent : DomainEvent
    {
        switch (answer)
        {
            case CommandAnswer<TEvent>.Refused refused:
                return new Reply<T>.Refused(refused.Refusals);
            case CommandAnswer<TEvent>.Accepted { Events: var events }:
                return Refusing(events) is { } no ? new Reply<T>.Refused(no.Refusals) : Reply.Done(value());
            case CommandAnswer<TEvent>.Repeated { Events: var events }:
                return Refusing(events) is { } first ? new Reply<T>.Refused(first.Refusals) : Reply.Done(value());
            default:
                throw new InvalidOperationException($"{answer} is no answer to a command.");
        }
    }

    // The last one counts: a failed sign-in that locks the user out answers with the lockout.
    private static IRefusalEvent? Refusing<TEvent>(IEnumerable<TEvent> events) where TEvent : DomainEvent =>
        events.OfType<IRefusalEvent>().LastOrDefault();
}
