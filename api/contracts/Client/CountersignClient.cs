using System.Net.Http.Headers;
using System.Text.Json;

namespace Countersign.Api.Contracts.Client;

/// <summary>
/// The API, one method an operation. The methods are generated from the API's own OpenAPI document; the live stream is not among them. A
/// method answers what the desk answers, refusals too; it throws where there is no answer: what the transport throws, and
/// <see cref="ApiUnreadableException"/> (or what the transport has for it).
/// </summary>
/// <param name="transport">Carries the requests.</param>
public sealed partial class CountersignClient(IApiTransport transport)
{
    private const string ProblemMedia = "application/problem+json";

    /// <summary>How bodies are written and read. What this version does not know is passed over, so that answers may grow.</summary>
    public static JsonSerializerOptions Json { get; } = JsonSerializerOptions.Web;

    private async Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = call.ToRequest();
        using var answer = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new ApiAnswer(answer.StatusCode, await ReadProblemAsync(answer, cancellationToken).ConfigureAwait(false))
        {
            ETag = TagOf(answer), RetryAfter = WaitOf(answer),
        };
    }

    private Task<ApiAnswer<T>> SendAsync<T>(ApiCall call, CancellationToken cancellationToken) =>
        SendAsync(call, ReadJsonAsync<T>, cancellationToken);

    private Task<ApiAnswer<ApiFile>> SendForFileAsync(ApiCall call, CancellationToken cancellationToken) =>
        SendAsync(call, ReadFileAsync, cancellationToken);

    private async Task<ApiAnswer<T>> SendAsync<T>(
        ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = call.ToRequest();
        using var answer = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? new ApiAnswer<T>(answer.StatusCode, await read(answer, cancellationToken).ConfigureAwait(false))
            {
                ETag = TagOf(answer), RetryAfter = WaitOf(answer),
            }
            : new ApiAnswer<T>(answer.StatusCode, await ReadProblemAsync(answer, cancellationToken).ConfigureAwait(false))
            {
                ETag = TagOf(answer), RetryAfter = WaitOf(answer),
            };
    }

    private async Task<Problem?> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            return null;
        }

        // Whatever stands between the API and its clients answers in its own way; only a problem is an answer of the desk.
        return answer.Content.Headers.ContentType?.MediaType == ProblemMedia
            ? await ReadJsonAsync<Problem>(answer, cancellationToken).ConfigureAwait(false)
            : throw transport.Unreadable(answer.StatusCode, null);
    }

    private async Task<T> ReadJsonAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync<T>(stream, Json, cancellationToken).ConfigureAwait(false)
                ?? throw transport.Unreadable(answer.StatusCode, null);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            throw transport.Unreadable(answer.StatusCode, e);
        }
    }

    private async Task<ApiFile> ReadFileAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var content = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var headers = answer.Content.Headers;
            return new ApiFile(content, headers.ContentType?.MediaType, headers.ContentDisposition?.FileName?.Trim('"'));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw transport.Unreadable(answer.StatusCode, e);
        }
    }

    private static string? TagOf(HttpResponseMessage answer) => answer.Headers.ETag?.ToString();

    private static TimeSpan? WaitOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        RetryConditionHeaderValue { Delta: { } delta } => delta,
        RetryConditionHeaderValue { Date: { } date } when answer.Headers.Date is { } now => date - now,
        _ => null,
    };
}
