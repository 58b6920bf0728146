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
    public static Body.Setting ToBody(SettingDefinition setting, SettingLevels levels, AccessToken caller)
    {
        var holds = levels.Holds(setting);
        var whole = setting.Kind as SettingKind.Whole;
        return new Body.Setting(
            setting.Name, setting.Title, Choice.Camel(setting.Kind.GetType().Name), Value(setting, holds.Value),
            holds.Source is { } source ? Choice.Name(source) : "default", Value(setting, setting.Default), setting.Kind.Rule, whole?.Min, whole?.Max,
            setting.Kind is SettingKind.Choice { Options: var options } ? [.. options] : null, setting.Precedence == SettingPrecedence.Strictest,
            [
                .. Enum.GetValues<SettingLevel>().Where(l => l <= setting.Lowest && levels.Of(l) is not null)
                    .Select(l => AtLevel(setting, l, levels.Of(l)!.Book.Values.GetValueOrDefault(setting.Name), caller)),
            ]);
    }

    /// <summary>A setting's text as JSON of its kind.</summary>
    public static JsonElement Value(SettingDefinition setting, string text) => setting.Kind switch
    {
        SettingKind.Whole => JsonSerializer.SerializeToElement(int.Parse(text, CultureInfo.InvariantCulture)),
        SettingKind.Flag => JsonSerializer.SerializeToElement(text == SettingKind.Flag.Yes),
        _ => JsonSerializer.SerializeToElement(text),
    };

    /// <summary>JSON as a setting's text; null where it is of another kind than the setting.</summary>
    public static string? Text(SettingDefinition setting, JsonElement value) => (setting.Kind, value.ValueKind) switch
    {
        (SettingKind.Whole, JsonValueKind.Number) => value.TryGetInt32(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
        (SettingKind.Flag, JsonValueKind.True) => SettingKind.Flag.Yes,
        (SettingKind.Flag, JsonValueKind.False) => SettingKind.Flag.No,
        (SettingKind.Choice or SettingKind.Zone, JsonValueKind.String) => value.GetString(),
        _ => null,
    };

    public static string Tag(SettingsView view) => string.Create(CultureInfo.InvariantCulture, $"\"{view.Version}\"");

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
