using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Countersign.Web.Tenants;

/// <summary>Where a handed-out link leads: an invitation is accepted, a forgotten password replaced. A plain form, without a session.</summary>
public sealed partial class SetPassword
{
    private IReadOnlyList<string> problems = [];
    private bool done;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? FromAddress { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    private string? DisplayName { get; set; }

    [SupplyParameterFromForm(FormName = "set-password")]
    private string? Password { get; set; }

    [Inject]
    private SessionApi Api { get; set; } = null!;

    private bool Joins => Context.Request.Path.StartsWithSegments("/join", StringComparison.Ordinal);

    private string Title => Joins ? "Join the desk" : "New password";

    private async Task SubmitAsync()
    {
        try
        {
            var problem = Joins
                ? await Api.AcceptInvitationAsync(Token ?? "", DisplayName?.Trim() ?? "", Password ?? "", Context.Connection.RemoteIpAddress, Context.RequestAborted)
                : await Api.ResetPasswordAsync(Token ?? "", Password ?? "", Context.Connection.RemoteIpAddress, Context.RequestAborted);
            problems = problem?.Lines() ?? [];
            done = problem is null;
        }
        catch (DeskUnavailableException e)
        {
            problems = [$"{e.Message} Try again in a moment."];
        }
    }
}
