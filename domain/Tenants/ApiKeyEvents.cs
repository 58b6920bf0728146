using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public abstract record ApiKeyEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record ApiKeyCreated(
    string Id, string Name, string SecretHash, Permissions Scopes, ImmutableArray<string> Networks, int? RequestsPerMinute,
    DateTimeOffset? ExpiresAt, Actor By, DateTimeOffset At) : ApiKeyEvent(At);

public sealed record ApiKeyRotated(string Id, string SecretHash, DateTimeOffset OldUntil, Actor By, DateTimeOffset At) : ApiKeyEvent(At);

public sealed record ApiKeyRevoked(string Id, Actor By, DateTimeOffset At) : ApiKeyEvent(At);

public sealed record ApiKeyUsed(string Id, DateTimeOffset At) : ApiKeyEvent(At);
