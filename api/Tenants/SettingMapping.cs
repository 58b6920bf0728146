using System.Globalization;
using System.Text.Json;
using Countersign.Api.Requests;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Body = Countersign.Api.Contracts.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>What each level has set, as far as it concerns a caller.</summary>
internal sealed record SettingLevels(SettingsView Platform, SettingsView? Tenant, SettingsView? User)
{
    public SettingsView? Of(SettingLevel level) => level switch
    {
        SettingLevel.Platform => Platform,
        SettingLevel.Tenant => Tenant,
        _ => User,
    };

    public EffectiveSetting Holds(SettingDefinition setting) => EffectiveSetting.Of(setting, Platform.Book, Tenant?.Book, User?.Book);
}

internal static class SettingMapping
{
    private const int WordsMax = 32;

    public static Body.Setting ToBody(SettingDefinition setting, SettingLevels levels, AccessToken caller)
    {
        var holds = levels.Holds(setting);
        var whole = setting.Kind as SettingKind.Whole;
        return new Body.Setting(
            setting.Name, setting.Title, Choice.Camel(setting.Kind.GetType().Name), Value(setting, holds.Value),
            holds.Source is { } source ? Choice.Name(source) : "default", Value(setting, setting.Default), setting.Kind.Rule, whole?.Min, whole?.Max,
            OptionsOf(setting.Kind), setting.Precedence == SettingPrecedence.Strictest,
            [
                .. Enum.GetValues<SettingLevel>().Where(l => l <= setting.Lowest && levels.Of(l) is not null)
                    .Select(l => AtLevel(setting, l, levels.Of(l)!.Book.Values.GetValueOrDefault(setting.Name), caller)),
            ],
            whole?.Unit);
    }

    private static IReadOnlyList<string>? OptionsOf(SettingKind kind) => kind switch
    {
        SettingKind.Choice choice => choice.Options,
        SettingKind.Several several => several.Options,
        _ => null,
    };

    /// <summary>A setting's text as JSON of its kind.</summary>
    public static JsonElement Value(SettingDefinition setting, string text) => setting.Kind switch
    {
        SettingKind.Whole => JsonSerializer.SerializeToElement(int.Parse(text, CultureInfo.InvariantCulture)),
        SettingKind.Flag => JsonSerializer.SerializeToElement(text == SettingKind.Flag.Yes),
        SettingKind.Several => JsonSerializer.SerializeToElement(SettingKind.Several.Read(text)),
        _ => JsonSerializer.SerializeToElement(text),
    };

    /// <summary>JSON as a setting's text; null where it is of another kind than the setting.</summary>
    public static string? Text(SettingDefinition setting, JsonElement value) => (setting.Kind, value.ValueKind) switch
    {
        (SettingKind.Whole, JsonValueKind.Number) => value.TryGetInt32(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
        (SettingKind.Flag, JsonValueKind.True) => SettingKind.Flag.Yes,
        (SettingKind.Flag, JsonValueKind.False) => SettingKind.Flag.No,
        (SettingKind.Choice or SettingKind.Zone, JsonValueKind.String) => value.GetString(),
        (SettingKind.Several, JsonValueKind.Array) => Words(value),
        _ => null,
    };

    public static string Tag(SettingsView view) => string.Create(CultureInfo.InvariantCulture, $"\"{view.Version}\"");

    private static string? Words(JsonElement list)
    {
        var words = list.EnumerateArray().Take(WordsMax + 1).ToArray();
        return words.Length <= WordsMax && words.All(w => w.ValueKind == JsonValueKind.String)
            ? string.Join(',', words.Select(w => w.GetString()))
            : null;
    }

    private static Body.SettingAtLevel AtLevel(SettingDefinition setting, SettingLevel level, SettingEntry? entry, AccessToken caller) => new(
        Choice.Name(level), entry is null || setting.Kind.Normalise(entry.Value) is not { } value ? null : Value(setting, value), entry?.By.Value,
        entry?.At, MayChange(level, caller));

    private static bool MayChange(SettingLevel level, AccessToken caller) => level switch
    {
        SettingLevel.Platform => caller.Roles.HasFlag(Roles.PlatformAdmin),
        SettingLevel.Tenant => caller.Roles.HasFlag(Roles.TenantAdmin) && (caller.Narrowed ?? Permissions.Administer).HasFlag(Permissions.Administer),
        _ => caller.Key is null,
    };
}
