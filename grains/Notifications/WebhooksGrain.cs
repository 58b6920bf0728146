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

        var answer = await DecideAsync(command, cancellationToken);
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

    public async Task<Reply<WebhookDelivery>> RedeliverAsync(RedeliverWebhookMessage command, CancellationToken cancellationToken)
    {
        if (Find(command.Id) is null || await outbox.FindAsync(tenant, command.Id, command.Message, cancellationToken) is not { } known)
        {
            return Reply.Refused<WebhookDelivery>(WebhookRefusals.DeliveryNotFound);
        }

        var answer = await DecideAsync(command, cancellationToken);
        if (answer.Caused().OfType<WebhookMessageRedelivered>().FirstOrDefault() is not { } asked)
        {
            return answer.ToReply(() => known);
        }

        // A repeat does what a crash kept from happening, and nothing that has happened.
        if (answer is CommandAnswer<WebhookEvent>.Accepted || known.NextAt < asked.At)
        {
            known = known with { Status = WebhookStatus.Waiting, Attempts = 0, NextAt = asked.At };
            await outbox.SettleAsync(known, cancellationToken);
        }

        return Reply.Done(known);
    }

    public async Task<Reply<int>> ReplayAsync(ReplayDeadLetters command, CancellationToken cancellationToken)
    {
        var counted = command with { Messages = await outbox.DeadAsync(tenant, command.Id, cancellationToken) };
        var answer = await DecideAsync(counted, cancellationToken);
        if (answer.Caused().OfType<WebhookDeadLettersReplayed>().FirstOrDefault() is not { } asked)
        {
            return answer.ToReply(() => 0);
        }

        await outbox.ReplayAsync(tenant, command.Id, asked.At, cancellationToken);
        return Reply.Done(asked.Messages);
    }

    private Task<CommandAnswer<WebhookEvent>> DecideAsync(WebhookCommand command, CancellationToken cancellationToken) => webhooks.ExecuteAsync(
        command.CommandId, command.By, s => WebhookDecider.Decide(s, command, rules, time.GetUtcNow()), cancellationToken);

    private Webhook? Find(WebhookId id) => webhooks.State?.Find(id);

    private Task FollowAsync(WebhookCommand command, CancellationToken cancellationToken) => command switch
    {
        RemoveWebhook when Find(command.Id) is null => outbox.RemoveAsync(tenant, command.Id, cancellationToken),

        // Whoever makes it active again gives it all its time again.
        ChangeWebhook { Active: true } => outbox.WorkedAsync(tenant, command.Id, cancellationToken),
        _ => Task.CompletedTask,
    };
}
