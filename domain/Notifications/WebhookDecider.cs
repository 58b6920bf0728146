using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Notifications;

/// <summary>The rules of webhooks.</summary>
public static class WebhookDecider
{
    public const int UrlLengthMax = 500;
    public const int DescriptionLengthMax = 200;

    public static Outcome<WebhookEvent> Decide(Webhooks? state, WebhookCommand command, WebhookRules rules, DateTimeOffset now)
    {
        var known = (state ?? Webhooks.None).Find(command.Id);
        return command switch
        {
            RegisterWebhook c => Register(state ?? Webhooks.None, c, rules, now),
            _ when known is null => Outcome<WebhookEvent>.Refuse(WebhookRefusals.NotFound),
            ChangeWebhook c => Check(c.Url, c.Topics, c.Description, rules) is { IsEmpty: false } refusals
                ? Outcome<WebhookEvent>.Refuse(refusals)
                : Outcome<WebhookEvent>.Accept(new WebhookChanged(c.Id, c.Url, c.Topics, c.Description, c.Active, c.By, now)),
            RotateWebhookSecret c => Outcome<WebhookEvent>.Accept(new WebhookSecretRotated(c.Id, c.Secret, c.OldUntil, c.By, now)),
            DisableWebhook c => Outcome<WebhookEvent>.Accept(known.Active ? [new WebhookDisabled(c.Id, c.Reason, c.By, now)] : []),
            RedeliverWebhookMessage or ReplayDeadLetters when !known.Active => Outcome<WebhookEvent>.Refuse(WebhookRefusals.Inactive),
            RedeliverWebhookMessage c => Outcome<WebhookEvent>.Accept(new WebhookMessageRedelivered(c.Id, c.Message, c.By, now)),
            ReplayDeadLetters c => Outcome<WebhookEvent>.Accept(new WebhookDeadLettersReplayed(c.Id, c.Messages, c.By, now)),
            RemoveWebhook c => Outcome<WebhookEvent>.Accept(new WebhookRemoved(c.Id, c.By, now)),
            _ => throw new InvalidOperationException($"{command.GetType().Name} is not known here."),
        };
    }

    public static Webhooks Apply(Webhooks? state, WebhookEvent @event)
    {
        var all = (state ?? Webhooks.None).All;
        var id = @event.Id.Value;
        return new Webhooks(@event switch
        {
            WebhookRegistered e => all.SetItem(id, new Webhook(e.Id, e.Url, e.Topics, e.Description, e.Active, e.Secret, null, e.By, e.At, null)),
            WebhookChanged e => all.SetItem(id, all[id] with
            {
                Url = e.Url, Topics = e.Topics, Description = e.Description, Active = e.Active, Disabled = e.Active ? null : all[id].Disabled,
            }),
            WebhookSecretRotated e => all.SetItem(id, all[id] with { Secret = e.Secret, Previous = new RetiringKey(all[id].Secret, e.OldUntil) }),
            WebhookDisabled e => all.SetItem(id, all[id] with { Active = false, Disabled = e.Reason }),
            WebhookRemoved => all.Remove(id),

            // What was sent stands in the outbox.
            WebhookMessageRedelivered or WebhookDeadLettersReplayed => all,
            _ => throw new InvalidOperationException($"{@event.GetType().Name} is not known here."),
        });
    }

    private static Outcome<WebhookEvent> Register(Webhooks state, RegisterWebhook command, WebhookRules rules, DateTimeOffset now)
    {
        var refusals = Check(command.Url, command.Topics, command.Description, rules);
        if (state.All.Count >= rules.WebhooksMax)
        {
            refusals = refusals.Add(WebhookRefusals.Full(rules.WebhooksMax));
        }

        if (state.Find(command.Id) is not null)
        {
            refusals = refusals.Add(WebhookRefusals.Exists);
        }

        return refusals.IsEmpty
            ? Outcome<WebhookEvent>.Accept(new WebhookRegistered(
                command.Id, command.Url, command.Topics, command.Description, command.Active, command.Secret, command.By, now))
            : Outcome<WebhookEvent>.Refuse(refusals);
    }

    private static ImmutableArray<Refusal> Check(string url, ImmutableArray<string> topics, string description, WebhookRules rules)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (!IsAddress(url, rules.LoopbackAllowed))
        {
            refusals.Add(WebhookRefusals.Url(rules.LoopbackAllowed));
        }

        if (topics.IsEmpty || topics.Distinct().Count() < topics.Length || topics.Any(t => !WebhookTopics.All.Contains(t)))
        {
            refusals.Add(WebhookRefusals.Topics);
        }

        if (description.Length > DescriptionLengthMax)
        {
            refusals.Add(WebhookRefusals.Description);
        }

        return refusals.ToImmutable();
    }

    // What the host's name stands for is looked at when a message is sent: a name can be given another address at any time.
    private static bool IsAddress(string url, bool loopbackAllowed) =>
        url.Length <= UrlLengthMax && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0
        && address.UserInfo.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == "https" ? loopbackAllowed || !address.IsLoopback : address.Scheme == "http" && loopbackAllowed && address.IsLoopback);
}
