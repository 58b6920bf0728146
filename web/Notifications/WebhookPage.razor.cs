using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Notifications;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Notifications;

/// <summary>One webhook with what was sent to it.</summary>
public sealed partial class WebhookPage
{
    private const int OverlapHoursUsual = 24;
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAfterMax = TimeSpan.FromSeconds(15);

    private string? secret;
    private int overlap = OverlapHoursUsual;
    private bool changing;
    private bool rotating;
    private bool removing;
    private bool removed;
    private bool looking;
    private bool busy;

    [Parameter]
    public string WebhookId { get; set; } = "";

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")]
    private string? Cursor { get; set; }

    private string Wanted => Status ?? "";

    private string Nothing => Wanted switch
    {
        "" => "Nothing was sent yet. \"Send a test\" finds out whether the address listens.",
        "dead" => "No dead letters: everything arrived, or is still tried.",
        "waiting" => "Nothing waits.",
        _ => "Nothing arrived yet.",
    };

    // That it was disabled is told as a notification.
    protected override bool Concerns(string kind) => kind == "notification";

    protected override async Task<Outbox> ReadAsync(CancellationToken cancellationToken)
    {
        var webhook = Visit.Api.GetWebhookAsync(WebhookId, cancellationToken);
        var deliveries = await Visit.Api.ListWebhookDeliveriesAsync(
            WebhookId, Wanted.Length == 0 ? null : Wanted, Visit.Display.Rows, Cursor, cancellationToken: cancellationToken);
        return new Outbox((await webhook).Value, deliveries.Value);
    }

    // The live stream says nothing of deliveries, so they are looked at: soon after something may have become of one, and now and then.
    protected override void OnRead()
    {
        if (Ready && !looking)
        {
            var now = Visit.Time.GetUtcNow();
            var due = State!.Deliveries.Items.Where(d => d.Status == "waiting").Select(d => (d.NextAt ?? now) - now).DefaultIfEmpty(LookAfterMax).Min();
            looking = true;
            _ = LookAgainAsync(due < TimeSpan.Zero ? LookAfter : due < LookAfterMax - LookAfter ? due + LookAfter : LookAfterMax);
        }
    }

    private async Task LookAgainAsync(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, Visit.Time, Leaving);
            looking = false;
            if (!removed)
            {
                RereadSoon();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private string Where(string status) => $"/webhooks/{Uri.EscapeDataString(WebhookId)}{(status.Length == 0 ? "" : "?status=" + status)}";

    private void Changed(Webhook webhook)
    {
        Visit.Notes.Good($"{webhook.Url} is told of {string.Join(", ", webhook.Topics)}.");
        RereadSoon();
    }

    private Task TestAsync() => ActAsync(api => api.TestWebhookAsync(WebhookId), "A test is on its way.");

    private Task RedeliverAsync(WebhookDelivery delivery) =>
        ActAsync(api => api.RedeliverWebhookMessageAsync(WebhookId, delivery.DeliveryId), "It is on its way again.");

    private async Task ReplayAsync()
    {
        busy = true;
        var answer = await Visit.ActAsync(api => api.ReplayWebhookDeadLettersAsync(WebhookId));
        busy = false;
        Tell(answer, answer switch
        {
            { IsSuccess: false } => "",
            { Value.Messages: 1 } => "One dead letter is on its way again.",
            { Value.Messages: var count } => $"{count} dead letters are on their way again.",
        });
    }

    private Task SwitchAsync(Webhook webhook)
    {
        var request = new WebhookRequest { Url = webhook.Url, Topics = webhook.Topics, Description = webhook.Description, Active = !webhook.Active };
        return ActAsync(api => api.ChangeWebhookAsync(webhook.WebhookId, request), webhook.Active ? "It is told nothing more." : "It is told again.");
    }

    private void BeginRotating() => (rotating, overlap) = (true, OverlapHoursUsual);

    private async Task RotateAsync()
    {
        var answer = await ActAsync(
            api => api.RotateWebhookSecretAsync(WebhookId, new RotateWebhookRequest { OverlapHours = overlap }), "It has another secret.");
        secret = answer.IsSuccess ? answer.Value.Secret : secret;
        rotating = !answer.IsSuccess;
    }

    private async Task RemoveAsync()
    {
        busy = true;
        var answer = await Visit.ActAsync(api => api.RemoveWebhookAsync(WebhookId));
        (busy, removing, removed) = (false, false, answer.IsSuccess);
        Visit.Notes.Tell(answer, "The webhook is removed.");
        if (removed)
        {
            Navigation.NavigateTo("/webhooks");
        }
    }

    private async Task<ApiAnswer<T>> ActAsync<T>(Func<CountersignClient, Task<ApiAnswer<T>>> command, string done)
    {
        busy = true;
        var answer = await Visit.ActAsync(command);
        busy = false;
        Tell(answer, done);
        return answer;
    }

    private void Tell(ApiAnswer answer, string done)
    {
        Visit.Notes.Tell(answer, done);
        RereadSoon();
    }

    /// <summary>A webhook, and a part of what was sent to it.</summary>
    public sealed record Outbox(Webhook Webhook, ListPage<WebhookDelivery> Deliveries);
}
