using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Notifications;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;

namespace Countersign.Grains.Notifications;

/// <summary>What webhooks are told of an event: the same as the live stream's clients.</summary>
internal static class WebhookMessages
{
    public const string Test = "webhook.test";

    private const int IdBytes = 16;

    /// <summary>An event's messages to a webhook, by its topics.</summary>
    public static IEnumerable<WebhookDelivery> Of(TenantId tenant, Webhook webhook, OutboxEvent e, DateTimeOffset now) =>
        NoticesOf(e).Where(n => webhook.Topics.Contains(WebhookTopics.Of(n.Type))).Select(n =>
        {
            var id = IdOf($"{e.Hash}/{webhook.Id}/{n.Type}/{n.Id}");
            return Waiting(tenant, webhook.Id, id, n.Type, now, Body(id, n.Type, e.RecordedAt, tenant, e.Type, n.Id, n.Account));
        });

    /// <summary>A message that says nothing, to see whether it arrives.</summary>
    public static WebhookDelivery OfTest(TenantId tenant, WebhookId webhook, CommandId command, DateTimeOffset now)
    {
        var id = IdOf($"{tenant}/{webhook}/test/{command}");
        return Waiting(tenant, webhook, id, Test, now, Body(id, Test, now, tenant, null, webhook.Value, null));
    }

    private static WebhookDelivery Waiting(
        TenantId tenant, WebhookId webhook, string id, string type, DateTimeOffset now, ImmutableArray<byte> body) =>
        new(tenant, webhook, id, type, now, body, WebhookStatus.Waiting, 0, now, null);

    private static IEnumerable<(string Type, string Id, string? Account)> NoticesOf(OutboxEvent e)
    {
        var id = e.Stream[(e.Stream.IndexOf('/') + 1)..];
        switch (e.Event)
        {
            case AccountEvent account:
                var notice = AccountNotices.Of(AccountId.Parse(id), [account]);
                return [.. notice.Orders.Select(o => ("order", o, (string?)id)), .. notice.Positions.Select(p => ("position", p, (string?)id)), ("account", id, null)];
            case TradeIdeaEvent:
                return [("idea", id, null)];
            case StrategyEvent:
                return [("strategy", id, null)];
            case BacktestEvent:
                return [("backtest", id, null)];
            case RiskPolicyEvent:
                return [("risk", id, null)];
            default:
                return [];
        }
    }

    // What the message's id is made of names it: made again after a crash it has the same one.
    private static string IdOf(string source) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, IdBytes));

    private static ImmutableArray<byte> Body(
        string id, string type, DateTimeOffset at, TenantId tenant, string? change, string subject, string? account)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            writer.WriteString("type"u8, type);
            writer.WriteString("time"u8, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("tenant"u8, tenant.Value);
            if (change is not null)
            {
                writer.WriteString("change"u8, change);
            }

            writer.WriteStartObject("data"u8);
            writer.WriteString("id"u8, subject);
            if (account is not null)
            {
                writer.WriteString("accountId"u8, account);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan];
    }
}
