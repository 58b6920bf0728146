using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Countersign.Web.Tenants;

/// <summary>
/// Where the browser speaks HTTPS the session's cookie is called <c>__Host-…</c>: browsers take a cookie of that name from this very host only, over
/// HTTPS, for all of its paths, so that no neighbour on the same domain can plant one (RFC 6265bis, 4.1.3.2). Over plain HTTP, on a desk of one's own,
/// they would not take it at all.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private const string Prefix = "__Host-";
    private readonly ChunkingCookieManager cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        cookies.AppendResponseCookie(context, Name(context, key), value, Bound(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        cookies.DeleteCookie(context, Name(context, key), Bound(context, options));

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;

    private static CookieOptions Bound(HttpContext context, CookieOptions options)
    {
        if (context.Request.IsHttps)
        {
            (options.Path, options.Domain, options.Secure) = ("/", null, true);
        }

        return options;
    }
}
