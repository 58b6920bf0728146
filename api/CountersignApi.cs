using Countersign.Api.Accounts;
using Countersign.Api.Audit;
using Countersign.Api.Backtests;
using Countersign.Api.Execution;
using Countersign.Api.Health;
using Countersign.Api.Markets;
using Countersign.Api.Notifications;
using Countersign.Api.OpenApi;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Api.Strategies;
using Countersign.Api.Tenants;
using Countersign.Api.TradeIdeas;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Countersign.Api;

/// <summary>The API's public face. A host adds it, uses it before its own endpoints, and maps it.</summary>
public static class CountersignApi
{
    /// <summary>Where every endpoint but health and the OpenAPI document stands.</summary>
    public const string Root = "/api/v1";

    /// <summary>Adds what the API needs. The host brings the grains' client, an <see cref="IAccessTokenKey"/> and its health
    /// checks.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; section <see cref="ApiOptions.Section"/> is read, and validated at
    /// start.</param>
    public static IServiceCollection AddCountersignApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>()
            .Bind(configuration.GetSection(ApiOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AccessTokens>().AddSingleton<Passwords>().AddSingleton<SignInDesk>().AddSingleton<SteadyRefusal>();
        services.TryAddSingleton<IRandomness, SystemRandomness>();
        services.AddDataProtection();
        services.AddIdentityCore<PasskeyUser>().AddUserStore<PasskeyUserStore>();
        services.AddScoped<IPasskeyHandler<PasskeyUser>, PasskeyHandler<PasskeyUser>>();
        services.AddSingleton<PasskeyCeremonies>().AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>();
        services.AddSingleton<SecondFactors>().AddSingleton<CredentialCheck>().AddSingleton<SessionGate>().AddSingleton<ApiKeyGate>().AddSingleton<TenantGates>();
        services.AddSingleton<KeyUses>().AddSingleton<Precondition>().AddSingleton<ExceptionProblems>().AddSingleton<Desk>().AddSingleton<LiveHub>().AddSingleton<LiveAccess>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, BearerAuthenticationHandler>(BearerAuthenticationHandler.SchemeName, null);
        services.AddAuthorization(Access.AddPolicies);
        services.AddSingleton<SettingsDesk>().AddSingleton<RequestLimits>().AddSingleton<TenantAllowances>().AddSingleton<LoadGauge>().AddHostedService<LoadProbe>();
        services.AddHealthChecks();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services.AddApiDocument();
    }

    /// <summary>Adds the API's middleware: problem details, authentication, limits, shedding. It leaves other paths' answers alone.</summary>
    public static IApplicationBuilder UseCountersignApi(this IApplicationBuilder app)
    {
        app.UseWhen(IsOurs, ours => ours.UseMiddleware<ForwardedAddress>().Use(AnswerHeaders.AddAsync).Use(BodyCharset.CheckAsync).UseMiddleware<ProblemMiddleware>().UseWebSockets());
        return app.UseApiExplorer().UseRouting().UseAuthentication().UseAuthorization().UseMiddleware<LimitRequests>().UseMiddleware<LoadShedding>();
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapCountersignApi(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value;
        var api = endpoints.MapGroup(Root).WithMetadata(new BodyLimit(options.BodyBytesMax)).AddEndpointFilterFactory(KnownQuery.Filter)
            .AddEndpointFilterFactory(KeyReuse.Filter).AddEndpointFilterFactory(AnswerShape.Filter).AddEndpointFilterFactory(Precondition.Filter)
            .MarkByMethod();
        api.MapSessions();
        api.MapOwnSecurity();
        api.MapCodes();
        api.MapPasskeys();
        api.MapMembers();
        api.MapInvitations();
        api.MapApiKeys();
        api.MapSettings();
        api.MapPlatformTenants();
        api.MapMarkets();
        api.MapHistory();
        api.MapHistoryImports();
        api.MapCalendar();
        api.MapNews();
        api.MapTradingSessions();
        api.MapIndicators();
        api.MapIndicatorSeries();
        api.MapStrategies();
        api.MapStrategyVersions();
        api.MapBacktests();
        api.MapBacktestResults();
        api.MapTradeIdeas();
        api.MapAccounts();
        api.MapAccountTerms();
        api.MapLedger();
        api.MapOrders();
        api.MapOco();
        api.MapWorkingOrders();
        api.MapExecutions();
        api.MapPositions();
        api.MapTenantRisk();
        api.MapAccountRisk();
        api.MapStrategyRisk();
        api.MapPlatformRisk();
        api.MapAutonomy();
        api.MapWhatIf();
        api.MapCorrelations();
        api.MapRiskChanges();
        api.MapAudit();
        api.MapSnapshots();
        api.MapLive();
        api.MapWebhooks();
        api.MapWebhookDeliveries();
        endpoints.MapHealth();
        endpoints.MapApiDocument();
    }

    private static bool IsOurs(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments(ApiExplorer.Path, StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal);
}
