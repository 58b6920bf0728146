using System.Reflection;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Execution;

/// <summary>A part of the list of positions, made of texts that are written already.</summary>
internal sealed class PositionList(IReadOnlyList<byte[]> items, string? next) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IWrittenAnswer<ListPage<Body.Position>>
{
    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ListPage<Body.Position>), ["application/json"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var begin = "{\"items\":["u8.Length;
        var end = Next();
        var length = begin + items.Sum(item => item.Length) + Math.Max(0, items.Count - 1) + end.Length;
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        Write(response.BodyWriter.GetSpan(length)[..length], end);
        response.BodyWriter.Advance(length);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Span<byte> target, ReadOnlySpan<byte> end)
    {
        "{\"items\":["u8.CopyTo(target);
        target = target["{\"items\":["u8.Length..];
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                target[0] = (byte)',';
                target = target[1..];
            }

            items[i].CopyTo(target);
            target = target[items[i].Length..];
        }

        end.CopyTo(target);
    }

    private byte[] Next() => next is null
        ? [.. "],\"next\":null}"u8]
        : [.. "],\"next\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(next, ApiJson.Options), (byte)'}'];
}
