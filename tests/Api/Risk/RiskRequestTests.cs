using System.Net;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Risk;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;
using Policy = Countersign.Domain.Risk.RiskPolicy;

namespace Countersign.Tests.Api.Risk;

public sealed class RiskRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Limits_EveryOneOfThem_ReachTheRulesAndComeBack()
    {
        // A different number for each, so that no two can be taken for one another.
        var names = typeof(Countersign.Api.Contracts.Risk.RiskLimits).GetProperties().Select(p => (Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.PropertyType)).ToList();
        var limits = names.Select((n, i) => (n.Name, Json: n.PropertyType == typeof(bool?) ? "true" : $"{i + 1}")).ToList();
        Setting();
        var given = string.Join(',', limits.Select(l => $"\"{l.Name}\":{l.Json}"));
        using var response = await PutAsync("/api/v1/risk/limits", """{"reason":"why","limits":{""" + given + "}}");

        var policy = await ApiHost.ReadAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            limits.Select(l => $"{l.Name} {l.Json}"), limits.Select(l => $"{l.Name} {policy.GetProperty("limits").GetProperty(l.Name).GetRawText()}"));
        var caps = ((SetRiskCaps)host.Desk.Calls.Single(c => c.Method == nameof(IRiskPolicyGrain.SetLimitsAsync)).Arguments[0]!).Caps;
        Assert.All(Enum.GetValues<LimitKind>(), kind => Assert.NotNull(caps[kind]));
        Assert.Equal(Enum.GetValues<LimitKind>().Length, names.Count);
    }

    [Fact]
    public async Task Limits_WithAnUnknownOne_NameItByItsPath()
    {
        using var response = await PutAsync("/api/v1/risk/limits", """{"reason":"why","limits":{"maxPosition":1}}""");

        var problem = await ProblemAssert.NamesAsync(response, "limits.maxPosition");
        Assert.Contains("positionMax", problem.GetProperty("errors").GetProperty("limits.maxPosition")[0].GetString());
    }

    [Fact]
    public async Task Limits_OfAnAccount_NeedTheFourThatEveryAccountHas()
    {
        host.Desk.Reset();
        using var response = await PutAsync("/api/v1/accounts/a-1/risk/limits", """{"reason":"why","limits":{"positionMax":5}}""");

        await ProblemAssert.NamesAsync(response, "limits.dailyLossMax", "limits.openIdeasMax", "limits.quoteAgeSecondsMax");
        Assert.Empty(host.Desk.Calls);
    }

    [Fact]
    public async Task Limits_OfAnAccount_CarryTheReasonAndItsOwnFour()
    {
        host.Desk.Reset();
        using var response = await PutAsync(
            "/api/v1/accounts/a-1/risk/limits",
            """{"reason":"smaller","limits":{"positionMax":5,"dailyLossMax":6,"openIdeasMax":7,"quoteAgeSecondsMax":8.5,"leverageMax":9}}""");

        var command = (SetRiskLimits)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal("smaller", command.Reason);
        Assert.Equal(
            new Countersign.Domain.Risk.RiskLimits(new Quantity(5m), 6m, 7, TimeSpan.FromSeconds(8.5), new RiskCaps { MaxLeverage = 9m }), command.Limits);
    }

    [Fact]
    public async Task Blackouts_Malformed_AreNamedOneByOne()
    {
        using var response = await PutAsync(
            "/api/v1/risk/blackouts",
            """{"reason":"news","blackouts":[{"from":"2026-01-05T13:25:00Z","until":"soon","currency":"usd","title":""},null]}""");

        await ProblemAssert.NamesAsync(response, "blackouts[0].until", "blackouts[0].currency", "blackouts[0].title", "blackouts[1]");
    }

    [Theory]
    [InlineData("halt", TradingState.Halted)]
    [InlineData("reduce", TradingState.Reducing)]
    [InlineData("resume", TradingState.Active)]
    public async Task TradingState_OfTheTenant_IsChangedWithWhoAndWhy(string verb, TradingState state)
    {
        Switching();
        using var response = await host.PostAsync($"/api/v1/risk/{verb}", """{"reason":"lunch"}""", idempotencyKey: "k");

        var answer = await ApiHost.ReadAsync(response);
        Assert.Equal(
            ("tenant", "t-demo", 2), (answer.GetProperty("level").GetString(), answer.GetProperty("target").GetString(), answer.GetProperty("accounts").GetInt32()));
        Assert.Equal(new ChangeTrading(CommandId.Parse("k"), state, "lunch"), Assert.Single(host.Desk.Calls).Arguments[0]);
    }

    [Theory]
    [InlineData("""{"reason":"now","flatten":true}""", true)]
    [InlineData("""{"reason":"now"}""", false)]
    public async Task Halt_OfAnAccount_FlattensOnlyWhereAsked(string body, bool flatten)
    {
        Switching();
        using var response = await host.PostAsync("/api/v1/accounts/a-1/risk/halt", body);

        var change = (ChangeTrading)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal((TradingState.Halted, flatten, AccountId.Parse("a-1")), (change.To, change.Flatten, change.Account!.Value));
    }

    [Fact]
    public async Task WhatIf_AnswersEveryCheckAndPlacesNothing()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.CheckOrderAsync), _ => Reply.Done(new RiskReport(
        [
            new Countersign.Domain.Risk.RiskFinding(
                "position size", "risk.max_position", RiskUnit.Units, RiskVerdict.Refused, 2_000m, 1_000m, RiskLevel.Tenant,
                new Refusal("risk.max_position", "Too large.")),
            new Countersign.Domain.Risk.RiskFinding("spread", "risk.max_spread", RiskUnit.Percent, RiskVerdict.NotLimited, null, null, null, null),
        ])));
        using var response = await host.PostAsync(
            "/api/v1/risk/what-if", """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":2000}""", Roles.Analyst);

        var report = await ApiHost.ReadAsync(response);
        Assert.False(report.GetProperty("allowed").GetBoolean());
        Assert.Equal("Too large.", report.GetProperty("refusals")[0].GetProperty("message").GetString());
        Assert.Equal("""["refused","notLimited"]""", JsonSerializer.Serialize(report.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("verdict").GetString())));
        Assert.Equal(2_000m, report.GetProperty("checks")[0].GetProperty("figure").GetDecimal());
        Assert.Equal("tenant", report.GetProperty("checks")[0].GetProperty("level").GetString());
        Assert.Equal(nameof(IAccountGrain.CheckOrderAsync), Assert.Single(host.Desk.Calls).Method);
    }

    [Fact]
    public async Task TradingState_WithoutAReason_Answers400()
    {
        using var response = await host.PostAsync("/api/v1/accounts/a-1/risk/halt", """{"reason":" "}""");

        await ProblemAssert.NamesAsync(response, "reason");
    }

    [Fact]
    public async Task TradingState_OfAStrategyThatIsNotThere_Answers404AndChangesNoPolicy()
    {
        host.Desk.Reset();
        using var response = await host.PostAsync("/api/v1/strategies/s-none/risk/halt", """{"reason":"why"}""");

        await ProblemAssert.IsAsync(response, HttpStatusCode.NotFound, "not_found");
        Assert.DoesNotContain(host.Desk.Calls, c => c.Grain == typeof(IRiskPolicyGrain));
    }

    [Fact]
    public async Task Autonomy_WithEveryCondition_ReachesTheStrategy()
    {
        host.Desk.Reset();
        using var response = await PutAsync(
            "/api/v1/strategies/s-1/autonomy",
            """
            {"reason":"trust","autonomy":{"mode":"assisted","confidenceMin":0.7,"quantityMax":5000,"openTradesMax":3,"drawdownPercentMax":4.5,
             "dailyTarget":250,"hours":[{"from":"08:00","to":"17:30","zone":"Europe/London","days":["monday","friday"]}]}}
            """,
            Roles.PortfolioManager);

        var command = (SetStrategyAutonomy)Assert.Single(host.Desk.Calls, c => c.Method == nameof(IStrategyGrain.SetAutonomyAsync)).Arguments[0]!;
        var expected = new AutonomySettings(
            AutonomyMode.Assisted, 0.7, new Quantity(5000m), 3, 4.5m, 250m,
            [new Countersign.Domain.Risk.AutonomyHours(new TimeOnly(8, 0), new TimeOnly(17, 30), "Europe/London", [DayOfWeek.Monday, DayOfWeek.Friday])]);
        Assert.Equal(expected, Assert.IsType<Countersign.Domain.Risk.Autonomy.Governed>(command.Autonomy).Settings);
    }

    [Theory]
    [InlineData("""{"mode":"always"}""", "autonomy.mode")]
    [InlineData("""{"mode":"approveEverything","quantityMax":1}""", "autonomy.quantityMax")]
    [InlineData("""{"mode":"autoUnder","quantityMax":1,"dailyTarget":1}""", "autonomy.mode")]
    [InlineData("""{"mode":"automatic","hours":[{"from":"8","to":"17:00","zone":"UTC","days":["mon"]}]}""", "autonomy.hours[0].from", "autonomy.hours[0].days[0]")]
    public async Task Autonomy_Wrong_NamesTheField(string autonomy, params string[] fields)
    {
        using var response = await PutAsync(
            "/api/v1/strategies/s-1/autonomy", $$"""{"reason":"why","autonomy":{{autonomy}}}""", Roles.PortfolioManager);

        await ProblemAssert.NamesAsync(response, fields);
    }

    [Fact]
    public async Task Autonomy_OfAnAccount_LeftOut_LeavesItToTheStrategies()
    {
        host.Desk.Reset();
        using var response = await PutAsync("/api/v1/accounts/a-1/autonomy", """{"reason":"theirs"}""");

        var command = (SetAccountAutonomy)Assert.Single(host.Desk.Calls, c => c.Method == nameof(IAccountGrain.SetAutonomyAsync)).Arguments[0]!;
        Assert.Equal((null, "theirs"), (command.Autonomy, command.Reason));
    }

    [Fact]
    public async Task Deposit_CarriesAmountCurrencyAndKey()
    {
        host.Desk.Reset();
        using var response = await host.PostAsync(
            "/api/v1/accounts/a-1/deposits", """{"amount":1000.01,"currency":"USD"}""", Roles.TenantAdmin, "pay-1");

        var command = (DepositFunds)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal((new Money(1000.01m, Currency.Parse("USD")), "pay-1"), (command.Amount, command.CommandId.Value));
    }

    [Fact]
    public async Task Member_Added_BringsAHashAndNoPassword()
    {
        host.Desk.Reset();
        const string password = "correct horse battery";
        using var response = await host.PostAsync(
            "/api/v1/members", $$"""{"login":"new@demo","displayName":"New","password":"{{password}}","roles":["analyst","apiUser"]}""",
            Roles.TenantAdmin);

        var command = (RegisterUser)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal(("new@demo", Roles.Analyst | Roles.ApiUser, ApiHost.Tenant), (command.Login, command.Roles, command.TenantId));
        Assert.DoesNotContain(password, command.PasswordHash);
        Assert.NotEmpty(command.PasswordHash);
    }

    [Theory]
    [InlineData("""{"login":"a","displayName":"A","password":"short","roles":["analyst"]}""", "password")]
    [InlineData("""{"login":"a","displayName":"A","password":"long enough it is","roles":["boss"]}""", "roles")]
    [InlineData("""{"login":"a","displayName":"A","password":"long enough it is","roles":[]}""", "roles")]
    public async Task Member_Wrong_NamesTheField(string body, string field)
    {
        using var response = await host.PostAsync("/api/v1/members", body, Roles.TenantAdmin);

        await ProblemAssert.NamesAsync(response, field);
    }

    [Fact]
    public async Task Members_InPages_GiveEachOnce()
    {
        host.Desk.Reset();
        var tenant = new Tenant(ApiHost.Tenant, "Demo", System.Collections.Immutable.ImmutableSortedDictionary.Create<string, Member>(StringComparer.Ordinal));
        foreach (var login in new[] { "a@d", "b@d", "c@d" })
        {
            tenant = tenant with { Members = tenant.Members.Add(login, new Member(UserId.Parse("u-" + login[0]), login, Roles.Analyst)) };
        }

        host.Desk.On<ITenantGrain>(nameof(ITenantGrain.GetAsync), _ => Reply.Done(tenant));
        using var first = await host.GetAsync("/api/v1/members?limit=2", Roles.TenantAdmin);
        var page = await ApiHost.ReadAsync(first);
        using var second = await host.GetAsync($"/api/v1/members?limit=2&cursor={page.GetProperty("next").GetString()}", Roles.TenantAdmin);

        Assert.Equal(["a@d", "b@d"], Logins(page));
        Assert.Equal(["c@d"], Logins(await ApiHost.ReadAsync(second)));
    }

    private static IEnumerable<string> Logins(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("login").GetString()!);

    private void Setting()
    {
        host.Desk.Reset();
        host.Desk.On<IRiskPolicyGrain>(
            nameof(IRiskPolicyGrain.SetLimitsAsync), c => Reply.Done(Policy.Unset(RiskLevel.Tenant) with { Caps = ((SetRiskCaps)c.Arguments[0]!).Caps }));
    }

    private void Switching()
    {
        host.Desk.Reset();
        host.Desk.On<IDeskGrain>(
            nameof(IDeskGrain.ChangeTradingAsync), c => Reply.Done(new TradingStateView(((ChangeTrading)c.Arguments[0]!).To, 2, 0)));
    }

    private Task<HttpResponseMessage> PutAsync(string path, string body, Roles roles = Roles.TenantAdmin) =>
        host.SendAsync("PUT", path, host.Token(roles), ApiHost.Json(body));
}
