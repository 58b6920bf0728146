using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>
/// The program dies without warning while ticks run and orders come in; started again on the same data, it has everything that it ever
/// acknowledged, once.
/// </summary>
public sealed class KilledDeskTests
{
    private const long TicksOfTheDay = 44_864;
    private const decimal StartCash = 100_000m;
    private const int Clients = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Desk_KilledWhileItTrades_HasEverythingAcknowledgedOnceAfterARestart(int seed)
    {
        var recording = SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv");
        using var data = new DataDirectory();
        string[] args = ["--data", data.Path, "--port", "0", "--replay", recording, "--speed", "max"];
        var random = new Random(seed);
        var orders = new OrderLog();
        Dictionary<string, string> passwords;
        DeskClient manager;
        string strategies;
        await using (var desk = DeskProcess.Start(args))
        {
            var address = await desk.ReadyAsync();
            passwords = desk.Passwords();
            manager = await DeskClient.SignInAsync(address, "pm@demo", passwords["pm@demo"]);
            Assert.Equal(HttpStatusCode.OK, await manager.RefreshAsync());
            strategies = await StrategiesAsync(manager);
            using var program = await DeskClient.SignInAsync(address, "api@demo", passwords["api@demo"]);
            await PlaceUntilKilledAsync(program, desk, orders, seed, killAfter: random.Next(30, 400));
        }

        await using var again = DeskProcess.Start(args);
        using var after = manager.At(await again.ReadyAsync());
        manager.Dispose();
        Assert.Empty(again.Passwords());
        Assert.Equal(strategies, await StrategiesAsync(after));
        Assert.Equal(HttpStatusCode.OK, await after.RefreshAsync());
        using var retrying = await DeskClient.SignInAsync(await again.ReadyAsync(), "api@demo", passwords["api@demo"]);
        Assert.NotEmpty(orders.Acknowledged);
        await AssertAnswersAreKeptAsync(retrying, orders);
        await RetryAsync(retrying, orders);
        await after.PlayedAsync(TicksOfTheDay);
        await AssertNoneIsDoubledAsync(after, orders);
        await AssertBooksBalanceAsync(after);
        Assert.True((await after.ReadAsync("audit/verify")).GetProperty("intact").GetBoolean());

        Assert.Equal(0, (await again.SignalAsync("TERM")).Code);
        var verified = await DeskProcess.RunAsync("audit", "verify", "--data", data.Path);
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
        Assert.Contains("every hash chain holds", verified.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pm@demo")]
    [InlineData("api@demo")]
    public async Task Desk_KilledDuringItsFirstSetUp_HasToldEveryPasswordAfterARestart(string killedAt)
    {
        using var data = new DataDirectory();
        var passwords = new Dictionary<string, string>();
        await using (var desk = DeskProcess.Start("--data", data.Path, "--port", "0"))
        {
            await desk.PrintedAsync(killedAt);
            await desk.KillAsync();
            Remember(desk.Passwords());
        }

        await using var again = DeskProcess.Start("--data", data.Path, "--port", "0");
        var address = await again.ReadyAsync();
        Remember(again.Passwords());
        Assert.Equal(["admin@demo", "analyst@demo", "api@demo", "pm@demo"], passwords.Keys.Order());
        foreach (var (login, password) in passwords)
        {
            using var user = await DeskClient.SignInAsync(address, login, password);
            Assert.Equal(login, (await user.ReadAsync("me")).GetProperty("login").GetString());
        }

        void Remember(Dictionary<string, string> told)
        {
            foreach (var (login, password) in told)
            {
                passwords[login] = password;
            }
        }
    }

    /// <summary>Clients place orders without a pause; the desk is killed when it has acknowledged so many, with others under way.</summary>
    private static async Task PlaceUntilKilledAsync(DeskClient client, DeskProcess desk, OrderLog log, int seed, int killAfter)
    {
        var kill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var placing = Enumerable.Range(0, Clients).Select(number => PlaceAsync(client, log, new Random((seed * 100) + number), number, () =>
        {
            if (log.Acknowledged.Count >= killAfter)
            {
                kill.TrySetResult();
            }
        })).ToArray();
        await kill.Task;
        await desk.KillAsync();
        await Task.WhenAll(placing);
    }

    private static async Task PlaceAsync(DeskClient client, OrderLog log, Random random, int number, Action acknowledged)
    {
        const int ordersMax = 100_000;
        for (var i = 0; i < ordersMax; i++)
        {
            var order = new NewOrder(
                $"a-paper-{random.Next(1, 3)}", $"o-client-{number}-{i}", "EURUSD", random.Next(2) == 0 ? "buy" : "sell",
                1_000m * random.Next(1, 6));
            log.Sent[order.ClientOrderId] = order;
            try
            {
                using var answer = await client.PostAsync("orders", order);
                log.Acknowledged[order.ClientOrderId] = await Acknowledgement.OfAsync(answer);
                acknowledged();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // The desk is dead: whether this order was taken is not known.
                return;
            }
        }
    }

    /// <summary>Each acknowledged order, sent again, hears the very same answer.</summary>
    private static async Task AssertAnswersAreKeptAsync(DeskClient client, OrderLog orders)
    {
        foreach (var (id, first) in orders.Acknowledged)
        {
            using var answer = await client.PostAsync("orders", orders.Sent[id]);
            Assert.Equal(first, await Acknowledgement.OfAsync(answer));
        }
    }

    /// <summary>What was under way is sent again with the same id, twice.</summary>
    private static async Task RetryAsync(DeskClient client, OrderLog orders)
    {
        var unknown = orders.Sent.Keys.Except(orders.Acknowledged.Keys).ToList();
        Assert.InRange(unknown.Count, 1, Clients);
        foreach (var id in unknown)
        {
            using var answer = await client.PostAsync("orders", orders.Sent[id]);
            using var again = await client.PostAsync("orders", orders.Sent[id]);
            Assert.Equal(await Acknowledgement.OfAsync(answer), await Acknowledgement.OfAsync(again));
        }
    }

    private static async Task AssertNoneIsDoubledAsync(DeskClient manager, OrderLog orders)
    {
        var ids = (await manager.ListAsync("orders")).Select(o => o.GetProperty("id").GetString()!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(orders.Sent.Keys.Order(), ids.Where(id => id.StartsWith("o-client-", StringComparison.Ordinal)).Order());
    }

    /// <summary>Positions are the sums of the fills, cash is what went in and what the fills brought, to the last digit.</summary>
    private static async Task AssertBooksBalanceAsync(DeskClient manager)
    {
        foreach (var id in (string[])["a-paper-1", "a-paper-2"])
        {
            var (account, orders) = await QuietAsync(manager, id);
            var held = account.GetProperty("positions").EnumerateArray()
                .ToDictionary(p => p.GetProperty("symbol").GetString()!, p => p.GetProperty("quantity").GetDecimal());
            var filled = orders.Where(o => o.GetProperty("status").GetString() == "filled").ToList();
            var sums = filled.GroupBy(o => o.GetProperty("symbol").GetString()!)
                .Select(g => (Symbol: g.Key, Quantity: g.Sum(Signed))).Where(s => s.Quantity != 0m).ToDictionary(s => s.Symbol, s => s.Quantity);

            Assert.Equal(sums, held);
            Assert.Equal(filled.Count, account.GetProperty("fills").GetInt64());
            Assert.Equal(
                orders.Count(o => o.GetProperty("status").GetString() != "denied"), account.GetProperty("orders").GetInt64());
            Assert.Equal(
                StartCash + filled.Sum(o => o.GetProperty("realisedPnl").GetDecimal() - o.GetProperty("commission").GetDecimal()),
                account.GetProperty("cash").GetDecimal());
        }
    }

    /// <summary>An account and its orders at one moment: strategies may still be at the day's last bars.</summary>
    private static async Task<(JsonElement Account, List<JsonElement> Orders)> QuietAsync(DeskClient manager, string id)
    {
        const int looksMax = 100;
        for (var look = 0; look < looksMax; look++)
        {
            var before = await manager.ReadAsync($"accounts/{id}");
            var orders = await manager.ListAsync($"orders?accountId={id}");
            var after = await manager.ReadAsync($"accounts/{id}");
            if (before.GetRawText() == after.GetRawText())
            {
                return (after, orders);
            }
        }

        throw new InvalidOperationException($"{id} never comes to rest.");
    }

    private static decimal Signed(JsonElement order) =>
        order.GetProperty("filledQuantity").GetDecimal() * (order.GetProperty("side").GetString() == "buy" ? 1m : -1m);

    private static async Task<string> StrategiesAsync(DeskClient client)
    {
        var ids = (await client.ListAsync("strategies")).Select(s => s.GetProperty("id").GetString()!).Order();
        var each = new List<string>();
        foreach (var id in ids)
        {
            each.Add((await client.ReadAsync($"strategies/{id}")).GetRawText());
        }

        Assert.Equal(3, each.Count);
        return string.Join('\n', each);
    }

    private sealed record NewOrder(string AccountId, string ClientOrderId, string Symbol, string Side, decimal Quantity);

    /// <summary>What the desk answered: a fill, or a denial that is on record.</summary>
    private sealed record Acknowledgement(HttpStatusCode Status, string Outcome)
    {
        public static async Task<Acknowledgement> OfAsync(HttpResponseMessage answer)
        {
            var body = await ApiHost.ReadAsync(answer);
            Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.UnprocessableEntity, body.GetRawText());
            return new Acknowledgement(answer.StatusCode, answer.StatusCode == HttpStatusCode.Created
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{body.GetProperty("status").GetString()} {body.GetProperty("fillPrice").GetRawText()} {body.GetProperty("placedAt").GetRawText()}")
                : body.GetProperty("code").GetString()!);
        }
    }

    private sealed class OrderLog
    {
        public ConcurrentDictionary<string, NewOrder> Sent { get; } = new();

        public ConcurrentDictionary<string, Acknowledgement> Acknowledged { get; } = new();
    }
}
