using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Execution;

public sealed class PositionListTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly Currency Usd = Currency.Parse("USD");

    private readonly Dictionary<string, AccountView> views = [];

    [Fact]
    public async Task List_OfSeveralAccounts_IsInTheOrderOfAccountAndSymbol()
    {
        Playing();
        Hold("a-one", 1.10m, "GBPUSD", "EURUSD");
        Hold("a-two", 1.10m, "AUDUSD");

        var items = await ListAsync("/api/v1/positions");

        Assert.Equal(
            ["a-one EURUSD", "a-one GBPUSD", "a-two AUDUSD"],
            items.Select(p => $"{p.GetProperty("accountId").GetString()} {p.GetProperty("symbol").GetString()}"));
        Assert.DoesNotContain(host.Desk.Calls, c => c.Grain == typeof(IDeskGrain));
    }

    [Fact]
    public async Task List_OfASymbolAndAnAccount_HasNoOther()
    {
        Playing();
        Hold("a-one", 1.10m, "GBPUSD", "EURUSD");
        Hold("a-two", 1.10m, "EURUSD");

        Assert.Equal(2, (await ListAsync("/api/v1/positions?symbol=EURUSD")).Length);
        Assert.Equal("GBPUSD", Assert.Single(await ListAsync("/api/v1/positions?symbol=GBPUSD&accountId=a-one")).GetProperty("symbol").GetString());
        Assert.Empty(await ListAsync("/api/v1/positions?symbol=GBPUSD&accountId=a-two"));
        Assert.Empty(await ListAsync("/api/v1/positions?accountId=a-nobody"));
    }

    [Fact]
    public async Task List_AfterTheAccountWasValuedAnew_HasTheNewFigures()
    {
        Playing();
        Hold("a-one", 1.10m, "EURUSD");
        var before = Assert.Single(await ListAsync("/api/v1/positions"));
        var again = Assert.Single(await ListAsync("/api/v1/positions"));
        Hold("a-one", 1.20m, "EURUSD");
        var after = Assert.Single(await ListAsync("/api/v1/positions"));

        Assert.Equal(before.GetRawText(), again.GetRawText());
        Assert.Equal(0m, before.GetProperty("unrealisedPnl").GetDecimal());
        Assert.Equal(100m, after.GetProperty("unrealisedPnl").GetDecimal());
        Assert.Equal(1.20m, after.GetProperty("quote").GetProperty("bid").GetDecimal());
    }

    [Fact]
    public async Task List_LongerThanTheLimit_IsCutByTheListAndSaysWhatFollows()
    {
        Playing();
        Hold("a-one", 1.10m, "GBPUSD", "EURUSD");
        host.Desk.On<IDeskGrain>(nameof(IDeskGrain.PositionsAsync), c => new Page<PositionRow>(
            [
                new PositionRow(
                    ApiHost.Tenant, AccountId.Parse("a-one"), PositionId.Parse("p-eurusd"), Symbol.Parse("EURUSD"), 1_000m, 1.1m, 0m, host.Time.Now,
                    host.Time.Now),
            ],
            "next \"part\""));

        using var response = await host.GetAsync("/api/v1/positions?limit=1");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await ApiHost.ReadAsync(response);
        Assert.Equal("EURUSD", Assert.Single(body.GetProperty("items").EnumerateArray()).GetProperty("symbol").GetString());
        Assert.Equal("next \"part\"", body.GetProperty("next").GetString());
    }

    private void Playing()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountsGrain>(
            nameof(IAccountsGrain.ListAsync),
            _ => views.Keys.Order(StringComparer.Ordinal).Select(AccountId.Parse).ToImmutableArray());
        host.Desk.On<IAccountGrain>(
            nameof(IAccountGrain.GetAsync),
            c => views.TryGetValue(c.Key.Split('/')[1], out var view) ? Reply.Done(view) : Reply.NotFound<AccountView>("account"));
    }

    private void Hold(string id, decimal bid, params string[] symbols)
    {
        var account = AccountDecider.Apply(
            null,
            new AccountOpened(
                AccountId.Parse(id), id, Usd, RiskLimits.Default, CommissionModel.None, Actor.Parse("user:u-anna"), host.Time.Now));
        foreach (var symbol in symbols.Select(Symbol.Parse))
        {
            var terms = InstrumentTerms.Of(Instruments.Find(symbol)!);
            var position = new Position(terms, new Quantity(1_000m), 1_100m, null, null, null, null, host.Time.Now);
            account = account with { Positions = account.Positions.Add(position.Id, position) };
        }

        var quotes = symbols.Select(Symbol.Parse).ToImmutableSortedDictionary(
            s => s, s => new Quote(s, host.Time.Now, new Price(bid), new Price(bid + 0.0001m), Simulated: true));
        views[id] = new AccountView(account, quotes, account.Unrealised(quotes), account.Equity(quotes), new Money(0m, Usd));
    }

    private async Task<JsonElement[]> ListAsync(string path)
    {
        using var response = await host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await ApiHost.ReadAsync(response)).GetProperty("items").EnumerateArray()];
    }
}
