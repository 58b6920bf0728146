using System.Net;
using System.Net.Http.Json;
using Countersign.Api.Contracts;
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

/// <summary>The API's session endpoints.</summary>
internal sealed class SessionApi(IHttpClientFactory clients, ApiAddress address)
{
    /// <param name="login">The login name.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">Of the second factor; null where there is none.</param>
    /// <param name="device">What the browser says it is: its owner finds the session by it in the list.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<SignInAnswer> SignInAsync(
        string login, string password, string? code, string? device, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("api/v1/login", new SignInRequest { Login = login, Password = password, Code = code }, device, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => new SignInAnswer.Done(await ReadAsync(answer, cancellationToken)),
            HttpStatusCode.Unauthorized => await IsCodeNeededAsync(answer, cancellationToken)
                ? new SignInAnswer.CodeNeeded()
                : new SignInAnswer.Refused(),
            HttpStatusCode.BadRequest => new SignInAnswer.Refused(),
            HttpStatusCode.TooManyRequests => new SignInAnswer.Slowed(),
            _ => throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode}."),
        };
    }

    /// <summary>The next tokens; null where the session is over.</summary>
    /// <exception cref="DeskUnavailableException">The API cannot be reached or cannot answer.</exception>
    public async Task<SessionTokens?> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        using var answer = await PostAsync("api/v1/login/refresh", new RefreshRequest { RefreshToken = refreshToken }, null, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => await ReadAsync(answer, cancellationToken),
            HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest => null,
            _ => throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode}."),
        };
    }

    private async Task<HttpResponseMessage> PostAsync<T>(string path, T body, string? device, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Root, path))
        {
            Content = JsonContent.Create(body, options: ApiClients.Json),
        };
        if (device is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", device);
        }

        try
        {
            return await clients.CreateClient(ApiClients.Requests).SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (ApiClients.IsUnreachable(e, cancellationToken))
        {
            throw new DeskUnavailableException("The desk does not answer.", e);
        }
    }

    private static async Task<bool> IsCodeNeededAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
        && (await answer.Content.ReadFromJsonAsync<Problem>(ApiClients.Json, cancellationToken))?.Code == ProblemCodes.SignInCode;

    private static async Task<SessionTokens> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        await answer.Content.ReadFromJsonAsync<SessionTokens>(ApiClients.Json, cancellationToken)
        ?? throw new DeskUnavailableException("The desk answered nothing.");
}
