using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Notifications;

internal sealed class WebhookDispatchGrain(
    IWebhookOutbox outbox, IWebhookSender sender, INotifier notifier, IJitter jitter, WebhookRules rules, TimeProvider time)
    : Grain, IWebhookDispatchGrain
{
    private const int EventsMax = 500;

    // Without messages the cursor need not be stored at each step: what is read again is read for nothing, not sent again.
    private const int StepsUnstoredMax = 100_000;
    private static readonly TimeSpan ForgetPeriod = TimeSpan.FromHours(1);

    private readonly HashSet<WebhookId> disabled = [];
    private TenantId tenant;
    private long? cursor;
    private long stored;
    private DateTimeOffset? forgotten;

    private IWebhooksGrain Webhooks => GrainFactory.GetGrain<IWebhooksGrain>(GrainKeys.Webhooks(tenant));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        tenant = GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;
        return Task.CompletedTask;
    }

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if ((cursor ??= stored = await outbox.CursorAsync(tenant, cancellationToken) ?? -1) < 0)
        {
            cursor = null;
            return false;
        }

        disabled.Clear();
        var webhooks = (await Webhooks.ListAsync(cancellationToken)).ToDictionary(w => w.Id);
        var more = await CollectAsync([.. webhooks.Values.Where(w => w.Active)], cancellationToken);
        var due = await outbox.DueAsync(tenant, time.GetUtcNow(), rules.InFlightMax, cancellationToken);
        await Task.WhenAll(due.Select(d => SendAsync(d, webhooks.GetValueOrDefault(d.Webhook), cancellationToken)));
        await ForgetAsync(cancellationToken);
        return more || due.Length == rules.InFlightMax;
    }

    /// <summary>Makes messages of new events. The cursor is stored after them.</summary>
    private async Task<bool> CollectAsync(ImmutableArray<Webhook> active, CancellationToken cancellationToken)
    {
        var (events, upTo) = await outbox.ReadAsync(tenant, cursor!.Value, EventsMax, cancellationToken);
        var now = time.GetUtcNow();
        ImmutableArray<WebhookDelivery> made =
            [.. events.SelectMany(e => active.Where(w => e.RecordedAt >= w.CreatedAt).SelectMany(w => WebhookMessages.Of(tenant, w, e, now)))];
        if (!made.IsEmpty)
        {
            await outbox.AddAsync(await BoundAsync(made, cancellationToken), cancellationToken);
        }

        cursor = upTo;
        if (!made.IsEmpty || upTo - stored >= StepsUnstoredMax)
        {
            await outbox.MoveAsync(tenant, upTo, cancellationToken);
            stored = upTo;
        }

        return events.Length == EventsMax;
    }

    // A webhook that takes nothing must not fill the disk with what waits for it, nor lose it without a trace.
    private async Task<ImmutableArray<WebhookDelivery>> BoundAsync(ImmutableArray<WebhookDelivery> made, CancellationToken cancellationToken)
    {
        var waiting = (await outbox.WaitingAsync(tenant, cancellationToken)).ToBuilder();
        var full = new WebhookTry(time.GetUtcNow(), null, 0, $"{rules.WaitingMax} messages waited already.");
        return
        [
            .. made.Select(d => (waiting[d.Webhook] = waiting.GetValueOrDefault(d.Webhook) + 1) > rules.WaitingMax
                ? d with { Status = WebhookStatus.Dead, Last = full }
                : d),
        ];
    }

    private async Task SendAsync(WebhookDelivery delivery, Webhook? webhook, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (webhook is not { Active: true })
        {
            var idle = new WebhookTry(now, null, 0, "The webhook is not active.");
            await outbox.SettleAsync(delivery with { Status = WebhookStatus.Dead, Last = idle }, cancellationToken);
            return;
        }

        var post = new WebhookPost(tenant, webhook.Url, delivery.Id, delivery.Body, webhook.SecretsAt(now));
        var last = await sender.SendAsync(post, cancellationToken);
        var attempts = delivery.Attempts + 1;
        if (last.Error is null)
        {
            await outbox.SettleAsync(delivery with { Status = WebhookStatus.Delivered, Attempts = attempts, Last = last }, cancellationToken);
            await outbox.WorkedAsync(tenant, webhook.Id, cancellationToken);
            return;
        }

        var wait = WebhookRetries.After(rules, attempts, jitter.Next());
        await outbox.SettleAsync(
            delivery with
            {
                Status = wait is null ? WebhookStatus.Dead : WebhookStatus.Waiting, Attempts = attempts, NextAt = now + (wait ?? TimeSpan.Zero), Last = last,
            },
            cancellationToken);
        await FailAsync(webhook, last, now, cancellationToken);
    }

    private async Task FailAsync(Webhook webhook, WebhookTry last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = await outbox.FailedAsync(tenant, webhook.Id, now, cancellationToken);
        if (!last.Gone && now - since < rules.DisableAfter)
        {
            return;
        }

        var reason = last.Gone
            ? "The receiver answered 410: it wants nothing more."
            : string.Create(CultureInfo.InvariantCulture, $"Nothing arrived since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Last: {last.Error}");
        // Of several messages that fail at one time the first disables, and tells.
        if (!disabled.Add(webhook.Id))
        {
            return;
        }

        var disable = new DisableWebhook(
            CommandId.Parse(FormattableString.Invariant($"disable/{webhook.Id}/{now.UtcTicks}")), Actor.Desk, webhook.Id, reason);
        await Webhooks.ChangeAsync(disable, cancellationToken);
        await TellPeopleAsync(webhook.Id, new Notification(tenant, $"Webhook {webhook.Id} is disabled", reason), now, cancellationToken);
    }

    private async Task TellPeopleAsync(WebhookId webhook, Notification message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await this.NoticeAsync(tenant, DeskNotice.ForPeople(NoticeTopic.Webhooks, webhook.Value, message.Subject, message.Text, now));
        try
        {
            await notifier.NotifyAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // It is in the list of webhooks anyway.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (forgotten is null || now - forgotten >= ForgetPeriod)
        {
            forgotten = now;
            await outbox.ForgetAsync(tenant, now - rules.DeliveredKept, now - rules.DeadKept, cancellationToken);
        }
    }
}
