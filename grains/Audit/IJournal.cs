using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Audit;

/// <summary>
/// The append-only, hash-chained journal. <c>(tenant, stream, version)</c> is its key, so two writers of one stream cannot both win. An
/// appended event is on disk, and in the read models, before the append returns.
/// </summary>
public interface IJournal
{
    /// <summary>Appends all events of one command, or none.</summary>
    /// <exception cref="JournalUnavailableException">
    /// The store cannot take it now (full disk, lost database); nothing was written. Only where the database was lost during the commit itself is
    /// that not known, and the message says so: sending the same command again is safe either way.
    /// </exception>
    /// <exception cref="TenantErasedException">The tenant is erased, or about to be; nothing was written.</exception>
    ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken);

    /// <summary>The events of a stream after a version, oldest first.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="afterVersion">0 reads from the first event; versions begin with 1.</param>
    /// <param name="countMax">1 to 1,000; the reader asks again for more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken);

    /// <summary>The events that a command caused in a stream; empty where it caused none.</summary>
    ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(JournalStream stream, CommandId command, CancellationToken cancellationToken);

    /// <summary>The newest stored state of a stream, or null.</summary>
    ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken);

    /// <summary>Stores a state so that a later rebuild reads only the tail after it. Losing a snapshot loses time, never data.</summary>
    ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken);
}

/// <summary>One aggregate's events.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Name">Kind and id, such as <c>account/a-main</c>; 1 to 128 characters.</param>
public readonly record struct JournalStream(TenantId Tenant, string Name)
{
    public override string ToString() => $"{Tenant}/{Name}";
}

/// <summary>What one command appends.</summary>
/// <param name="Stream">Where to.</param>
/// <param name="ExpectedVersion">The version that the decision was made on: 0 for a new stream.</param>
/// <param name="Command">The client-given id; a second append with it to the same stream answers <see cref="AppendResult.DuplicateCommand"/>.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Events">1 to 100 events, in order.</param>
public sealed record JournalAppend(
    JournalStream Stream, long ExpectedVersion, CommandId Command, Actor Actor, ImmutableArray<DomainEvent> Events);

/// <summary>An event as the journal holds it.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">1 for the stream's first.</param>
/// <param name="Type">Its stable type name, see <see cref="EventTypes"/>.</param>
/// <param name="Event">The event itself.</param>
/// <param name="Command">The command that caused it.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="RecordedAt">When it was written, by the system's clock (UTC).</param>
/// <param name="Hash">SHA-256 over this event and the hash before it, 64 hexadecimal digits.</param>
public sealed record JournaledEvent(
    JournalStream Stream, long Version, string Type, DomainEvent Event, CommandId Command, Actor Actor, DateTimeOffset RecordedAt, string Hash);

/// <summary>A state at a version.</summary>
/// <param name="Version">The last event that the state contains.</param>
/// <param name="Schema">The state's type and format, such as <c>account.v1</c>; a reader that does not know it ignores the snapshot.</param>
/// <param name="State">JSON, UTF-8.</param>
public sealed record JournaledSnapshot(long Version, string Schema, ReadOnlyMemory<byte> State);

/// <summary>How an append ended.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>On disk.</summary>
    /// <param name="Version">The version of the last event.</param>
    public sealed record Appended(long Version) : AppendResult;

    /// <summary>Another writer was first; nothing was written.</summary>
    /// <param name="ActualVersion">The stream's version now.</param>
    public sealed record VersionConflict(long ActualVersion) : AppendResult;

    /// <summary>The command was carried out before; nothing was written.</summary>
    /// <param name="First">What it caused then.</param>
    public sealed record DuplicateCommand(ImmutableArray<JournaledEvent> First) : AppendResult;
}

/// <summary>The journal's store cannot be reached or cannot write. Commands are refused with 503 until it can; what was acknowledged is safe.</summary>
public sealed class JournalUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Nothing is written any more for a tenant that is erased.</summary>
public sealed class TenantErasedException(TenantId tenant) : Exception($"{tenant} is erased: nothing is written for it any more.");
