using System.Net;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;

namespace Countersign.Web.Tenants;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    public sealed record Done(SessionTokens Tokens) : SignInAnswer;

    /// <summary>Login and password do not belong together.</summary>
    public sealed record Refused : SignInAnswer;

    /// <summary>The password is right, and a code of the second factor is needed too.</summary>
    public sealed record CodeNeeded : SignInAnswer;

    /// <summary>Too many tries for now.</summary>
    public sealed record Slowed : SignInAnswer;
}

/// <summary>The API's session endpoints, which nobody needs a session for.</summary>
internal sealed class SessionApi(IHttpClientFactory clients, ApiAddress address, BrowserAddress browsers)
{
    /// <param name="login">The login name.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">Of the second factor; null where there is none.</param>
    /// <param name="device">What the browser says it is: its owner finds the session by it in the list.</param>
    /// <param name="browser">Its network address.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<SignInAnswer> SignInAsync(
        string login, string password, string? code, string? device, IPAddress? browser, CancellationToken cancellationToken)
    {
        var request = new SignInRequest { Login = login, Password = password, Code = code };
        return Read(await For(device, browser).SignInAsync(request, cancellationToken));
    }

    /// <summary>Begins a sign-in with a passkey; null where too many are tried for now.</summary>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<PasskeyCeremony?> StartPasskeyAsync(IPAddress? browser, CancellationToken cancellationToken)
    {
        var answer = await For(device: null, browser).StartPasskeySignInAsync(cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => answer.Value,
            HttpStatusCode.TooManyRequests => null,
            _ => throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode}."),
        };
    }

    /// <param name="state">What came with the options.</param>
    /// <param name="credential">The browser's answer, JSON.</param>
    /// <param name="device">What the browser says it is.</param>
    /// <param name="browser">Its network address.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<SignInAnswer> SignInWithPasskeyAsync(
        string? state, string? credential, string? device, IPAddress? browser, CancellationToken cancellationToken)
    {
        JsonElement read;
        try
        {
            read = JsonSerializer.Deserialize<JsonElement>(credential ?? "null");
        }
        catch (JsonException)
        {
            return new SignInAnswer.Refused();
        }

        return Read(await For(device, browser).SignInWithPasskeyAsync(new PasskeySignInRequest { State = state, Credential = read }, cancellationToken));
    }

    /// <summary>The next tokens; null where the session is over.</summary>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<SessionTokens?> RefreshAsync(string refreshToken, IPAddress? browser, CancellationToken cancellationToken)
    {
        var answer = await For(device: null, browser).RefreshSessionAsync(new RefreshRequest { RefreshToken = refreshToken }, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => answer.Value,
            HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest => null,
            _ => throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode}."),
        };
    }

    /// <summary>Becomes a member by an invitation; why not, null where it worked.</summary>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<Problem?> AcceptInvitationAsync(
        string token, string displayName, string password, IPAddress? browser, CancellationToken cancellationToken) =>
        (await For(device: null, browser).AcceptInvitationAsync(
            new AcceptInvitationRequest { Token = token, DisplayName = displayName, Password = password }, cancellationToken)).Problem;

    /// <summary>Sets a new password with a token that an administrator handed out; why not, null where it worked.</summary>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<Problem?> ResetPasswordAsync(string token, string password, IPAddress? browser, CancellationToken cancellationToken) =>
        (await For(device: null, browser).ResetPasswordAsync(new ResetPasswordRequest { Token = token, Password = password }, cancellationToken)).Problem;

    private static SignInAnswer Read(ApiAnswer<SessionTokens> answer) => answer.StatusCode switch
    {
        HttpStatusCode.OK => new SignInAnswer.Done(answer.Value),
        HttpStatusCode.Unauthorized when answer.Problem?.Code == ProblemCodes.SignInCode => new SignInAnswer.CodeNeeded(),
        HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest => new SignInAnswer.Refused(),
        HttpStatusCode.TooManyRequests => new SignInAnswer.Slowed(),
        _ => throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode}."),
    };

    private CountersignClient For(string? device, IPAddress? browser) => new(new DeviceTransport(clients, address, device, browsers, browser));

    private sealed class DeviceTransport(
        IHttpClientFactory clients, ApiAddress address, string? device, BrowserAddress browsers, IPAddress? browser) : IApiTransport
    {
        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(address.Root, request.RequestUri!);
            browsers.Tell(request, browser);
            if (device is not null)
            {
                request.Headers.TryAddWithoutValidation("User-Agent", device);
            }

            return clients.SendAsync(ApiClients.Requests, request, cancellationToken);
        }

        public Exception Unreadable(HttpStatusCode status, Exception? inner) => ApiClients.Unreadable(status, inner);
    }
}
