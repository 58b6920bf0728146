using System.Net;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Countersign.Silo.Tenants;
using Countersign.Tests.Api.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Xunit;

namespace Countersign.Tests.Api.Contracts;

/// <summary>
/// The whole desk with two tenants, of which the first has one of everything, and the platform's people. What the first tenant has is named so that a
/// text of it can be told wherever it appears.
/// </summary>
public sealed class FullDesk : IAsyncLifetime
{
    /// <summary>In every name that the first tenant gave.</summary>
    internal const string Marker = "zanzibar";

    private const string Definition = """
        {
          "name": "zanzibar", "symbols": ["EURUSD"], "timeframe": "H1", "entry": { "long": { "above": ["close", "open"] } },
          "exit": { "long": { "below": ["close", "open"] } }, "stop": { "pips": 100 }, "target": { "pips": 200 }, "size": { "units": 1000 }
        }
        """;

    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly DateTimeOffset BarsFrom = new(2014, 5, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, string> tokens = [];
    private int ideas;
    private int orders;

    internal IdentityDesk Desk { get; private set; } = null!;

    /// <summary>What stands for each placeholder of a route, and for the ids in the catalogue's bodies.</summary>
    internal Dictionary<string, string> Ids { get; } = [];

    internal static JsonElement StrategyDefinition => JsonDocument.Parse(Definition).RootElement;

    public async ValueTask InitializeAsync()
    {
        Desk = await IdentityDesk.StartAsync(null);
        await Desk.Services.GetRequiredService<IMarketHistory>().WriteBarsAsync(
            new HistoryTarget(EurUsd, "test"), [.. Enumerable.Range(0, 48).Select(Bar)], null, TestContext.Current.CancellationToken);
        Assert.Equal(["x1", "x2"], [await Desk.TenantAsync(), await Desk.TenantAsync()]);
        foreach (var tenant in (string[])["x1", "x2"])
        {
            foreach (var user in (string[])["admin", "pm", "analyst", "api"])
            {
                tokens[$"{user}@{tenant}"] = (await Desk.SignInAsync($"{user}@{tenant}")).Access;
            }
        }

        tokens["ops@platform"] = await PlatformAsync();
        await QuotedAsync();
        await FillAsync();
    }

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    internal string Token(string login) => tokens[login];

    internal async Task SignInAgainAsync(string login) => tokens[login] = (await Desk.SignInAsync(login)).Access;

    /// <summary>A user of a tenant with one of these roles; one of the platform's people where they are theirs.</summary>
    internal string TokenFor(Roles allowed, string tenant) => Token(
        allowed.HasFlag(Roles.PortfolioManager) ? $"pm@{tenant}" : allowed.HasFlag(Roles.TenantAdmin) ? $"admin@{tenant}" : "ops@platform");

    /// <summary>A new idea of the first tenant that waits for its approval.</summary>
    internal async Task<string> RaiseAsync()
    {
        var grains = Desk.Services.GetRequiredService<IGrainFactory>();
        var tenant = TenantId.Parse("t-x1");
        var idea = TradeIdeaId.Parse($"i-{Marker}-{++ideas}");
        CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.Desk));
        var quote = (await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(EurUsd)).GetQuoteAsync())!;
        var strategy = StrategyId.Parse(Ids["{strategyId}"]);
        var definition = ((StrategyParseResult.Valid)StrategyJson.Parse(Definition)).Definition;
        var (bid, ask) = (Flat(quote.Bid), Flat(new Price(quote.Ask.Value + 0.001m)));
        var bar = new Bar(
            Timeframe.H1, quote.Time.AddHours(-1), quote.Time, DateOnly.FromDateTime(quote.Time.UtcDateTime),
            bid with { Open = new Price(bid.Low.Value - 0.001m), Low = new Price(bid.Low.Value - 0.001m) }, ask, 1, new Quantity(1m));
        var signal = new StrategyEvaluator(definition, Instruments.Find(EurUsd)!).OnBar(bar, default)!;
        var proposal = StrategyProposal.Of(
            signal, definition, quote, AccountId.Parse(Ids["{accountId}"]), strategy, 1, TradeIntent.Open, new Quantity(1_000m));
        var command = new RaiseTradeIdea(
            CommandId.Parse("raise/" + idea), Actor.Strategy(strategy), idea, proposal, quote.Time.AddHours(1));
        var raised = await grains.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(tenant, idea))
            .RaiseAsync(new RaiseIdea(command, new Autonomy.ApproveEverything(), 0, quote), TestContext.Current.CancellationToken);
        Assert.True(raised is Countersign.Grains.Audit.Reply<TradeIdea>.Done, raised.ToString());
        return idea.Value;
    }

    /// <summary>Another order of the first tenant that rests.</summary>
    internal async Task RestAsync()
    {
        Ids["{orderId}"] = $"o-{Marker}-rest-{++orders}";
        await MakeAsync("pm", "orders", new
        {
            accountId = Ids["{accountId}"], clientOrderId = Ids["{orderId}"], symbol = "EURUSD", side = "buy", quantity = 1_000, type = "limit",
            limitPrice = 1.2, timeInForce = "goodTillCancelled",
        });
    }

    /// <summary>Waits until a backtest has come to its end.</summary>
    internal async Task EndedAsync(string backtest)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await Desk.DoneAsync(HttpMethod.Get, "backtests/" + backtest, Token("pm@x1"))).GetProperty("status").GetString() is "queued" or "running")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    internal async Task<JsonElement> MakeAsync(string user, string path, object body) =>
        await Desk.DoneAsync(HttpMethod.Post, path, Token(user + "@x1"), body);

    private async Task FillAsync()
    {
        var account = $"a-{Marker}";
        Ids["{accountId}"] = account;
        await MakeAsync("admin", "accounts", new { id = account, name = Marker, currency = "USD" });
        await MakeAsync("admin", $"accounts/{account}/deposits", new { amount = 50_000, currency = "USD" });
        var strategy = Ids["{strategyId}"] = $"s-{Marker}";
        await MakeAsync("pm", "strategies", new { id = strategy, definition = StrategyDefinition });
        var filled = await MakeAsync("pm", "orders", new { accountId = account, clientOrderId = $"o-{Marker}-1", symbol = "EURUSD", side = "buy", quantity = 2_000 });
        Assert.Equal("filled", filled.GetProperty("status").GetString());
        await RestAsync();
        Ids["{positionId}"] = (await ItemAsync("positions?accountId=" + account)).GetProperty("id").GetString()!;
        Ids["{ideaId}"] = await RaiseAsync();
        var decision = await ItemAsync("decisions");
        Ids["{decisionId}"] = decision.GetProperty("id").GetString()!;
        Ids["{snapshotId}"] = await SnapshotAsync();
        await FillTenantAsync();
        Ids["{backtestId}"] = (await MakeAsync("pm", "backtests", Backtest(10_000))).GetProperty("id").GetString()!;
        await EndedAsync(Ids["{backtestId}"]);
    }

    internal static object Backtest(int cash) =>
        new { definition = StrategyDefinition, from = "2014-05-05T00:00:00Z", to = "2014-05-07T00:00:00Z", startCash = cash };

    private async Task FillTenantAsync()
    {
        await MakeAsync("pm", "news", new { time = "2014-05-06T00:00:00Z", headline = Marker });
        Ids["{userId}"] = (await MakeAsync(
            "admin", "members", new { login = $"{Marker}@x1", displayName = Marker, password = IdentityDesk.Password, roles = new[] { "analyst" } }))
            .GetProperty("userId").GetString()!;
        Ids["{invitationId}"] = (await MakeAsync("admin", "members/invitations", new { login = $"{Marker}2@x1", roles = new[] { "analyst" } }))
            .GetProperty("invitationId").GetString()!;
        Ids["{keyId}"] = (await MakeAsync("admin", "api-keys", new { name = Marker, scopes = new[] { "read" } })).GetProperty("keyId").GetString()!;
        await Desk.DoneAsync(HttpMethod.Put, $"members/permission-sets/{Marker}", Token("admin@x1"), new { permissions = new[] { "read" } });
        using var authenticator = new SoftAuthenticator();
        var offer = await Desk.DoneAsync(HttpMethod.Post, "me/passkeys/options", Token("analyst@x1"));
        await Desk.DoneAsync(HttpMethod.Post, "me/passkeys", Token("analyst@x1"), new
        {
            name = Marker, state = offer.GetProperty("state").GetString(), credential = authenticator.Register(offer.GetProperty("options")),
        });

        // Another factor ends what was issued before it.
        tokens["analyst@x1"] = (await Desk.SignInAsync("analyst@x1")).Access;
        Ids["{sessionId}"] = (await Desk.DoneAsync(HttpMethod.Get, "me/sessions", Token("analyst@x1")))[0].GetProperty("sessionId").GetString()!;
        Ids["{passkeyId}"] = (await Desk.DoneAsync(HttpMethod.Get, "me/security", Token("analyst@x1"))).GetProperty("passkeys")[0].GetProperty("passkeyId").GetString()!;
        Ids["{webhookId}"] = (await MakeAsync(
            "admin", "webhooks", new { url = $"https://{Marker}.invalid/", topics = new[] { "orders" }, description = Marker }))
            .GetProperty("webhookId").GetString()!;
        Ids["{deliveryId}"] = (await MakeAsync("admin", $"webhooks/{Ids["{webhookId}"]}/test", new { })).GetProperty("deliveryId").GetString()!;
        Ids["{tenantId}"] = "t-x1";
    }

    // Of the account, which no other tenant's can be the same as.
    private async Task<string> SnapshotAsync()
    {
        var snapshots = (await Desk.DoneAsync(HttpMethod.Get, "snapshots?kind=account", Token("pm@x1"))).GetProperty("items");
        return snapshots[0].GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> ItemAsync(string path) =>
        (await Desk.DoneAsync(HttpMethod.Get, path, Token("pm@x1"))).GetProperty("items")[0];

    private async Task QuotedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await Desk.GetAsync("instruments/EURUSD", Token("pm@x1"))) is var answer
            && (answer.StatusCode != HttpStatusCode.OK || !(await IdentityDesk.ReadAsync(answer)).TryGetProperty("quote", out var quote) || quote.ValueKind != JsonValueKind.Object))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private async Task<string> PlatformAsync()
    {
        var told = new StringWriter();
        Assert.Empty(await Desk.Services.GetRequiredService<PlatformSetup>().CreateAsync("ops@platform", told, TestContext.Current.CancellationToken));
        Desk.Remember("ops@platform", told.ToString().Split(' ', '\n').SkipWhile(w => w != "ops@platform").Skip(1).First(w => w.Length > 0));
        return (await Desk.SignInAsync("ops@platform")).Access;
    }

    private static Bar Bar(int hour)
    {
        var period = Timeframe.H1.PeriodAt(BarsFrom.AddHours(hour));
        var (open, close) = (1.39m + (0.0001m * (hour * 7 % 23)), 1.39m + (0.0001m * ((hour + 1) * 7 % 23)));
        return new Bar(Timeframe.H1, period.Start, period.End, period.Day, Prices(open, close, 0m), Prices(open, close, 0.0001m), 60, new Quantity(60m));
    }

    private static Ohlc Prices(decimal open, decimal close, decimal spread) => new(
        new Price(open + spread), new Price(Math.Max(open, close) + 0.0002m + spread), new Price(Math.Min(open, close) - 0.0002m + spread),
        new Price(close + spread));

    private static Ohlc Flat(Price price) => new(price, price, price, price);
}
