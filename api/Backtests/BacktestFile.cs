using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Backtests;

/// <summary>
/// A file to be kept, not a page of the desk: it comes as an attachment, and where a browser shows it all the same, nothing in it runs, loads or
/// is sent anywhere.
/// </summary>
public sealed class BacktestFile(string name, string mediaType, string text) : IResult, IContentTypeHttpResult, IStatusCodeHttpResult
{
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    string? IContentTypeHttpResult.ContentType => mediaType;

    int? IStatusCodeHttpResult.StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var bytes = Encoding.UTF8.GetBytes(text);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = mediaType + "; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XFrameOptions = "DENY";
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
