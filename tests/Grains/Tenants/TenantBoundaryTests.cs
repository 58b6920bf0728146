using System.Reflection;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Risk;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Orleans;
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.Tenants;

/// <summary>Every method of every grain interface, called by nobody, by each role, from the other tenant and from the platform.</summary>
public sealed class TenantBoundaryTests(BoundaryCluster cluster) : IClassFixture<BoundaryCluster>
{
    private const Roles Members = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst | Roles.ApiUser;
    private const Roles Readers = Members | Roles.Desk;

    private static readonly TenantId Own = TenantId.Parse("t-own");
    private static readonly TenantId Other = TenantId.Parse("t-other");

    private static readonly Roles[] AllRoles = [.. Enum.GetValues<Roles>().Where(r => r != Roles.None)];

    private static readonly Dictionary<Type, string> Keys = new()
    {
        [typeof(ISignInGrain)] = GrainKeys.SignIn,
        [typeof(IPlatformRiskGrain)] = GrainKeys.PlatformRisk,
        [typeof(IRiskPolicyGrain)] = GrainKeys.TenantRisk(Own),
        [typeof(IMarketsGrain)] = GrainKeys.Markets,
        [typeof(ISnapshotGrain)] = GrainKeys.Snapshots(Own),
        [typeof(ISnapshotScheduleGrain)] = GrainKeys.SnapshotSchedule,
        [typeof(IMarketHistoryGrain)] = GrainKeys.MarketHistory,
        [typeof(IHistoryImportsGrain)] = GrainKeys.HistoryImports,
        [typeof(ICalendarGrain)] = GrainKeys.Calendar,
        [typeof(ITenantNewsGrain)] = GrainKeys.News(Own),
        [typeof(IInstrumentGrain)] = GrainKeys.Instrument(Symbol.Parse("EURUSD")),
        [typeof(IPaperVenueGrain)] = GrainKeys.PaperVenue(Symbol.Parse("EURUSD")),
        [typeof(ITenantGrain)] = GrainKeys.Tenant(Own),
        [typeof(IDeskGrain)] = GrainKeys.Tenant(Own),
        [typeof(IUserGrain)] = GrainKeys.User(Own, UserId.Parse("u-one")),
        [typeof(ITenantsGrain)] = GrainKeys.Tenants,
        [typeof(IApiKeysGrain)] = GrainKeys.ApiKeys(Own),
        [typeof(ISettingsGrain)] = GrainKeys.TenantSettings(Own),
        [typeof(IAccountsGrain)] = GrainKeys.Accounts(Own),
        [typeof(IWebhooksGrain)] = GrainKeys.Webhooks(Own),
        [typeof(IWebhookDispatchGrain)] = GrainKeys.WebhookDispatch(Own),
        [typeof(IAccountGrain)] = GrainKeys.Account(Own, AccountId.Parse("a-one")),
        [typeof(IStrategyGrain)] = GrainKeys.Strategy(Own, StrategyId.Parse("s-one")),
        [typeof(IBacktestGrain)] = GrainKeys.Backtest(Own, BacktestJobId.Parse("b-one")),
        [typeof(IBacktestQueueGrain)] = GrainKeys.Backtests(Own),
        [typeof(ITradeIdeaGrain)] = GrainKeys.TradeIdea(Own, TradeIdeaId.Parse("i-one")),
    };

