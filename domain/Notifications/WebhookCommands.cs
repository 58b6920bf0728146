using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Notifications;

/// <param name="Id">Which webhook.</param>
/// <param name="By">Who wants it.</param>
public abstract record WebhookCommand(CommandId CommandId, Actor By, WebhookId Id);

/// <param name="Secret">Encrypted.</param>
public sealed record RegisterWebhook(
    CommandId CommandId, Actor By, WebhookId Id, string Url, ImmutableArray<string> Topics, string Description, bool Active, string Secret)
    : WebhookCommand(CommandId, By, Id);

/// <summary>Replaces what is not secret. Making it active again ends its being disabled.</summary>
public sealed record ChangeWebhook(
    CommandId CommandId, Actor By, WebhookId Id, string Url, ImmutableArray<string> Topics, string Description, bool Active)
    : WebhookCommand(CommandId, By, Id);

/// <summary>Gives it another secret.</summary>
/// <param name="Secret">Encrypted.</param>
/// <param name="OldUntil">Until when the old one signs too.</param>
public sealed record RotateWebhookSecret(CommandId CommandId, Actor By, WebhookId Id, string Secret, DateTimeOffset OldUntil)
    : WebhookCommand(CommandId, By, Id);

/// <summary>Sends it nothing more until a person makes it active again.</summary>
public sealed record DisableWebhook(CommandId CommandId, Actor By, WebhookId Id, string Reason) : WebhookCommand(CommandId, By, Id);

/// <summary>Sends a message again, with all its tries before it.</summary>
/// <param name="Message">Its id.</param>
public sealed record RedeliverWebhookMessage(CommandId CommandId, Actor By, WebhookId Id, string Message) : WebhookCommand(CommandId, By, Id);

/// <summary>Sends all dead letters again.</summary>
/// <param name="Messages">How many there are.</param>
public sealed record ReplayDeadLetters(CommandId CommandId, Actor By, WebhookId Id, int Messages) : WebhookCommand(CommandId, By, Id);

public sealed record RemoveWebhook(CommandId CommandId, Actor By, WebhookId Id) : WebhookCommand(CommandId, By, Id);
