using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Notifications;

internal sealed class WebhooksGrain(IJournal journal, IWebhookOutbox outbox, WebhookRules rules, TimeProvider time) : Grain, IWebhooksGrain
{
    private EventSourced<Webhooks, WebhookEvent> webhooks = null!;
    private TenantId tenant;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        tenant = GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;
        webhooks = new(journal, new JournalStream(tenant, "webhooks"), "webhooks.v1", WebhookDecider.Apply);
        return webhooks.LoadAsync(cancellationToken);
    }

    public Task<ImmutableArray<Webhook>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Webhook>>(webhooks.State is { } state ? [.. state.All.Values] : []);

    public Task<Reply<Webhook>> GetAsync(WebhookId id, CancellationToken cancellationToken) =>
        Task.FromResult(Find(id) is { } webhook ? Reply.Done(webhook) : Reply.Refused<Webhook>(WebhookRefusals.NotFound));

    public async Task<Reply<Webhook?>> ChangeAsync(WebhookCommand command, CancellationToken cancellationToken)
    {
        if (command is RegisterWebhook)
        {
            // Before it is on record: every event after the record is a message.
            await outbox.BeginAsync(tenant, cancellationToken);
        }

        var answer = await webhooks.ExecuteAsync(
            command.CommandId, command.By, s => WebhookDecider.Decide(s, command, rules, time.GetUtcNow()), cancellationToken);
        var reply = answer.ToReply(() => Find(command.Id));
        if (reply is Reply<Webhook?>.Done)
        {
            await FollowAsync(command, cancellationToken);
        }

        return reply;
    }

    public async Task<Reply<WebhookDelivery>> TestAsync(WebhookId id, CommandId command, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } webhook)
        {
            return Reply.Refused<WebhookDelivery>(WebhookRefusals.NotFound);
        }

        if (!webhook.Active)
        {
            return Reply.Refused<WebhookDelivery>(WebhookRefusals.Inactive);
        }

        var test = WebhookMessages.OfTest(tenant, id, command, time.GetUtcNow());
        await outbox.AddAsync([test], cancellationToken);
        return Reply.Done(await outbox.FindAsync(tenant, id, test.Id, cancellationToken) ?? test);
    }

    public async Task<Reply<Page<WebhookDelivery>>> DeliveriesAsync(
        WebhookId id, WebhookStatus? status, PageRequest page, CancellationToken cancellationToken) => Find(id) is null
        ? Reply.Refused<Page<WebhookDelivery>>(WebhookRefusals.NotFound)
        : Reply.Done(await outbox.ListAsync(tenant, id, status, page, cancellationToken));

    public async Task<Reply<WebhookDelivery>> RedeliverAsync(WebhookId id, string delivery, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } webhook || await outbox.FindAsync(tenant, id, delivery, cancellationToken) is not { } known)
        {
            return Reply.Refused<WebhookDelivery>(WebhookRefusals.DeliveryNotFound);
        }

        if (!webhook.Active)
        {
            return Reply.Refused<WebhookDelivery>(WebhookRefusals.Inactive);
        }

        var again = known with { Status = WebhookStatus.Waiting, Attempts = 0, NextAt = time.GetUtcNow() };
        await outbox.SettleAsync(again, cancellationToken);
        return Reply.Done(again);
    }

    public async Task<Reply<int>> ReplayAsync(WebhookId id, CancellationToken cancellationToken) => Find(id) switch
    {
        null => Reply.Refused<int>(WebhookRefusals.NotFound),
        { Active: false } => Reply.Refused<int>(WebhookRefusals.Inactive),
        _ => Reply.Done(await outbox.ReplayAsync(tenant, id, time.GetUtcNow(), cancellationToken)),
    };

    private Webhook? Find(WebhookId id) => webhooks.State?.Find(id);

    private Task FollowAsync(WebhookCommand command, CancellationToken cancellationToken) => command switch
    {
        RemoveWebhook when Find(command.Id) is null => outbox.RemoveAsync(tenant, command.Id, cancellationToken),

        // Whoever makes it active again gives it all its time again.
        ChangeWebhook { Active: true } => outbox.WorkedAsync(tenant, command.Id, cancellationToken),
        _ => Task.CompletedTask,
    };
}
