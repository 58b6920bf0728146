using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Backtests;

/// <summary>
/// A file to be kept, not a page of the desk: it comes as an attachment, and where a browser shows it all the same, nothing in it runs, loads or
/// is sent anywhere.
/// </summary>
/// <param name="policy">What a page of its kind needs, as a Content-Security-Policy; null where it needs nothing.</param>
public sealed class BacktestFile(string name, string mediaType, string text, string? policy = null) : IResult, IContentTypeHttpResult, IStatusCodeHttpResult
{
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'";

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
        response.Headers.ContentSecurityPolicy = (policy ?? Nothing) + "; frame-ancestors 'none'; sandbox";
        response.Headers.XFrameOptions = "DENY";
        return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
