using System.Globalization;
using System.Net;
using System.Text.Json;
using Countersign.Api.Contracts.Notifications;
using Countersign.Tests.Api.Desk;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

/// <summary>The program dies without warning between an order and its message.</summary>
public sealed class KilledWebhookTests
{
    private const int Orders = 40;

    [Fact]
    public async Task Desk_KilledAfterItAcknowledgedOrders_TellsOfEachOfThemAfterARestart()
    {
        using var data = new DataDirectory();
        await using var receiver = await WebhookReceiver.StartAsync();
        string[] args = ["--data", data.Path, "--port", "0"];
        var acknowledged = new HashSet<string>();
        await using (var desk = DeskProcess.Start(args))
        {
            var address = await desk.ReadyAsync();
            var passwords = desk.Passwords();
            using var admin = await DeskClient.SignInAsync(address, "admin@demo", passwords["admin@demo"]);
            using var manager = await DeskClient.SignInAsync(address, "pm@demo", passwords["pm@demo"]);
            using var registered = await admin.PostAsync("webhooks", new { url = receiver.Url, topics = new[] { "orders" } });
            Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
            for (var i = 0; i < Orders; i++)
            {
                var id = "o-killed-" + i.ToString(CultureInfo.InvariantCulture);
                using var placed = await manager.PostAsync(
                    "orders", new { accountId = "a-paper-1", clientOrderId = id, symbol = "EURUSD", side = "buy", quantity = 1_000 });
                Assert.True(placed.StatusCode is HttpStatusCode.Created or HttpStatusCode.UnprocessableEntity, placed.StatusCode.ToString());
                acknowledged.Add(id);
            }

            await desk.KillAsync();
        }

        await using var again = DeskProcess.Start(args);
        await again.ReadyAsync();
        var bodies = new Dictionary<string, string>();
        while (acknowledged.Count > 0)
        {
            var got = await receiver.NextAsync("order");
            var body = System.Text.Encoding.UTF8.GetString(got.Body);
            acknowledged.Remove(JsonSerializer.Deserialize<WebhookMessage>(body, JsonSerializerOptions.Web)!.Data.Id);

            // One that came before the end comes again at most as it was.
            Assert.True(bodies.TryAdd(got.Id, body) || bodies[got.Id] == body, body);
        }
    }
}
