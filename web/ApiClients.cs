using System.Text.Json;
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

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public static void AddApiClients(this IServiceCollection services)
    {
        services.AddHttpClient(Requests, client => client.Timeout = RequestTimeout).ConfigurePrimaryHttpMessageHandler(NewHandler).RemoveAllLoggers();
        services.AddHttpClient(Live, client => client.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(NewHandler).RemoveAllLoggers();
    }

    /// <summary>Whether a call failed because nobody answered, rather than because the caller gave up or there is a bug.</summary>
    public static bool IsUnreachable(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static SocketsHttpHandler NewHandler() => new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
}
