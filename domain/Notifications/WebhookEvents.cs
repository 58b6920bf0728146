using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Notifications;

public abstract record WebhookEvent(WebhookId Id, DateTimeOffset At) : DomainEvent(At);

public sealed record WebhookRegistered(
    WebhookId Id, string Url, ImmutableArray<string> Topics, string Description, bool Active, string Secret, Actor By, DateTimeOffset At)
    : WebhookEvent(Id, At);

public sealed record WebhookChanged(
    WebhookId Id, string Url, ImmutableArray<string> Topics, string Description, bool Active, Actor By, DateTimeOffset At) : WebhookEvent(Id, At);

public sealed record WebhookSecretRotated(WebhookId Id, string Secret, DateTimeOffset OldUntil, Actor By, DateTimeOffset At) : WebhookEvent(Id, At);

public sealed record WebhookDisabled(WebhookId Id, string Reason, Actor By, DateTimeOffset At) : WebhookEvent(Id, At);

public sealed record WebhookRemoved(WebhookId Id, Actor By, DateTimeOffset At) : WebhookEvent(Id, At);

public sealed record WebhookMessageRedelivered(WebhookId Id, string Message, Actor By, DateTimeOffset At) : WebhookEvent(Id, At);

public sealed record WebhookDeadLettersReplayed(WebhookId Id, int Messages, Actor By, DateTimeOffset At) : WebhookEvent(Id, At);
