using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Web.Tenants;

namespace Countersign.Web;

/// <summary>How something that was asked of the desk ended.</summary>
internal abstract record DeskAnswer<T>
{
    private DeskAnswer()
    {
    }

    public sealed record Done(T Value) : DeskAnswer<T>;

    /// <summary>The desk said no.</summary>
    public sealed record Refused(Problem Problem) : DeskAnswer<T>;
}

/// <summary>The API, called for a session.</summary>
/// <remarks>Every method throws <see cref="SessionEndedException"/> where the session is over, and <see cref="DeskUnavailableException"/>
/// where the API cannot be reached or cannot answer.</remarks>
internal sealed class DeskApi(IHttpClientFactory clients, ApiAddress address)
{
    private const string Root = "api/v1/";

    public async Task<T> GetAsync<T>(DeskSession session, string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(ApiClients.Requests, session, HttpMethod.Get, path, null, null, cancellationToken);
        return answer.IsSuccessStatusCode
            ? await ReadAsync<T>(answer, cancellationToken)
            : throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode} for {path}.");
    }

    /// <summary>Reads what the desk may have a reason not to tell.</summary>
    public async Task<DeskAnswer<T>> AskAsync<T>(DeskSession session, string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(ApiClients.Requests, session, HttpMethod.Get, path, null, null, cancellationToken);
        return await ReadAnswerAsync<T>(answer, cancellationToken);
    }

    /// <summary>Gives the desk a command.</summary>
    /// <param name="session">For whom.</param>
    /// <param name="path">After <c>/api/v1/</c>.</param>
    /// <param name="body">What is asked for.</param>
    /// <param name="key">The same for every try of one command.</param>
    /// <param name="cancellationToken">Gives up waiting; the desk may carry the command out all the same.</param>
    public async Task<DeskAnswer<T>> PostAsync<T>(
        DeskSession session, string path, object body, string key, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(ApiClients.Requests, session, HttpMethod.Post, path, body, key, cancellationToken);
        return await ReadAnswerAsync<T>(answer, cancellationToken);
    }

    /// <summary>Ends the session at the API.</summary>
    public async Task SignOutAsync(DeskSession session, CancellationToken cancellationToken) =>
        (await SendAsync(ApiClients.Requests, session, HttpMethod.Post, "logout", null, null, cancellationToken)).Dispose();

    /// <summary>Opens the live stream; the caller disposes what it gets.</summary>
    public async Task<HttpResponseMessage> OpenLiveAsync(DeskSession session, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(ApiClients.Live, session, HttpMethod.Get, "live?topics=ideas,accounts,quotes", null, null, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        answer.Dispose();
        throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode} for the live stream.");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string client, DeskSession session, HttpMethod method, string path, object? body, string? key, CancellationToken cancellationToken)
    {
        var access = await session.AccessTokenAsync(cancellationToken);
        var answer = await TryAsync(client, access, method, path, body, key, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized && await IsExpiredAsync(answer, cancellationToken))
        {
            // Nothing was done, so it may be sent again.
            answer.Dispose();
            answer = await TryAsync(client, await session.RenewAsync(access, cancellationToken), method, path, body, key, cancellationToken);
        }

        if (answer.StatusCode != HttpStatusCode.Unauthorized)
        {
            return answer;
        }

        answer.Dispose();
        session.End();
        throw new SessionEndedException();
    }

    private async Task<HttpResponseMessage> TryAsync(
        string client, string access, HttpMethod method, string path, object? body, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address.Root, Root + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiClients.Json);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            return await clients.CreateClient(client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (ApiClients.IsUnreachable(e, cancellationToken))
        {
            throw new DeskUnavailableException("The desk does not answer.", e);
        }
    }

    private static async Task<bool> IsExpiredAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return false;
        }

        return (await answer.Content.ReadFromJsonAsync<Problem>(ApiClients.Json, cancellationToken))?.Code == ProblemCodes.TokenExpired;
    }

    private static async Task<DeskAnswer<T>> ReadAnswerAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.IsSuccessStatusCode
            ? new DeskAnswer<T>.Done(await ReadAsync<T>(answer, cancellationToken))
            : new DeskAnswer<T>.Refused(await ReadAsync<Problem>(answer, cancellationToken));

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(ApiClients.Json, cancellationToken)
                ?? throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode} and nothing else.");
        }
        catch (Exception e) when (e is JsonException || ApiClients.IsUnreachable(e, cancellationToken))
        {
            throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode} with something unreadable.", e);
        }
    }
}
