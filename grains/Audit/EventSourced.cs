using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Audit;

namespace Countersign.Grains.Audit;

/// <summary>
/// A grain's state as the fold of its stream: load, decide, append, then adopt. A failed append leaves the state as it was. One turn at a time
/// uses it, as grains do.
/// </summary>
/// <param name="schema">The snapshots' schema; null for streams that stay short, which have none and save the look for one.</param>
internal sealed class EventSourced<TState, TEvent>(
    IJournal journal, JournalStream stream, string? schema, Func<TState?, TEvent, TState> apply)
    where TState : class
    where TEvent : DomainEvent
{
    private const int PageSize = 1000;
    private const int RememberedCommandsMax = 64;
    private const int TriesMax = 3;
    private const int EventsBetweenSnapshots = 512;

    private readonly Dictionary<CommandId, ImmutableArray<TEvent>> remembered = [];
    private readonly Queue<CommandId> rememberedOrder = new();
    private long snapshotVersion;

    // An append that threw may have been written all the same. What is decided next must not be decided on the state before it: it could find
    // that there is nothing to do where there is.
    private bool mayBeBehind;

    /// <summary>Null before the first event.</summary>
    public TState? State { get; private set; }

    /// <summary>The last event that the state contains; 0 where the stream has none.</summary>
    public long Version { get; private set; }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (schema is not null && await journal.ReadSnapshotAsync(stream, cancellationToken) is { } snapshot && snapshot.Schema == schema)
        {
            State = JsonSerializer.Deserialize<TState>(snapshot.State.Span, EventTypes.Json)!;
            Version = snapshotVersion = snapshot.Version;
        }

        await CatchUpAsync(cancellationToken);
    }

    /// <summary>
    /// Carries out a command once. Decides on the state, appends the events, adopts the new state. A command that the stream has seen answers
    /// with what it caused then, also after a restart and also where it would be refused today.
    /// </summary>
    /// <exception cref="JournalUnavailableException">Nothing was written.</exception>
    /// <exception cref="JournalConflictException">Another writer kept winning.</exception>
    public async Task<CommandAnswer<TEvent>> ExecuteAsync(
        CommandId command, Actor actor, Func<TState?, Outcome<TEvent>> decide, CancellationToken cancellationToken)
    {
        if (remembered.TryGetValue(command, out var first))
        {
            return new CommandAnswer<TEvent>.Repeated(first);
        }

        for (var attempt = 1; attempt <= TriesMax; attempt++)
        {
            if (mayBeBehind)
            {
                await CatchUpAsync(cancellationToken);
            }

            switch (decide(State))
            {
                case Outcome<TEvent>.Refused refused:
                    var earlier = await journal.FindCommandAsync(stream, command, cancellationToken);
                    return earlier.IsEmpty
                        ? new CommandAnswer<TEvent>.Refused(refused.Refusals)
                        : new CommandAnswer<TEvent>.Repeated(EventsOf(earlier));

                case Outcome<TEvent>.Accepted { Events.IsEmpty: true }:
                    return new CommandAnswer<TEvent>.Accepted([]);

                case Outcome<TEvent>.Accepted accepted:
                    var append = new JournalAppend(stream, Version, command, actor, ImmutableArray<DomainEvent>.CastUp(accepted.Events));
                    mayBeBehind = true;
                    var appended = await journal.AppendAsync(append, cancellationToken);
                    mayBeBehind = false;
                    switch (appended)
                    {
                        case AppendResult.Appended:
                            Adopt(command, accepted.Events);
                            await SnapshotIfDueAsync(cancellationToken);
                            return new CommandAnswer<TEvent>.Accepted(accepted.Events);

                        case AppendResult.DuplicateCommand duplicate:
                            // The first try may have been written while its answer was lost; the state must contain it before we answer.
                            await CatchUpAsync(cancellationToken);
                            return new CommandAnswer<TEvent>.Repeated(EventsOf(duplicate.First));

                        case AppendResult.VersionConflict:
                            await CatchUpAsync(cancellationToken);
                            break;
                    }

                    break;
            }
        }

        throw new JournalConflictException($"Other writers of {stream} kept winning: send the command again.");
    }

    /// <summary>The events that a command caused, also long ago; empty where it caused none.</summary>
    public async Task<ImmutableArray<TEvent>> FindCommandAsync(CommandId command, CancellationToken cancellationToken) =>
        remembered.TryGetValue(command, out var events)
            ? events
            : EventsOf(await journal.FindCommandAsync(stream, command, cancellationToken));

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await journal.ReadAsync(stream, Version, PageSize, cancellationToken);
            foreach (var e in page)
            {
                State = apply(State, (TEvent)e.Event);
                Version = e.Version;
            }

            if (page.Length < PageSize)
            {
                mayBeBehind = false;
                return;
            }
        }
    }

    private void Adopt(CommandId command, ImmutableArray<TEvent> events)
    {
        var state = State;
        foreach (var e in events)
        {
            state = apply(state, e);
        }

        State = state;
        Version += events.Length;
        Remember(command, events);
    }

    private void Remember(CommandId command, ImmutableArray<TEvent> events)
    {
        if (rememberedOrder.Count == RememberedCommandsMax)
        {
            remembered.Remove(rememberedOrder.Dequeue());
        }

        remembered[command] = events;
        rememberedOrder.Enqueue(command);
    }

    private async Task SnapshotIfDueAsync(CancellationToken cancellationToken)
    {
        if (schema is null || Version - snapshotVersion < EventsBetweenSnapshots)
        {
            return;
        }

        snapshotVersion = Version;
        try
        {
            var state = JsonSerializer.SerializeToUtf8Bytes(State, EventTypes.Json);
            await journal.WriteSnapshotAsync(stream, new JournaledSnapshot(Version, schema, state), cancellationToken);
        }
        catch (JournalUnavailableException)
        {
            // The command is on disk. Without this snapshot the next load reads a longer tail, nothing else.
        }
    }

    private static ImmutableArray<TEvent> EventsOf(ImmutableArray<JournaledEvent> events) => [.. events.Select(e => (TEvent)e.Event)];
}

/// <summary>How a command on an event-sourced state ended.</summary>
internal abstract record CommandAnswer<TEvent> where TEvent : DomainEvent
{
    /// <summary>What the command caused, now or when it was first carried out; empty where it was refused.</summary>
    public ImmutableArray<TEvent> Caused() => this switch
    {
        Accepted { Events: var events } => events,
        Repeated { Events: var events } => events,
        _ => [],
    };

    /// <summary>Appended now.</summary>
    public sealed record Accepted(ImmutableArray<TEvent> Events) : CommandAnswer<TEvent>;

    /// <summary>Carried out before; these are its events.</summary>
    public sealed record Repeated(ImmutableArray<TEvent> Events) : CommandAnswer<TEvent>;

    public sealed record Refused(ImmutableArray<Refusal> Refusals) : CommandAnswer<TEvent>;
}
