using System.Net;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Countersign.Web.Tenants;

/// <summary>Signing in: a plain form, so that it works before any script runs.</summary>
public sealed partial class SignIn
{
    internal const string Path = "/sign-in";

    private string? problem;
    private bool asksForCode;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "sign-in")]
    private string? Login { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    private string? Code { get; set; }

    [SupplyParameterFromForm(FormName = "passkey")]
    private string? State { get; set; }

    [SupplyParameterFromForm(FormName = "passkey")]
    private string? Credential { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private SessionApi Api { get; set; } = null!;

    [Inject]
    private DeskApi Desk { get; set; } = null!;

    [Inject]
    private DeskSessions Sessions { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (HttpMethods.IsGet(Context.Request.Method) && !Context.Request.Query.ContainsKey("other") && (await Context.AuthenticateAsync(SessionCookie.Scheme)).Succeeded)
        {
            Navigation.NavigateTo("/");
        }
    }

    private IPAddress? Browser => Context.Connection.RemoteIpAddress;

    private async Task SubmitAsync()
    {
        if (string.IsNullOrWhiteSpace(Login) || string.IsNullOrEmpty(Password))
        {
            problem = "Enter your login and your password.";
            return;
        }

        try
        {
            switch (await Api.SignInAsync(Login.Trim(), Password, Blank(Code), Blank(Context.Request.Headers.UserAgent), Browser, Context.RequestAborted))
            {
                case SignInAnswer.Done done:
                    await BeginAsync(done);
                    break;
                case SignInAnswer.CodeNeeded:
                    asksForCode = true;
                    problem = "This login has a second factor. Enter your password again, and a code of your authenticator or a recovery code.";
                    break;
                case SignInAnswer.Slowed:
                    problem = "Too many sign-ins at the moment. Wait a minute and try again.";
                    break;
                default:
                    asksForCode = Blank(Code) is not null;
                    problem = asksForCode
                        ? "This login, password and code do not belong together. Check them and try again with a new code."
                        : "This login and password do not belong together. Check both and try again.";
                    break;
            }
        }
        catch (DeskUnavailableException e)
        {
            problem = $"{e.Message} Try again in a moment.";
        }
    }

    private async Task SubmitPasskeyAsync()
    {
        try
        {
            switch (await Api.SignInWithPasskeyAsync(State, Credential, Blank(Context.Request.Headers.UserAgent), Browser, Context.RequestAborted))
            {
                case SignInAnswer.Done done:
                    await BeginAsync(done);
                    break;
                case SignInAnswer.Slowed:
                    problem = "Too many sign-ins at the moment. Wait a minute and try again.";
                    break;
                default:
                    problem = "The desk does not know this passkey, or it came too late. Try again, or sign in with your password.";
                    break;
            }
        }
        catch (DeskUnavailableException e)
        {
            problem = $"{e.Message} Try again in a moment.";
        }
    }

    private async Task BeginAsync(SignInAnswer.Done done)
    {
        var session = Sessions.Begin(HeldTokens.Of(done.Tokens, Time.GetUtcNow()));
        session.Address = Browser;
        await SessionCookie.SignInAsync(Context, session);
        Navigation.NavigateTo(await StartPageAsync(session));
    }

    private async Task<string> StartPageAsync(DeskSession session)
    {
        try
        {
            var settings = await Desk.For(session).ListSettingsAsync(Context.RequestAborted);
            return DisplayChoices.Of(Context, settings.IsSuccess ? settings.Value.Items : []).Start;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            return "/";
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
