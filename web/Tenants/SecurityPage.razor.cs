using System.Text.Json;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Tenants;

/// <summary>One's own sign-in: password, second factor, passkeys, sessions.</summary>
public sealed partial class SecurityPage
{
    private CodesSetUp? setUp;
    private IReadOnlyList<string>? codes;
    private string code = "";
    private string current = "";
    private string wanted = "";
    private string passkeyName = "";
    private bool busy;

    [Inject]
    private BrowserScript Browser { get; set; } = null!;

    /// <summary>What stands instead of the desk until there is a second factor leads on from here; null on the page itself.</summary>
    [Parameter]
    public EventCallback Onward { get; set; }

    private bool IsSecured => State is { Security: { CodesEnabled: true } or { Passkeys.Count: > 0 } } && codes is null;

    protected override bool Concerns(string kind) => false;

    protected override async Task<Own> ReadAsync(CancellationToken cancellationToken)
    {
        var sessions = Visit.Api.ListSessionsAsync(cancellationToken);
        return new Own((await Visit.Api.GetSecurityAsync(cancellationToken)).Value, (await sessions).Value);
    }

    private async Task StartAsync()
    {
        var answer = await DoAsync(Visit.ActAsync(api => api.StartCodesAsync()), null);
        (setUp, code) = (answer.IsSuccess ? answer.Value : null, "");
    }

    private async Task EnableAsync()
    {
        var answer = await DoAsync(Visit.ActAsync(api => api.EnableCodesAsync(new CodeRequest { Code = code.Trim() })), "Sign-ins need a code from now on.");
        if (answer.IsSuccess)
        {
            (setUp, codes) = (null, answer.Value.Codes);
        }
    }

    private async Task ReplaceAsync()
    {
        var answer = await DoAsync(Visit.ActAsync(api => api.ReplaceRecoveryCodesAsync()), "The old recovery codes work no more.");
        codes = answer.IsSuccess ? answer.Value.Codes : null;
    }

    private Task DisableAsync() => DoAsync(Visit.ActAsync(api => api.DisableCodesAsync()), "Sign-ins need no code any more.");

    private async Task ChangePasswordAsync()
    {
        var request = new ChangePasswordRequest { CurrentPassword = current, NewPassword = wanted };
        (current, wanted) = ("", "");
        await DoAsync(Visit.ActAsync(api => api.ChangePasswordAsync(request)), "The password is changed.");
    }

    private async Task RegisterAsync()
    {
        var offered = await DoAsync(Visit.ActAsync(api => api.StartPasskeyRegistrationAsync()), null);
        if (!offered.IsSuccess || await Browser.CallAsync<MadePasskey>("createPasskey", offered.Value.Options) is not { } made)
        {
            return;
        }

        if (made.Credential is not { } credential)
        {
            Visit.Notes.Bad("No passkey was made.", [made.Problem ?? "The browser did not say why."]);
            return;
        }

        var request = new RegisterPasskeyRequest
        {
            Name = passkeyName.Trim(), State = offered.Value.State, Credential = JsonSerializer.Deserialize<JsonElement>(credential),
        };
        if ((await DoAsync(Visit.ActAsync(api => api.RegisterPasskeyAsync(request)), $"{request.Name} signs you in from now on.")).IsSuccess)
        {
            passkeyName = "";
        }
    }

    private Task RemoveAsync(PasskeySummary passkey) =>
        DoAsync(Visit.ActAsync(api => api.RemovePasskeyAsync(passkey.PasskeyId)), $"{passkey.Name} signs in no more.");

    private Task EndAsync(SignInSession session) => DoAsync(Visit.ActAsync(api => api.EndSessionAsync(session.SessionId)), "That session is over.");

    private Task EndOthersAsync() => DoAsync(Visit.ActAsync(api => api.EndOtherSessionsAsync()), "All other sessions are over.");

    private async Task<TAnswer> DoAsync<TAnswer>(Task<TAnswer> asked, string? done) where TAnswer : ApiAnswer
    {
        busy = true;
        var answer = await asked;
        busy = false;
        if (answer.Problem is { } problem)
        {
            Visit.Notes.Bad("It was left as it is.", problem.Lines());
        }
        else if (done is not null)
        {
            Visit.Notes.Good(done);
        }

        RereadSoon();
        return answer;
    }

    /// <summary>One's own sign-in.</summary>
    public sealed record Own(SignInSecurity Security, IReadOnlyList<SignInSession> Sessions);

    /// <summary>What the browser answered.</summary>
    private sealed record MadePasskey(string? Credential, string? Problem);
}
