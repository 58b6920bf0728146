using System.Collections.Immutable;
using Countersign.Domain.Tenants;

namespace Countersign.Grains.Notifications;

/// <summary>Sends messages to addresses outside. It signs them, reaches no address that is not public, follows nothing and reads little.</summary>
public interface IWebhookSender
{
    /// <summary>One try. What goes wrong is in the answer; only cancelling throws.</summary>
    Task<WebhookTry> SendAsync(WebhookPost post, CancellationToken cancellationToken);
}

/// <summary>A message on its way.</summary>
/// <param name="Tenant">Whose secrets they are.</param>
/// <param name="Secrets">Encrypted, the newest first.</param>
public sealed record WebhookPost(TenantId Tenant, string Url, string Id, ImmutableArray<byte> Body, ImmutableArray<string> Secrets);

/// <summary>Chance, for what must not happen all at one time.</summary>
public interface IJitter
{
    /// <summary>From 0 to 1.</summary>
    double Next();
}
