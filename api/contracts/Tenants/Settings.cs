using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>A setting as it holds for the caller.</summary>
/// <param name="Name">Stable and dotted, such as <c>display.timeZone</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Kind"><c>whole</c> (a number), <c>flag</c> (true or false), <c>choice</c> or <c>zone</c> (texts), or <c>several</c>
/// (a list of texts).</param>
/// <param name="Value">What holds.</param>
/// <param name="Source">Whose value that is: <c>default</c>, <c>platform</c>, <c>tenant</c> or <c>user</c>.</param>
/// <param name="Default">What holds where nobody sets it.</param>
/// <param name="Rule">What values are right, for people.</param>
/// <param name="Min">The smallest number; null of other kinds.</param>
/// <param name="Max">The largest number; null of other kinds.</param>
/// <param name="Choices">The texts to choose one or several from; null of other kinds.</param>
/// <param name="Strictest">Of the levels' values the strictest holds, so that a nearer level can only tighten; else the nearest.</param>
/// <param name="Levels">What each level has set that may set it, from the widest to the nearest.</param>
/// <param name="Unit">What a number counts, in the plural, such as <c>hours</c>; null of other kinds.</param>
public sealed record Setting(
    string Name, string Title, string Kind, JsonElement Value, string Source, JsonElement Default, string Rule, int? Min, int? Max,
    IReadOnlyList<string>? Choices, bool Strictest, IReadOnlyList<SettingAtLevel> Levels, string? Unit = null);

/// <summary>A setting at one level.</summary>
/// <param name="Level"><c>platform</c>, <c>tenant</c> or <c>user</c>.</param>
/// <param name="Value">What the level has set; null where it has not.</param>
/// <param name="By">Who set it; null where nobody did.</param>
/// <param name="At">When, UTC; null where nobody did.</param>
/// <param name="MayChange">The caller's role may.</param>
public sealed record SettingAtLevel(string Level, JsonElement? Value, string? By, DateTimeOffset? At, bool MayChange);

/// <summary>All settings.</summary>
/// <param name="Items">In the catalogue's order.</param>
/// <param name="Tags">What to send as <c>If-Match</c> with a change of a level.</param>
public sealed record SettingList(IReadOnlyList<Setting> Items, SettingTags Tags);

/// <summary>How each level's settings stand; another tag after every change.</summary>
/// <param name="Platform">Of the platform.</param>
/// <param name="Tenant">Of the tenant; null for the platform's people.</param>
/// <param name="User">Of the caller; null for API keys.</param>
public sealed record SettingTags(string Platform, string? Tenant, string? User);

/// <summary>Sets a setting at a level.</summary>
public sealed record ChangeSettingRequest
{
    /// <summary>A number, true or false, a text, or a list of texts, as the setting's kind has it.</summary>
    [Required]
    public JsonElement? Value { get; init; }
}

/// <summary>The caller's settings that pages go by.</summary>
/// <param name="TimeZone">The time zone that times are shown in, by its IANA name.</param>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
/// <param name="StartPage">The page after signing in: <c>home</c>, <c>ideas</c>, <c>chart</c>, <c>positions</c>, <c>orders</c>, <c>strategies</c>, <c>backtests</c> or <c>risk</c>.</param>
/// <param name="RowsPerPage">Rows of a table, 10 to 200.</param>
public sealed record DisplaySettings(string TimeZone, string Theme, string StartPage, int RowsPerPage);
