using System.Globalization;
using System.Text.Json;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Layout;

namespace Countersign.Web.Tenants;

/// <summary>Settings of the platform, the tenant and oneself: what holds, whose value that is, and what one may set.</summary>
public sealed partial class SettingsPage
{
    private bool busy;

    private bool OfPlatform => Visit.IsPlatform && !Visit.May("read");

    protected override bool Concerns(string kind) => false;

    protected override async Task<SettingList> ReadAsync(CancellationToken cancellationToken) => OfPlatform
        ? (await Visit.Api.ListPlatformSettingsAsync(cancellationToken)).Value
        : (await Visit.Api.ListSettingsAsync(cancellationToken)).Value;

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static string LevelName(string level) => level switch
    {
        "user" => "for me",
        "tenant" => "for the tenant",
        _ => "for the platform",
    };

    private async Task SetAsync(Setting setting, SettingAtLevel level, string? text)
    {
        busy = true;
        var tags = State!.Tags;
        var tag = level.Level switch { "user" => tags.User, "tenant" => tags.Tenant, _ => tags.Platform };
        var value = Read(setting, text?.Trim() ?? "");
        var answer = await Visit.ActAsync(api => SendAsync(api, setting.Name, level.Level, value, tag));
        busy = false;
        if (answer.Problem is { } problem)
        {
            Visit.Notes.Bad($"{setting.Title}: it was left as it is.", [.. problem.Lines(), $"Right is {setting.Rule}."]);
        }
        else
        {
            Visit.Notes.Good($"{setting.Title}: {Show(answer.Value.Value)} holds now.");
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
