using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Web;

/// <summary>The API cannot be reached, or cannot answer; trying again later may help.</summary>
internal sealed class DeskUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The HTTP clients that the API is called with.</summary>
internal static class ApiClients
{
    public const string Requests = "countersign.requests";
    public const string Live = "countersign.live";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private const long AnswerBytesMax = 64 << 20;

    public static void AddApiClients(this IServiceCollection services)
    {
        services.AddHttpClient(Requests, client =>
        {
            client.Timeout = RequestTimeout;
            client.MaxResponseContentBufferSize = AnswerBytesMax;
        }).ConfigurePrimaryHttpMessageHandler(NewHandler).RemoveAllLoggers();
        services.AddHttpClient(Live, client => client.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(NewHandler).RemoveAllLoggers();
    }

    /// <summary>Whether a call failed because nobody answered, rather than because the caller gave up or there is a bug.</summary>
    public static bool IsUnreachable(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Sends a request whose address is absolute; an answer that is not a stream has come whole.</summary>
    /// <exception cref="DeskUnavailableException">Nobody answers.</exception>
    public static async Task<HttpResponseMessage> SendAsync(
        this IHttpClientFactory clients, string name, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var whole = name == Live ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
        try
        {
            return await clients.CreateClient(name).SendAsync(request, whole, cancellationToken);
        }
        catch (Exception e) when (IsUnreachable(e, cancellationToken))
        {
            throw new DeskUnavailableException("The desk does not answer.", e);
        }
    }

    public static DeskUnavailableException Unreadable(HttpStatusCode status, Exception? inner) =>
        new($"The desk answered {(int)status} with something unreadable.", inner);

    private static SocketsHttpHandler NewHandler() => new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
}
