using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Countersign.Api.Requests;

/// <summary>
/// JSON is UTF-8 (RFC 8259): a body that says otherwise is refused here, as the framework takes a name that it does not know, and a name in quotes, for a
/// bug of ours.
/// </summary>
internal static class BodyCharset
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.Charset.HasValue)
        {
            return next(context);
        }

        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            // Refused as any other type is, where the endpoint takes a body.
            context.Request.ContentType = "application/octet-stream";
            return next(context);
        }

        type.Charset = "utf-8";
        context.Request.ContentType = type.ToString();
        return next(context);
    }
}
