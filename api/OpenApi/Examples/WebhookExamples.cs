using Countersign.Api.Contracts.Notifications;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Webhooks and what was sent to them.</summary>
internal static class WebhookExamples
{
    private const string Url = "https://hooks.demo.example/desk";

    public static IEnumerable<object> All =>
    [
        new Webhook(
            "w-3c9e21", Url, ["orders", "risk"], "Books fills", true, null, Morning, null, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="),
        new WebhookRequest { Url = Url, Topics = ["orders", "risk"], Description = "Books fills" },
        new RotateWebhookRequest { OverlapHours = 24 },
        new WebhookDelivery(
            "msg_8d3c6f0e5b7a49d2a1c0e4f6b8d2a3c5", "order", "waiting", Morning, 1, Morning.AddSeconds(10), Morning, 503, 84, "It answered 503."),
        new WebhookReplay(3),
    ];
}