    /// <summary>Who may call what. Written by hand: a change of an attribute must be made here too, and be seen.</summary>
    private static readonly Dictionary<string, Roles> Golden = new()
    {
        ["ISignInGrain.FindLoginAsync"] = Roles.SignIn | Roles.PlatformAdmin,

        ["ITenantGrain.CreateAsync"] = Roles.PlatformAdmin,
        ["ITenantGrain.AddMemberAsync"] = Roles.PlatformAdmin | Roles.TenantAdmin,
        ["ITenantGrain.GetAsync"] = Members,
        ["IHistoryImportsGrain.BeginAsync"] = Roles.PlatformAdmin,
        ["IHistoryImportsGrain.WriteAsync"] = Roles.PlatformAdmin,
        ["IHistoryImportsGrain.ListAsync"] = Roles.PlatformAdmin,
        ["IHistoryImportsGrain.GetAsync"] = Roles.PlatformAdmin,
        ["IHistoryImportsGrain.RemoveAsync"] = Roles.PlatformAdmin,
        ["ITenantGrain.GovernAsync"] = Roles.PlatformAdmin,
        ["ITenantGrain.CompleteErasureAsync"] = Roles.Desk,
        ["ITenantGrain.SummariseAsync"] = Roles.PlatformAdmin,
        ["ITenantGrain.InviteAsync"] = Roles.PlatformAdmin | Roles.TenantAdmin,
        ["ITenantGrain.AcceptInvitationAsync"] = Roles.SignIn,
        ["ITenantGrain.ChangeAsync"] = Roles.TenantAdmin,
        ["ITenantGrain.HelpMemberAsync"] = Roles.TenantAdmin,
        ["ITenantGrain.GetStandingAsync"] = Roles.SignIn,
        ["ITenantGrain.GetRequestsPerMinuteAsync"] = Roles.SignIn,

        ["ISettingsGrain.SetPlatformAsync"] = Roles.PlatformAdmin,
        ["ISettingsGrain.SetTenantAsync"] = Roles.TenantAdmin,
        ["ISettingsGrain.SetOwnAsync"] = Members | Roles.PlatformAdmin,
        ["ISettingsGrain.GetAsync"] = Roles.SignIn,

        ["ITenantsGrain.ListAsync"] = Roles.PlatformAdmin,

        ["IApiKeysGrain.ListAsync"] = Roles.TenantAdmin,
        ["IApiKeysGrain.ChangeAsync"] = Roles.TenantAdmin,
        ["IApiKeysGrain.OpenAsync"] = Roles.SignIn,

        ["IWebhooksGrain.ListAsync"] = Roles.TenantAdmin | Roles.Desk,
        ["IWebhooksGrain.GetAsync"] = Roles.TenantAdmin,
        ["IWebhooksGrain.ChangeAsync"] = Roles.TenantAdmin | Roles.Desk,
        ["IWebhooksGrain.TestAsync"] = Roles.TenantAdmin,
        ["IWebhooksGrain.DeliveriesAsync"] = Roles.TenantAdmin,
        ["IWebhooksGrain.RedeliverAsync"] = Roles.TenantAdmin,
        ["IWebhooksGrain.ReplayAsync"] = Roles.TenantAdmin,
        ["IWebhookDispatchGrain.RunAsync"] = Roles.Desk,

        ["IUserGrain.RegisterAsync"] = Roles.Desk,
        ["IUserGrain.GetCredentialAsync"] = Roles.SignIn,
        ["IUserGrain.SignInAsync"] = Roles.SignIn,
        ["IUserGrain.RefreshAsync"] = Roles.SignIn,
        ["IUserGrain.EndSessionAsync"] = Roles.SignIn,
        ["IUserGrain.GetProfileAsync"] = Members | Roles.PlatformAdmin,
        ["IUserGrain.ManageAsync"] = Roles.Desk,
        ["IUserGrain.SignInWithPasskeyAsync"] = Roles.SignIn,
        ["IUserGrain.ResetPasswordAsync"] = Roles.SignIn,
        ["IUserGrain.GetStandingAsync"] = Roles.SignIn,
        ["IUserGrain.GetSecurityAsync"] = Members | Roles.PlatformAdmin,
        ["IUserGrain.ChangeAsync"] = Members | Roles.PlatformAdmin,

        ["IMarketsGrain.ListAsync"] = Readers,
        ["IMarketsGrain.FeedsAsync"] = Readers,

        ["IInstrumentGrain.GetAsync"] = Readers,
        ["IInstrumentGrain.GetQuoteAsync"] = Readers,
        ["IInstrumentGrain.GetBarsAsync"] = Readers,
        ["IInstrumentGrain.GetHistoryAsync"] = Roles.Desk,
        ["IInstrumentGrain.GetFeaturesAsync"] = Readers,
        ["IInstrumentGrain.GetFeedAsync"] = Readers,
        ["IInstrumentGrain.BeginSessionAsync"] = Roles.Desk,
        ["IInstrumentGrain.ReportMalformedAsync"] = Roles.Desk,
        ["IInstrumentGrain.TakenAsync"] = Roles.Desk,

        ["IPaperVenueGrain.ConnectAsync"] = Roles.Desk,
        ["IPaperVenueGrain.SubmitAsync"] = Roles.Desk,
        ["IPaperVenueGrain.AmendAsync"] = Roles.Desk,
        ["IPaperVenueGrain.CancelAsync"] = Roles.Desk,
        ["IPaperVenueGrain.FindAsync"] = Roles.Desk,
        ["IPaperVenueGrain.MessagesAsync"] = Roles.Desk,
        ["IPaperVenueGrain.OpenOrdersAsync"] = Roles.Desk,
        ["IPaperVenueGrain.PositionAsync"] = Roles.Desk,
        ["IPaperVenueGrain.TakenAsync"] = Roles.Desk,

        ["ISnapshotGrain.GetAsync"] = Readers,
        ["ISnapshotGrain.ListAsync"] = Readers,
        ["ISnapshotScheduleGrain.TakeAsync"] = Roles.Desk,
        ["IMarketHistoryGrain.ListAsync"] = Readers,
        ["IMarketHistoryGrain.BarsAsync"] = Readers,
        ["ICalendarGrain.ListAsync"] = Readers,
        ["ICalendarGrain.ImportAsync"] = Roles.PlatformAdmin | Roles.Desk,
        ["ICalendarGrain.AroundAsync"] = Roles.Desk,
        ["ITenantNewsGrain.ListAsync"] = Readers,
        ["ITenantNewsGrain.RecentAsync"] = Roles.Desk,
        ["ITenantNewsGrain.AddAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser,

        ["IStrategyGrain.CreateAsync"] = Roles.PortfolioManager,
        ["IStrategyGrain.ReviseAsync"] = Roles.PortfolioManager,
        ["IStrategyGrain.ActivateAsync"] = Roles.PortfolioManager,
        ["IStrategyGrain.PauseAsync"] = Roles.PortfolioManager | Roles.Desk,
        ["IStrategyGrain.RetireAsync"] = Roles.PortfolioManager,
        ["IStrategyGrain.SetAutonomyAsync"] = Roles.PortfolioManager,
        ["IStrategyGrain.GetAsync"] = Members,
        ["IStrategyGrain.ListVersionsAsync"] = Members,
        ["IStrategyGrain.GetVersionAsync"] = Members,
        ["IStrategyGrain.CompareAsync"] = Members,
        ["IStrategyGrain.WakeAsync"] = Roles.Desk,

        ["IBacktestGrain.SubmitAsync"] = Roles.Desk,
        ["IBacktestGrain.StartAsync"] = Roles.Desk,
        ["IBacktestGrain.ResumeAsync"] = Roles.Desk,
        ["IBacktestGrain.EndAsync"] = Roles.Desk,
        ["IBacktestGrain.CancelAsync"] = Roles.Desk,
        ["IBacktestGrain.RemoveAsync"] = Roles.Desk,
        ["IBacktestGrain.GetAsync"] = Readers,
        ["IBacktestGrain.ReadResultAsync"] = Members,

        ["IBacktestQueueGrain.SubmitAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser,
        ["IBacktestQueueGrain.CancelAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser,
        ["IBacktestQueueGrain.RemoveAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser,
        ["IBacktestQueueGrain.GetAsync"] = Members,
        ["IBacktestQueueGrain.TakeAsync"] = Roles.Desk,
        ["IBacktestQueueGrain.ProgressAsync"] = Roles.Desk,
        ["IBacktestQueueGrain.EndAsync"] = Roles.Desk,
        ["IBacktestQueueGrain.WakeAsync"] = Roles.Desk,

        ["ITradeIdeaGrain.RaiseAsync"] = Roles.Desk,
        ["ITradeIdeaGrain.ApproveAsync"] = Roles.PortfolioManager,
        ["ITradeIdeaGrain.RejectAsync"] = Roles.PortfolioManager,
        ["ITradeIdeaGrain.PreviewApprovalAsync"] = Members,
        ["ITradeIdeaGrain.GetAsync"] = Readers,
        ["ITradeIdeaGrain.SettleAsync"] = Roles.Desk,
        ["ITradeIdeaGrain.WithdrawAsync"] = Roles.Desk,

        ["IAccountsGrain.ListAsync"] = Members,
        ["IAccountsGrain.AddAsync"] = Roles.Desk,

        ["IAccountGrain.OpenAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.DepositAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.WithdrawAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.AdjustAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.SetTermsAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.SplitAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.SetLimitsAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.SetTradingStateAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Desk,
        ["IAccountGrain.SetAutonomyAsync"] = Roles.TenantAdmin,
        ["IAccountGrain.GetIdeaFactsAsync"] = Roles.Desk,
        ["IAccountGrain.GetAsync"] = Members,
        ["IAccountGrain.PlaceOrderAsync"] = Roles.PortfolioManager | Roles.ApiUser | Roles.Desk,
        ["IAccountGrain.AmendOrderAsync"] = Roles.PortfolioManager | Roles.ApiUser | Roles.Desk,
        ["IAccountGrain.CancelOrderAsync"] = Roles.PortfolioManager | Roles.ApiUser | Roles.Desk,
        ["IAccountGrain.CancelAllOrdersAsync"] = Roles.PortfolioManager | Roles.ApiUser | Roles.Desk,
        ["IAccountGrain.ClosePositionAsync"] = Roles.PortfolioManager | Roles.ApiUser | Roles.Desk,
        ["IAccountGrain.CheckOrderAsync"] = Members,
        ["IAccountGrain.EnforceAsync"] = Roles.Desk,
        ["IAccountGrain.GetOrderAsync"] = Readers,
        ["IAccountGrain.GetRiskFactsAsync"] = Roles.Desk,
        ["IAccountGrain.GetPositionAsync"] = Roles.Desk,
        ["IAccountGrain.GetProtectionAsync"] = Roles.Desk,
        ["IAccountGrain.RecoverAsync"] = Roles.Desk,

        ["IRiskPolicyGrain.SetLimitsAsync"] = Roles.TenantAdmin,
        ["IRiskPolicyGrain.SetBlackoutsAsync"] = Roles.TenantAdmin,
        ["IRiskPolicyGrain.SetCalendarBlackoutsAsync"] = Roles.TenantAdmin,
        ["IRiskPolicyGrain.SetTradingStateAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Desk,
        ["IRiskPolicyGrain.HaltAsync"] = Roles.Desk,
        ["IRiskPolicyGrain.GetAsync"] = Readers,
        ["IRiskPolicyGrain.GetPlatformStateAsync"] = Readers,
        ["IRiskPolicyGrain.AskAsync"] = Roles.Desk,

        ["IPlatformRiskGrain.SetLimitsAsync"] = Roles.PlatformAdmin,
        ["IPlatformRiskGrain.SetBlackoutsAsync"] = Roles.PlatformAdmin,
        ["IPlatformRiskGrain.SetCalendarBlackoutsAsync"] = Roles.PlatformAdmin,
        ["IPlatformRiskGrain.SetTradingStateAsync"] = Roles.PlatformAdmin,
        ["IPlatformRiskGrain.GetAsync"] = Roles.PlatformAdmin | Roles.Desk,

        ["IDeskGrain.ChangeTradingAsync"] = Roles.TenantAdmin | Roles.PortfolioManager,
        ["IDeskGrain.AccountsAsync"] = Members,
        ["IDeskGrain.StrategiesAsync"] = Members,
        ["IDeskGrain.TradeIdeasAsync"] = Members,
        ["IDeskGrain.OrdersAsync"] = Members,
        ["IDeskGrain.ExecutionsAsync"] = Members,
        ["IDeskGrain.PositionsAsync"] = Members,
        ["IDeskGrain.TradesAsync"] = Members,
        ["IDeskGrain.LedgerAsync"] = Members,
        ["IDeskGrain.EquityAsync"] = Members,
        ["IDeskGrain.ControlsAsync"] = Members,
        ["IDeskGrain.DecisionsAsync"] = Members,
        ["IDeskGrain.BacktestsAsync"] = Members,
        ["IDeskGrain.ReplayDecisionAsync"] = Members,
        ["IDeskGrain.VerifyAuditAsync"] = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst,
    };

    public static TheoryData<string> Methods => [.. GrainMethods(typeof(ITenantGrain).Assembly).Select(NameOf)];

    [Fact]
    public void GrainMethod_OfTheDesk_IsInTheTableAndTheTableHasNoOther() =>
        Assert.Equal(Golden.Keys.Order(), GrainMethods(typeof(ITenantGrain).Assembly).Select(NameOf).Order());

    [Fact]
    public void GrainMethod_OfTheDesk_NamesItsRoles() => Assert.Empty(Unmarked(typeof(ITenantGrain).Assembly));

    [Fact]
    public void GrainMethod_WithoutRoles_IsFoundByTheCheck() =>
        Assert.Contains("IUnmarkedGrain.TellAsync", Unmarked(typeof(IUnmarkedGrain).Assembly));

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task GrainMethod_CalledByEveryone_LetsInThoseOfTheTableOnly(string name)
    {
        var method = GrainMethods(typeof(ITenantGrain).Assembly).Single(m => NameOf(m) == name);
        var key = Keys[method.DeclaringType!];
        foreach (var caller in Callers())
        {
            var outcome = await CallAsync(method, key, caller);
            Assert.True(Expected(key, Golden[name], caller) == outcome, $"{name} called by {Text(caller)}: {outcome.Name}");
        }
    }

    [Fact]
    public async Task GrainMethod_WithoutRoles_IsDeniedToEveryone()
    {
        var method = typeof(IUnmarkedGrain).GetMethod(nameof(IUnmarkedGrain.TellAsync))!;
        foreach (var caller in Callers())
        {
            var outcome = await CallAsync(method, GrainKeys.Tenant(Own), caller);
            Assert.True(outcome.IsSubclassOf(typeof(AccessDeniedException)), $"called by {Text(caller)}: {outcome.Name}");
        }
    }

    [Fact]
    public async Task Grain_ReachingWithinItsTenant_IsLetIn() => Assert.True(await ReachAsync(Own, disguised: false));

    [Fact]
    public async Task Grain_ReachingAnotherTenant_IsRefused() =>
        await Assert.ThrowsAsync<ForeignTenantException>(() => ReachAsync(Other, disguised: false));

    [Fact]
    public async Task Grain_ReachingAnotherTenantAsItsAdministrator_IsRefused() =>
        await Assert.ThrowsAsync<ForeignTenantException>(() => ReachAsync(Other, disguised: true));

    private async Task<bool> ReachAsync(TenantId tenant, bool disguised)
    {
        RequestContext.Clear();
        CallerContext.Set(new Caller(Own, Actor.Desk, Roles.PortfolioManager));
        var account = GrainKeys.Account(tenant, AccountId.Parse("a-two"));
        var grain = cluster.Grains.GetGrain<IReachingGrain>(GrainKeys.Tenant(Own));
        return await (disguised ? grain.ReachInDisguiseAsync(account) : grain.ReachAsync(account));
    }

    /// <summary>Nobody; each role of the own tenant, of the other one, and without a tenant; and one who has every role of the other.</summary>
    private static IEnumerable<Caller?> Callers()
    {
        yield return null;
        foreach (var role in AllRoles.Append(Roles.None))
        {
            yield return new Caller(Own, Actor.Desk, role);
            yield return new Caller(Other, Actor.Desk, role);
            yield return new Caller(null, Actor.Desk, role);
        }

        yield return new Caller(Other, Actor.Desk, AllRoles.Aggregate((all, role) => all | role));
    }

    private static Type Expected(string key, Roles allowed, Caller? caller)
    {
        if (caller is null)
        {
            return typeof(NoCallerException);
        }

        var isAllowed = (caller.Roles & allowed) != Roles.None;
        var isOfThePlatform = caller is { Tenant: null, Roles: Roles.PlatformAdmin or Roles.SignIn };
        var isInside = !key.StartsWith(TenantId.Prefix, StringComparison.Ordinal) || caller.Tenant == Own || (isOfThePlatform && isAllowed);
        return !isInside ? typeof(ForeignTenantException) : isAllowed ? typeof(LetThroughException) : typeof(RoleDeniedException);
    }

    /// <summary>Calls through the cluster, with arguments that no grain will see; the exception that ended the call.</summary>
    private async Task<Type> CallAsync(MethodInfo method, string key, Caller? caller)
    {
        RequestContext.Clear();
        RequestContext.Set(BehindTheBoundary.Key, true);
        if (caller is not null)
        {
            CallerContext.Set(caller);
        }

        var grain = cluster.Grains.GetGrain(method.DeclaringType!, key);
        object?[] arguments = [.. method.GetParameters().Select(p => p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : null)];
        var exception = await Record.ExceptionAsync(() => AsTask(method.Invoke(grain, arguments)!));
        RequestContext.Clear();
        return exception?.GetType() ?? typeof(void);
    }

    private static Task AsTask(object returned) => returned switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        _ => (Task)returned.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(returned, null)!,
    };

    private static IEnumerable<MethodInfo> GrainMethods(Assembly assembly) => assembly.GetTypes()
        .Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain)))
        .SelectMany(t => t.GetInterfaces().Where(b => b.Assembly == assembly).Append(t))
        .Distinct()
        .SelectMany(t => t.GetMethods());

    private static IEnumerable<string> Unmarked(Assembly assembly) => GrainMethods(assembly)
        .Where(m => m.GetCustomAttribute<AllowRolesAttribute>() is not { Roles: not Roles.None }).Select(NameOf);

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static string Text(Caller? caller) => caller is null ? "nobody" : $"{caller.Roles} of {caller.Tenant?.Value ?? "the platform"}";
}
