using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;

namespace Countersign.Web;

/// <summary>The desk's page: who is signed in, and the live part.</summary>
public sealed partial class Desk
{
    private const string Decider = "portfolioManager";
    private Me? me;

    private static IComponentRenderMode InteractiveServer => RenderMode.InteractiveServer;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [Inject]
    private DeskApi Api { get; set; } = null!;

    private DeskSession Session => Context.Session() ?? throw new InvalidOperationException("This page requires a session.");

    private bool CanDecide => me?.Roles.Contains(Decider) == true;

    private string TenantName => me!.TenantId.StartsWith("t-", StringComparison.Ordinal) ? me.TenantId[2..] : me.TenantId;

    private string RoleNames => string.Join(", ", me!.Roles.Select(RoleName));

    protected override async Task OnInitializedAsync()
    {
        try
        {
            me = await Api.For(Session).GetMeAsync(Context.RequestAborted).NeededAsync();
        }
        catch (SessionEndedException)
        {
            Context.Response.Redirect(SignIn.Path);
        }
        catch (DeskUnavailableException)
        {
            me = null;
        }
    }

    private static string RoleName(string role) => role switch
    {
        "platformAdmin" => "Platform admin",
        "tenantAdmin" => "Tenant admin",
        Decider => "Portfolio manager",
        "analyst" => "Analyst",
        "apiUser" => "API user",
        _ => role,
    };
}
