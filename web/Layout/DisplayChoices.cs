using System.Text.Json;
using Countersign.Api.Contracts.Tenants;
using Microsoft.AspNetCore.Http;

namespace Countersign.Web.Layout;

/// <summary>
/// How pages are shown: as the user's settings say, and where nobody set one as the browser does, whose cookies say what it is so that the first
/// page is right before any script runs.
/// </summary>
/// <param name="Theme"><c>auto</c> (as the system), <c>light</c> or <c>dark</c>.</param>
/// <param name="Zone">Times are shown in it.</param>
/// <param name="Start">The page after signing in.</param>
/// <param name="Rows">Rows of a part of a list, 10 to 200.</param>
internal sealed record DisplayChoices(string Theme, TimeZoneInfo Zone, string Start, int Rows)
{
    public const int RowsUsual = 50;

    public const string ThemeSetting = "display.theme";
    public const string ZoneSetting = "display.timeZone";

    private const string RowsSetting = "display.rowsPerPage";
    private const string StartSetting = "display.startPage";
    private const string ThemeCookie = "countersign.theme";
    private const string ZoneCookie = "countersign.zone";

    public static DisplayChoices Of(HttpContext context, IReadOnlyList<Setting> settings) => new(
        (Set(settings, ThemeSetting) ?? context.Request.Cookies[ThemeCookie]) switch { "light" => "light", "dark" => "dark", _ => "auto" },
        ZoneOf(Set(settings, ZoneSetting) ?? context.Request.Cookies[ZoneCookie]),
        Set(settings, StartSetting) switch { null or "home" => "/", var page => $"/{page}" },
        settings.FirstOrDefault(s => s.Name == RowsSetting)?.Value is { ValueKind: JsonValueKind.Number } rows ? rows.GetInt32() : RowsUsual);

    public static TimeZoneInfo ZoneOf(string? id) =>
        id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    // A default is nobody's choice.
    private static string? Set(IReadOnlyList<Setting> settings, string name) =>
        settings.FirstOrDefault(s => s.Name == name) is { Source: not "default", Value.ValueKind: JsonValueKind.String } set ? set.Value.GetString() : null;
}
