using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Countersign.Api.Contracts.Client;

/// <summary>A request in the making. What is null is left out.</summary>
internal sealed class ApiCall(HttpMethod method, string path)
{
    private readonly StringBuilder address = new(path);
    private readonly List<(string Name, string Value)> headers = [];
    private byte[]? body;
    private bool hasQuery;

    /// <summary>One part of a path, so that nothing in it is taken for a separator.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    public ApiCall Query(string name, string? value)
    {
        if (value is not null)
        {
            address.Append(hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            hasQuery = true;
        }

        return this;
    }

    public ApiCall Query(string name, int? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    public ApiCall Query(string name, bool? value) => Query(name, value switch { true => "true", false => "false", null => null });

    public ApiCall Query(string name, DateTimeOffset? value) =>
        Query(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    public ApiCall Header(string name, string? value)
    {
        if (value is not null)
        {
            headers.Add((name, value));
        }

        return this;
    }

    /// <summary>Names the command, so that a repeat with the same name is carried out once.</summary>
    public ApiCall Command(string? idempotencyKey) => Header("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString("N"));

    public ApiCall Body<T>(T value)
    {
        body = JsonSerializer.SerializeToUtf8Bytes(value, CountersignClient.Json);
        return this;
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(method, new Uri(address.ToString(), UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}
