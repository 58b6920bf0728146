using Countersign.Web.Backtests;
using Countersign.Web.Layout;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>The pages' public face. A host adds them, uses them before the API, and maps them after it.</summary>
public static class CountersignWeb
{
    private static readonly PathString[] NotOurs = ["/api", "/health", "/openapi", "/explorer"];

    /// <summary>Adds what the pages need. They call the API over HTTP and share nothing else with it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; section <see cref="WebOptions.Section"/> is read, and validated at start.</param>
    public static IServiceCollection AddCountersignWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebOptions>()
            .Bind(configuration.GetSection(WebOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ApiAddress>().AddSingleton<BrowserAddress>().AddSingleton<DeskApi>().AddSingleton<SessionApi>().AddSingleton<DeskSessions>();
        services.AddApiClients();
        services.AddAuthentication().AddCookie(SessionCookie.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(SessionCookie.Scheme).Configure(SessionCookie.Configure);
        services.AddAuthorizationBuilder().AddPolicy(SessionCookie.Policy, SessionCookie.RequireSignedIn);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "countersign.form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddScoped<BrowserScript>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }

    /// <summary>Adds the pages' headers and static files. It leaves the API's paths alone.</summary>
    public static IApplicationBuilder UseCountersignWeb(this IApplicationBuilder app) =>
        app.UseWhen(IsOurs, ours => ours.Use(PageHeaders.AddAsync).UseExceptionHandler("/problem/500", createScopeForErrors: true)
            .UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true).UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache",
        }));

    /// <summary>Maps the pages. Authentication and authorisation stand before this in the pipeline.</summary>
    public static void MapCountersignWeb(this WebApplication app)
    {
        app.UseAntiforgery();
        PageFile.MapAll(app);
        app.MapSignOut();
        app.MapPasskeyOptions();
        app.MapBacktestFiles();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = "'none'");
    }

    private static bool IsOurs(HttpContext context) => !NotOurs.Any(p => context.Request.Path.StartsWithSegments(p, StringComparison.Ordinal));
}
