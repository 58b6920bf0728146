using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Api.Contracts.Notifications;
using Countersign.Silo.Notifications;
using Countersign.Tests.Api.Tenants;
using Countersign.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

/// <summary>Webhooks against the whole desk: a receiver on this machine, and time that the test moves.</summary>
public abstract class WebhookContract : IAsyncLifetime
{
    private IdentityDesk desk = null!;
    private WebhookReceiver receiver = null!;
    private string admin = null!;
    private string manager = null!;

    public async ValueTask InitializeAsync()
    {
        desk = await IdentityDesk.StartAsync(Postgres(), services => services.Configure<WebhookOptions>(o => (o.AllowLoopback, o.PollMilliseconds) = (true, 20)));
        receiver = await WebhookReceiver.StartAsync();
        var name = await desk.TenantAsync();
        admin = (await desk.SignInAsync($"admin@{name}")).Access;
        manager = (await desk.SignInAsync($"pm@{name}")).Access;
    }

    public async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        await receiver.DisposeAsync();
    }

    /// <summary>A connection string; null for SQLite.</summary>
    protected abstract string? Postgres();

    [Fact]
    public async Task Webhook_AskedToTest_GetsASignedMessageAndTheDeliveryIsListed()
    {
        var (id, secret) = await RegisterAsync();
        Assert.False((await desk.DoneAsync(HttpMethod.Get, "webhooks/" + id, admin)).GetProperty("secret").ValueKind == JsonValueKind.String);

        var sent = await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        var got = await receiver.NextAsync();

        Assert.Equal((sent.GetProperty("deliveryId").GetString(), "/desk?a=b", "application/json"), (got.Id, got.Path, got.Headers["content-type"]));
        Assert.Equal(desk.Time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), got.Headers["webhook-timestamp"]);
        Assert.Equal(Sign(secret, got), got.Headers["webhook-signature"]);
        Assert.Equal(
            $$$"""{"id":"{{{got.Id}}}","type":"webhook.test","time":"2026-01-05T09:00:00Z","tenant":"t-x1","data":{"id":"{{{id}}}"}}""",
            Encoding.UTF8.GetString(got.Body));
        var delivered = await DeliveryAsync(id, "delivered");
        Assert.Equal((1, 204), (delivered.GetProperty("attempts").GetInt32(), delivered.GetProperty("answer").GetInt32()));
        Assert.Equal(JsonValueKind.Null, delivered.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Webhook_OfOrders_IsToldOfEachOrderAsTheLiveStreamTellsIt()
    {
        await RegisterAsync("orders", "risk");

        await desk.DoneAsync(HttpMethod.Post, "risk/halt", manager, new { reason = "lunch" });
        var risk = JsonDocument.Parse((await receiver.NextAsync()).Body).RootElement;
        Assert.Equal(("risk", "policy-trading-state-changed.v1"), (risk.GetProperty("type").GetString(), risk.GetProperty("change").GetString()));
        Assert.Equal("""{"id":"t-x1"}""", risk.GetProperty("data").GetRawText());

        // Denied, as the desk is halted; it is on record all the same.
        using var denied = await desk.PostAsync(
            "orders", manager, new { accountId = "a-paper-1", clientOrderId = "o-one", symbol = "EURUSD", side = "buy", quantity = 1_000 });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, denied.StatusCode);
        var order = JsonSerializer.Deserialize<WebhookMessage>((await receiver.NextAsync("order")).Body, JsonSerializerOptions.Web)!;
        Assert.Equal((new WebhookData("o-one", "a-paper-1"), "t-x1", desk.Time.Now), (order.Data, order.Tenant, order.Time));
    }

    [Fact]
    public async Task Secret_Rotated_SignsBesideTheOldOneUntilTheOverlapIsOver()
    {
        var (id, old) = await RegisterAsync();
        var next = (await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/rotate", admin, new { overlapHours = 2 })).GetProperty("secret").GetString()!;

        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        var both = await receiver.NextAsync();
        Assert.Equal($"{Sign(next, both)} {Sign(old, both)}", both.Headers["webhook-signature"]);

        desk.Time.Now = desk.Time.Now.AddHours(2);
        admin = (await desk.SignInAsync("admin@x1")).Access;
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        var one = await receiver.NextAsync();
        Assert.Equal(Sign(next, one), one.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Message_ThatFails_IsTriedLaterAndLaterAndIsThenADeadLetterThatCanBeReplayed()
    {
        var (id, _) = await RegisterAsync();
        receiver.Answer = async context =>
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("not\u0000 now");
        };
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        var first = await receiver.NextAsync();
        var waiting = await TriedAsync(id, 1);
        Assert.Equal((503, "It answered 503: not  now"), (waiting.GetProperty("answer").GetInt32(), waiting.GetProperty("error").GetString()));
        Assert.InRange((waiting.GetProperty("nextAt").GetDateTimeOffset() - desk.Time.Now).TotalSeconds, 8, 12);

        for (var attempt = 2; attempt <= 10; attempt++)
        {
            desk.Time.Now = waiting.GetProperty("nextAt").GetDateTimeOffset();
            Assert.Equal(first.Id, (await receiver.NextAsync()).Id);
            waiting = await TriedAsync(id, attempt);
        }

        Assert.Equal(("dead", 0), (waiting.GetProperty("status").GetString(), receiver.Unseen));
        Assert.InRange((desk.Time.Now - new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero)).TotalHours, 20, 34);

        receiver.Answer = context => WebhookReceiver.Status(context, HttpStatusCode.OK);
        Assert.Equal(1, (await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/replay", admin)).GetProperty("messages").GetInt32());
        Assert.Equal(first.Body, (await receiver.NextAsync()).Body);
        await DeliveryAsync(id, "delivered");

        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/deliveries/{first.Id}/redeliver", admin);
        Assert.Equal(first.Id, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task Redelivery_AskedForAgainUnderItsKey_IsNotSentAgain()
    {
        var (id, _) = await RegisterAsync();
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        var message = (await receiver.NextAsync()).Id;
        await DeliveryAsync(id, "delivered");
        desk.Time.Now = desk.Time.Now.AddSeconds(1);
        var path = $"webhooks/{id}/deliveries/{message}/redeliver";

        var asked = await KeyedAsync(path, "again");
        await receiver.NextAsync();
        await DeliveryAsync(id, "delivered");
        var repeated = await KeyedAsync(path, "again");
        var anew = await KeyedAsync(path, "and again");

        Assert.Equal(
            ["waiting", "delivered", "waiting"], new[] { asked, repeated, anew }.Select(d => d.GetProperty("status").GetString()));
        Assert.Equal(message, (await receiver.NextAsync()).Id);
    }

    [Fact]
    public async Task Replay_AskedForAgainUnderItsKey_AnswersAlikeAndLeavesWhatDiedSince()
    {
        var (id, _) = await RegisterAsync();
        receiver.Answer = context => WebhookReceiver.Status(context, HttpStatusCode.InternalServerError);
        await DieAsync(id);
        desk.Time.Now = desk.Time.Now.AddSeconds(1);

        var first = await KeyedAsync($"webhooks/{id}/replay", "replay");
        await DieAsync(id, begun: true);
        var repeated = await KeyedAsync($"webhooks/{id}/replay", "replay");
        var anew = await KeyedAsync($"webhooks/{id}/replay", "another");

        Assert.Equal([1, 1, 1], new[] { first, repeated, anew }.Select(r => r.GetProperty("messages").GetInt32()));
        await receiver.NextAsync();
    }

    /// <summary>Tries a message until it is a dead letter.</summary>
    private async Task DieAsync(string id, bool begun = false)
    {
        if (!begun)
        {
            await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        }

        await receiver.NextAsync();
        var waiting = await TriedAsync(id, 1);
        for (var attempt = 2; attempt <= 10; attempt++)
        {
            desk.Time.Now = waiting.GetProperty("nextAt").GetDateTimeOffset();
            await receiver.NextAsync();
            waiting = await TriedAsync(id, attempt);
        }

        Assert.Equal("dead", waiting.GetProperty("status").GetString());
        Assert.Equal(0, receiver.Unseen);
    }

    private async Task<JsonElement> KeyedAsync(string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await desk.SendAsync(request, admin);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await IdentityDesk.ReadAsync(answer);
    }

    [Fact]
    public async Task Webhook_ThatFailsForDays_IsDisabledUntilAPersonMakesItActiveAgain()
    {
        var (id, _) = await RegisterAsync();
        receiver.Answer = context => WebhookReceiver.Status(context, HttpStatusCode.InternalServerError);
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        await receiver.NextAsync();
        await TriedAsync(id, 1);

        desk.Time.Now = desk.Time.Now.AddDays(5);
        await receiver.NextAsync();
        admin = (await desk.SignInAsync("admin@x1")).Access;
        var disabled = await UntilAsync("webhooks/" + id, w => !w.GetProperty("active").GetBoolean());
        Assert.StartsWith("Nothing arrived since 2026-01-05 09:00 UTC.", disabled.GetProperty("disabled").GetString(), StringComparison.Ordinal);
        await desk.RefusedAsync(desk.PostAsync($"webhooks/{id}/test", admin), HttpStatusCode.Conflict, "webhook.inactive");

        receiver.Answer = context => WebhookReceiver.Status(context, HttpStatusCode.OK);
        await desk.DoneAsync(HttpMethod.Put, "webhooks/" + id, admin, new { url = receiver.Url, topics = new[] { "orders" } });
        desk.Time.Now = desk.Time.Now.AddMinutes(1);
        await receiver.NextAsync();
        await DeliveryAsync(id, "delivered");
    }

    [Fact]
    public async Task Receiver_ThatRedirectsOrAnswersGone_IsNotFollowedAndNotAskedAgain()
    {
        await using var elsewhere = await WebhookReceiver.StartAsync();
        var (id, _) = await RegisterAsync();
        receiver.Answer = context =>
        {
            context.Response.Headers.Location = elsewhere.Url;
            return WebhookReceiver.Status(context, HttpStatusCode.TemporaryRedirect);
        };
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        Assert.Equal(307, (await TriedAsync(id, 1)).GetProperty("answer").GetInt32());
        Assert.Equal(0, elsewhere.Unseen);

        receiver.Answer = context => WebhookReceiver.Status(context, HttpStatusCode.Gone);
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        var gone = await UntilAsync("webhooks/" + id, w => !w.GetProperty("active").GetBoolean());
        Assert.Contains("410", gone.GetProperty("disabled").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_Removed_IsGoneWithItsMessages()
    {
        var (id, _) = await RegisterAsync();
        await desk.DoneAsync(HttpMethod.Post, $"webhooks/{id}/test", admin);
        await receiver.NextAsync();

        await desk.DoneAsync(HttpMethod.Delete, "webhooks/" + id, admin);

        await desk.RefusedAsync(desk.GetAsync($"webhooks/{id}/deliveries", admin), HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await desk.DoneAsync(HttpMethod.Get, "webhooks", admin)).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("https://user:password@example.com/")]
    [InlineData("https://example.com/#part")]
    [InlineData("ftp://example.com/")]
    [InlineData("/relative")]
    [InlineData("javascript:alert(1)")]
    public async Task Address_ThatIsNotHttps_IsRefused(string url) => await desk.RefusedAsync(
        desk.PostAsync("webhooks", admin, new { url, topics = new[] { "orders" } }), HttpStatusCode.UnprocessableEntity, "webhook.url");

    private static string Sign(string secret, WebhookReceiver.Got got)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{got.Id}.{got.Headers["webhook-timestamp"]}."), .. got.Body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    private async Task<(string Id, string Secret)> RegisterAsync(params string[] topics)
    {
        var made = await desk.DoneAsync(
            HttpMethod.Post, "webhooks", admin, new { url = receiver.Url, topics = topics.Length == 0 ? ["orders"] : topics, description = "ours" });
        return (made.GetProperty("webhookId").GetString()!, made.GetProperty("secret").GetString()!);
    }

    private async Task<JsonElement> DeliveryAsync(string id, string status) => (await UntilAsync(
        $"webhooks/{id}/deliveries?status={status}", page => page.GetProperty("items").GetArrayLength() > 0)).GetProperty("items")[0];

    private async Task<JsonElement> TriedAsync(string id, int attempts) => (await UntilAsync(
        $"webhooks/{id}/deliveries", page => page.GetProperty("items")[0].GetProperty("attempts").GetInt32() == attempts)).GetProperty("items")[0];

    /// <summary>Reads until it is so. The tests' clock moves in jumps, so the sign-in may have to be renewed.</summary>
    private async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await desk.GetAsync(path, admin);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                admin = (await desk.SignInAsync("admin@x1")).Access;
            }
            else if (await IdentityDesk.ReadAsync(answer) is var body && isSo(body))
            {
                return body;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}

public sealed class SqliteWebhookTests : WebhookContract
{
    protected override string? Postgres() => null;
}

public sealed class PostgresWebhookTests(PostgresServer server) : WebhookContract
{
    protected override string? Postgres() => server.CreateDatabase();
}
