using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <param name="By">Who wants it.</param>
public abstract record ApiKeyCommand(CommandId CommandId, Actor By);

/// <param name="KeysMax">What the tenant may have at most.</param>
public sealed record CreateApiKey(
    CommandId CommandId, Actor By, string Id, string Name, string SecretHash, Permissions Scopes, ImmutableArray<string> Networks,
    int? RequestsPerMinute, DateTimeOffset? ExpiresAt, int KeysMax) : ApiKeyCommand(CommandId, By);

/// <summary>Gives a key another secret.</summary>
/// <param name="OldUntil">Until when the old one works too.</param>
public sealed record RotateApiKey(CommandId CommandId, Actor By, string Id, string SecretHash, DateTimeOffset OldUntil)
    : ApiKeyCommand(CommandId, By);

public sealed record RevokeApiKey(CommandId CommandId, Actor By, string Id) : ApiKeyCommand(CommandId, By);

/// <summary>Notes that a key was used.</summary>
public sealed record RecordApiKeyUse(CommandId CommandId, Actor By, string Id) : ApiKeyCommand(CommandId, By);
