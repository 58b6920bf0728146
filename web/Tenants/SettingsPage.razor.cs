using System.Globalization;
using System.Text.Json;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Layout;
using Countersign.Web.Notifications;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Tenants;

/// <summary>Settings of the platform, the tenant and oneself: what holds, whose value that is, and what one may set.</summary>
public sealed partial class SettingsPage
{
    private bool busy;

    [Inject]
    private BrowserScript Browser { get; set; } = null!;

    private bool OfPlatform => Visit.IsPlatform && !Visit.May("read");

    // What is told goes by the choice at once; how pages look is written into them when they are loaded.
    protected override void OnRead() => Visit.Session.Alerts.Choose(State!.Items);

    protected override bool Concerns(string kind) => false;

    protected override async Task<SettingList> ReadAsync(CancellationToken cancellationToken) => OfPlatform
        ? (await Visit.Api.ListPlatformSettingsAsync(cancellationToken)).Value
        : (await Visit.Api.ListSettingsAsync(cancellationToken)).Value;

    private static string Show(Setting setting) => setting.Unit is { } unit && setting.Value.TryGetInt32(out var number)
        ? $"{number.ToString("#,0", CultureInfo.InvariantCulture)} {unit}"
        : Show(setting.Value);

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "none" : string.Join(", ", Several(value)),
        _ => value.GetRawText(),
    };

    private static string LevelName(string level) => level switch
    {
        "user" => "for me",
        "tenant" => "for the tenant",
        _ => "for the platform",
    };

    private static IReadOnlyList<string> Several(JsonElement list) => [.. list.EnumerateArray().Select(i => i.GetString()!)];

    private async Task SetAsync(Setting setting, SettingAtLevel level, string? text)
    {
        if (setting.Name == Alerts.DesktopSetting && text == "yes" && await Browser.CallAsync<string>("allowDesktop") != "granted")
        {
            Visit.Notes.Bad("This browser shows no notifications of the desk's.", ["Allow them in the browser's settings of this site, and choose it again."]);
            RereadSoon();
            return;
        }

        await SendAsync(setting, level, Read(setting, text?.Trim() ?? ""));
    }

    private Task ToggleAsync(Setting setting, SettingAtLevel level, string choice, bool wanted)
    {
        var before = Several(level.Value ?? setting.Value);
        var chosen = wanted ? [.. before, choice] : before.Where(c => c != choice);
        return SendAsync(setting, level, new ChangeSettingRequest { Value = JsonSerializer.SerializeToElement(chosen) });
    }

    private async Task SendAsync(Setting setting, SettingAtLevel level, ChangeSettingRequest? value)
    {
        busy = true;
        var tags = State!.Tags;
        var tag = level.Level switch { "user" => tags.User, "tenant" => tags.Tenant, _ => tags.Platform };
        var answer = await Visit.ActAsync(api => SendAsync(api, setting.Name, level.Level, value, tag));
        busy = false;
        if (answer.Problem is { } problem)
        {
            Visit.Notes.Bad($"{setting.Title}: it was left as it is.", [.. problem.Lines(), $"Right is {setting.Rule}."]);
        }
        else
        {
            Visit.Notes.Good($"{setting.Title}: {Show(answer.Value)} holds now.");
            if (setting.Name.StartsWith("display.", StringComparison.Ordinal))
            {
                Navigation.Refresh(forceReload: true);
            }
        }

        RereadSoon();
    }

    // Nothing lets the level above hold again.
    private static ChangeSettingRequest? Read(Setting setting, string text) => text.Length == 0 ? null : new ChangeSettingRequest
    {
        Value = setting.Kind switch
        {
            "flag" => JsonSerializer.SerializeToElement(text == "yes"),
            "whole" when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => JsonSerializer.SerializeToElement(number),
            _ => JsonSerializer.SerializeToElement(text),
        },
    };

    private static Task<ApiAnswer<Setting>> SendAsync(CountersignClient api, string name, string level, ChangeSettingRequest? value, string? tag) => (level, value) switch
    {
        ("user", { } set) => api.SetMySettingAsync(name, set, ifMatch: tag),
        ("user", _) => api.ClearMySettingAsync(name, ifMatch: tag),
        ("tenant", { } set) => api.SetTenantSettingAsync(name, set, ifMatch: tag),
        ("tenant", _) => api.ClearTenantSettingAsync(name, ifMatch: tag),
        (_, { } set) => api.SetPlatformSettingAsync(name, set, ifMatch: tag),
        _ => api.ClearPlatformSettingAsync(name, ifMatch: tag),
    };
}
