using Microsoft.AspNetCore.Http;

namespace Countersign.Web.Layout;

/// <summary>How a browser wants pages shown; its cookies say so, so that the first page is right before any script runs.</summary>
/// <param name="Theme"><c>auto</c> (as the system), <c>light</c> or <c>dark</c>.</param>
/// <param name="Zone">Times are shown in it.</param>
internal sealed record DisplayChoices(string Theme, TimeZoneInfo Zone)
{
    private const string ThemeCookie = "countersign.theme";
    private const string ZoneCookie = "countersign.zone";

    public static DisplayChoices Of(HttpContext context) => new(
        context.Request.Cookies[ThemeCookie] switch { "light" => "light", "dark" => "dark", _ => "auto" },
        ZoneOf(context.Request.Cookies[ZoneCookie]));

    public static TimeZoneInfo ZoneOf(string? id) =>
        id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
