using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Http;

namespace Countersign.Tests.Web.Tenants;

public sealed class HostCookieTests
{
    private readonly HostCookies cookies = new();

    [Fact]
    public void Cookie_OverHttps_IsBoundToItsHost()
    {
        var context = new DefaultHttpContext { Request = { IsHttps = true } };
        cookies.AppendResponseCookie(context, "session", "value", new CookieOptions { Path = "/somewhere", Domain = "example.com", HttpOnly = true });
        var set = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith("__Host-session=value; path=/; secure", set, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", set, StringComparison.OrdinalIgnoreCase);
        context.Request.Headers.Cookie = "__Host-session=value; session=planted";
        Assert.Equal("value", cookies.GetRequestCookie(context, "session"));
    }

    [Fact]
    public void Cookie_OverPlainHttp_KeepsItsName()
    {
        var context = new DefaultHttpContext();
        cookies.AppendResponseCookie(context, "session", "value", new CookieOptions { Path = "/" });
        Assert.StartsWith("session=value", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }
}
