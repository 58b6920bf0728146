using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Countersign.Api.Requests;

/// <summary>
/// Cuts what is read to the fields that were asked for, and tags single things: the tag is a digest of what the caller reads, so it says nothing that
/// the answer does not, and a thing that is not the caller's has none.
/// </summary>
internal static class AnswerShape
{
    public const string Fields = "fields";
    private const int FieldsMax = 100;
    private const int TagBytes = 18;

    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        if (AnswerType.Of(context.MethodInfo) is not { } type)
        {
            return next;
        }

        return invocation => HttpMethods.IsGet(invocation.HttpContext.Request.Method) ? ReadAsync(invocation, type, next)
            : invocation.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StateOf>()?.IsAnswer == true ? ChangeAsync(invocation, next)
            : next(invocation);
    }

    private static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext invocation, AnswerType type, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var asked = http.Request.Query[Fields];
        var order = http.Request.Query[ListSort.Parameter];
        if (asked.Count == 0 && order.Count == 0)
        {
            var plain = await next(invocation);
            return !type.IsList && Value(plain) is { } value ? Tagged(http, Write(value)) : plain;
        }

        var sort = order.Count == 1 ? ListSort.Read(order.ToString(), type.Sorts) : null;
        if (order.Count > 0 && sort is null)
        {
            return ApiProblems.InputInvalid(ListSort.Parameter, $"One of these fields, with - before it for the other way round, is right: {string.Join(", ", type.Sorts.Order())}.");
        }

        var names = asked.SelectMany(a => (a ?? string.Empty).Split(',')).ToArray();
        var unknown = names.Where(n => !type.Fields.Contains(n)).Take(FieldsMax).ToArray();
        if (unknown.Length > 0 || names.Length > FieldsMax)
        {
            return ApiProblems.InputInvalid(Fields, $"Names of these fields, separated by commas, are right: {string.Join(", ", type.Fields.Order())}.");
        }

        var answer = await next(invocation);
        if ((type.InParts && names.Length == 0) || await BodyAsync(http, answer) is not { } body)
        {
            return answer;
        }

        var whole = Sort(JsonNode.Parse(body)!, type.InParts ? null : sort);
        var cut = names.Length == 0 ? whole : Cut(whole, type.IsList, names.ToHashSet(StringComparer.Ordinal));
        var bytes = JsonSerializer.SerializeToUtf8Bytes(cut, ApiJson.Options);
        return type.IsList ? new JsonBytes(bytes, null) : Tagged(http, bytes);
    }

    // What a change answers with is the thing as a read would answer it now.
    private static async ValueTask<object?> ChangeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var answer = await next(invocation);
        return Value(answer) is { } value && Write(value) is var body ? new JsonBytes(body, TagOf(body)) : answer;
    }

    private static JsonBytes Tagged(HttpContext http, byte[] body)
    {
        var tag = TagOf(body);
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(k => k == EntityTagHeaderValue.Any || k.Compare(tag, useStrongComparison: false))
            ? new JsonBytes(null, tag)
            : new JsonBytes(body, tag);
    }

    private static EntityTagHeaderValue TagOf(byte[] body) => new('"' + Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, TagBytes)) + '"');

    private static JsonNode Sort(JsonNode body, ListSort? sort)
    {
        switch (body)
        {
            case JsonObject page when sort is not null:
                page["items"] = sort.Apply(page["items"]!.AsArray());
                return page;
            case JsonArray items when sort is not null:
                return sort.Apply(items);
            default:
                return body;
        }
    }

    private static JsonNode Cut(JsonNode body, bool isList, HashSet<string> names)
    {
        switch (body)
        {
            case JsonObject page when isList:
                page["items"] = Cut(page["items"]!.DeepClone(), isList, names);
                return page;
            case JsonArray items:
                return new JsonArray([.. items.Select(i => Cut(i!.DeepClone(), false, names))]);
            default:
                return new JsonObject(body.AsObject().Where(p => names.Contains(p.Key)).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        }
    }

    /// <summary>The body of a success; null for any other answer.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContext http, object? answer)
    {
        if (Value(answer) is { } value)
        {
            return Write(value);
        }

        if (Inner(answer) is not IResult result || result is not IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
        {
            return null;
        }

        var client = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await result.ExecuteAsync(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Response.Body = client;
            http.Response.ContentLength = null;
        }

        return written.ToArray();
    }

    private static object? Inner(object? answer) => answer is INestedHttpResult nested ? Inner(nested.Result) : answer;

    private static object? Value(object? answer) =>
        Inner(answer) is IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } ? value : null;

    private static byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), ApiJson.Options);

    /// <summary>A body that is written already; without one the caller has it.</summary>
    private sealed class JsonBytes(byte[]? body, EntityTagHeaderValue? tag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.GetTypedHeaders().ETag = tag;
            if (body is null)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
