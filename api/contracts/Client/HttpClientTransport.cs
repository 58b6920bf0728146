using System.Net.Http.Headers;

namespace Countersign.Api.Contracts.Client;

/// <summary>A transport for programs: an API key, or access tokens that the program renews itself.</summary>
/// <param name="http">Its base address is where the API stands, with a slash at the end; the caller keeps and disposes it.</param>
/// <param name="bearer">The API key or access token for the next request; null for the requests that need none, such as the sign-in.</param>
public sealed class HttpClientTransport(HttpClient http, Func<CancellationToken, ValueTask<string?>> bearer) : IApiTransport
{
    /// <summary>With one API key, or one access token.</summary>
    public HttpClientTransport(HttpClient http, string bearer)
        : this(http, _ => ValueTask.FromResult<string?>(bearer))
    {
    }

    /// <summary>With neither: for signing in.</summary>
    public HttpClientTransport(HttpClient http)
        : this(http, _ => ValueTask.FromResult<string?>(null))
    {
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (await bearer(cancellationToken).ConfigureAwait(false) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
