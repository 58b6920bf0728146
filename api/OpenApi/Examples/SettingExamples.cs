using Countersign.Api.Contracts.Tenants;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Settings: the tenant wants everything dark, Pat keeps it light.</summary>
internal static class SettingExamples
{
    private static readonly Setting Theme = new(
        "display.theme", "Light or dark", "choice", Json("\"light\""), "user", Json("\"system\""), "one of system, light, dark", null, null,
        ["system", "light", "dark"], false,
        [
            new SettingAtLevel("platform", null, null, null, false),
            new SettingAtLevel("tenant", Json("\"dark\""), "user:u-77aa01", Morning.AddDays(-3), false),
            new SettingAtLevel("user", Json("\"light\""), "user:" + PersonId, Morning, true),
        ]);

    public static IEnumerable<object> All =>
    [
        Theme,
        new SettingList([Theme], new SettingTags("\"0\"", "\"1\"", "\"4\"")),
        new ChangeSettingRequest { Value = Json("\"light\"") },
        new DisplaySettings("Europe/London", "light", "home", 50),
    ];
}
