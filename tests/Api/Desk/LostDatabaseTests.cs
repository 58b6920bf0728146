using System.Net;
using Countersign.Silo.Audit;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>The disk is full, or the database gone: commands answer 503, nothing acknowledged is lost, and work goes on when it is back.</summary>
public sealed class LostDatabaseTests
{
    private static readonly string[] OneQuote = ["2014-05-06T00:00:00.000Z,1.38740,1.38750"];

    [Fact]
    public async Task Order_OnAFullDisk_Answers503AndIsPlacedOnceWhenThereIsRoom()
    {
        using var full = new ManualResetEventSlim();
        await using var desk = await LocalDesk.StartAsync(OneQuote, statement =>
        {
            if (full.IsSet && statement == "COMMIT")
            {
                throw new SqliteFailure(SQLitePCL.raw.SQLITE_FULL, "SQLite: database or disk is full.");
            }
        });
        using var program = await SignInAsync(desk);
        using var kept = await PlaceAsync(program, "o-kept");
        Assert.Equal(HttpStatusCode.Created, kept.StatusCode);

        full.Set();
        using var refused = await PlaceAsync(program, "o-refused");
        using var next = await PlaceAsync(program, "o-refused");
        foreach (var answer in (HttpResponseMessage[])[refused, next])
        {
            await ProblemAssert.IsAsync(answer, HttpStatusCode.ServiceUnavailable, "journal.unavailable");
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        }

        using (var health = await program.GetAsync("/health/ready"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        }

        Assert.Equal(["o-kept"], await OrdersAsync(program));
        full.Reset();
        await RecoveredAsync(program);

        using var placed = await PlaceAsync(program, "o-refused");
        using var again = await PlaceAsync(program, "o-refused");
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        Assert.Equal((await ApiHost.ReadAsync(placed)).GetRawText(), (await ApiHost.ReadAsync(again)).GetRawText());
        Assert.Equal(["o-kept", "o-refused"], await OrdersAsync(program));
        await AssertBooksAsync(program, fills: 2);
    }

    [Fact]
    public async Task Order_WhileTheDatabaseDiesBeforeAnyStatement_IsAcknowledgedOrRefusedAndHappensOnce()
    {
        const int stepsMax = 200;
        var left = 0;
        var fired = false;
        await using var desk = await LocalDesk.StartAsync(OneQuote, statement =>
        {
            if (left > 0 && --left == 0)
            {
                fired = true;
                throw new IOException("The disk is gone, says the test, before: " + statement);
            }
        });
        using var program = await SignInAsync(desk);
        var failures = 0;
        for (var step = 1; step <= stepsMax; step++)
        {
            fired = false;
            left = step;
            using var first = await PlaceAsync(program, $"o-step-{step}");
            left = 0;
            await RecoveredAsync(program);
            using var again = await PlaceAsync(program, $"o-step-{step}");

            Assert.True(first.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, $"step {step}: {first.StatusCode}");
            Assert.Equal(HttpStatusCode.Created, again.StatusCode);
            Assert.Equal("filled", (await ApiHost.ReadAsync(again)).GetProperty("status").GetString());
            await AssertBooksAsync(program, fills: step);
            if (!fired)
            {
                Assert.InRange(failures, 8, stepsMax);
                Assert.Equal(step, (await OrdersAsync(program)).Count);
                return;
            }

            failures++;
        }

        Assert.Fail("The order never came to its end.");
    }

    private static async Task<DeskClient> SignInAsync(LocalDesk desk)
    {
        var manager = await desk.SignInAsync("pm@demo");
        await manager.PlayedAsync(OneQuote.Length);
        return manager;
    }

    private static Task<HttpResponseMessage> PlaceAsync(DeskClient client, string id) =>
        client.PostAsync("orders", new { accountId = "a-paper-1", clientOrderId = id, symbol = "EURUSD", side = "buy", quantity = 1_000 });

    private static async Task<List<string>> OrdersAsync(DeskClient client) =>
        [.. (await client.ListAsync("orders")).Select(o => o.GetProperty("id").GetString()!).Order()];

    private static async Task AssertBooksAsync(DeskClient client, int fills)
    {
        var account = await client.ReadAsync("accounts/a-paper-1");
        Assert.Equal(fills, account.GetProperty("fills").GetInt64());
        Assert.Equal(1_000m * fills, Assert.Single(account.GetProperty("positions").EnumerateArray()).GetProperty("quantity").GetDecimal());
        Assert.Equal(100_000m - account.GetProperty("commissionTotal").GetDecimal(), account.GetProperty("cash").GetDecimal());
        Assert.True((await client.ReadAsync("audit/verify")).GetProperty("intact").GetBoolean());
    }

    private static async Task RecoveredAsync(DeskClient client)
    {
        const int asksMax = 3_000;
        for (var ask = 0; ask < asksMax; ask++)
        {
            using var health = await client.GetAsync("/health/ready");
            if (health.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Fail("The desk never found its way back.");
    }
}
