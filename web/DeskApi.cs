using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Client;
using Countersign.Web.Tenants;

namespace Countersign.Web;

/// <summary>The API, called for a session.</summary>
/// <remarks>Every call throws <see cref="SessionEndedException"/> where the session is over, and <see cref="DeskUnavailableException"/>
/// where the API cannot be reached or answers with something unreadable. What the desk refuses is an answer.</remarks>
internal sealed class DeskApi(IHttpClientFactory clients, ApiAddress address, BrowserAddress browsers)
{
    // Bars must be asked for by name: with each that is complete a chart's indicators have one value more.
    private const string Live = "api/v1/live?topics=ideas,accounts,strategies,backtests,risk,orders,positions,notifications,quotes,bars";

    /// <summary>The API's client, in the name of a session. It costs nothing: make one where it is needed.</summary>
    public CountersignClient For(DeskSession session) => new(new SessionTransport(this, session));

    /// <summary>Opens the live stream; the caller disposes what it gets.</summary>
    public async Task<HttpResponseMessage> OpenLiveAsync(DeskSession session, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Live, UriKind.Relative));
        if (session.Alerts.LastEventId is { } last)
        {
            // What was told between two pages, or while the link was lost, comes now.
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        var answer = await SendAsync(ApiClients.Live, session, request, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        answer.Dispose();
        throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode} for the live stream.");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string client, DeskSession session, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var access = await session.AccessTokenAsync(cancellationToken);
        var answer = await TryAsync(client, access, session, request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized && await IsExpiredAsync(answer, cancellationToken))
        {
            // Nothing was done, so it may be sent again.
            answer.Dispose();
            answer = await TryAsync(client, await session.RenewAsync(access, cancellationToken), session, request, cancellationToken);
        }

        if (answer.StatusCode != HttpStatusCode.Unauthorized)
        {
            return answer;
        }

        answer.Dispose();
        session.End();
        throw new SessionEndedException();
    }

    // A request is sent once only, so every try is one of its own; they share the body.
    private async Task<HttpResponseMessage> TryAsync(
        string client, string access, DeskSession session, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = new HttpRequestMessage(request.Method, new Uri(address.Root, request.RequestUri!)) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
        {
            attempt.Headers.TryAddWithoutValidation(name, values);
        }

        browsers.Tell(attempt, session.Address);
        attempt.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        return await clients.SendAsync(client, attempt, cancellationToken);
    }

    private static async Task<bool> IsExpiredAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return false;
        }

        return (await answer.Content.ReadFromJsonAsync<Problem>(CountersignClient.Json, cancellationToken))?.Code == ProblemCodes.TokenExpired;
    }

    private sealed class SessionTransport(DeskApi api, DeskSession session) : IApiTransport
    {
        public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            api.SendAsync(ApiClients.Requests, session, request, cancellationToken);

        public Exception Unreadable(HttpStatusCode status, Exception? inner) => ApiClients.Unreadable(status, inner);
    }
}
