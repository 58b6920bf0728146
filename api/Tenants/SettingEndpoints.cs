using System.Globalization;
using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>Settings of the platform, the tenant and the user, and which of them holds.</summary>
internal static class SettingEndpoints
{
    private const int TagLengthMax = 32;

    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        var reads = api.MapFor(Access.SignedIn, "Settings").OpenWithoutSecondFactor();
        reads.MapGet("/settings", ListAsync).WithSummary("Every setting: what holds, whose value it is, and what would be right").WithName("ListSettings");
        reads.MapGet("/me/settings", DisplayAsync).WithSummary("The caller's settings that pages go by").WithName("GetMySettings");
        var own = api.MapFor(Access.Person, "Settings").OpenWithoutSecondFactor();
        own.MapPut("/settings/user/{name}", SetOwnAsync).WithSummary("Set one of the caller's settings").WithName("SetMySetting");
        own.MapDelete("/settings/user/{name}", ClearOwnAsync).WithSummary("Let the tenant's value hold for the caller again").WithName("ClearMySetting");
        var tenant = api.MapFor(Access.Administer, "Settings").RequireStrong();
        tenant.MapPut("/settings/tenant/{name}", SetTenantAsync).WithSummary("Set one of the tenant's settings").WithName("SetTenantSetting");
        tenant.MapDelete("/settings/tenant/{name}", ClearTenantAsync).WithSummary("Let the platform's value hold again").WithName("ClearTenantSetting");
        api.MapFor(Access.Platform, "Platform").MapGet("/platform/settings", ListAsync)
            .WithSummary("The platform's settings").WithName("ListPlatformSettings");
        var platform = api.MapFor(Access.Platform, "Platform").RequireStrong();
        platform.MapPut("/platform/settings/{name}", SetPlatformAsync).WithSummary("Set one of the platform's settings").WithName("SetPlatformSetting");
        platform.MapDelete("/platform/settings/{name}", ClearPlatformAsync).WithSummary("Let the default hold again").WithName("ClearPlatformSetting");
    }

    private static async Task<Ok<SettingList>> ListAsync(HttpContext context, SettingsDesk settings, CancellationToken cancellationToken)
    {
        var token = context.Token();
        var levels = await LevelsAsync(token, settings, cancellationToken);
        return TypedResults.Ok(new SettingList(
            [.. SettingCatalogue.All.Select(s => SettingMapping.ToBody(s, levels, token))],
            new SettingTags(
                SettingMapping.Tag(levels.Platform), levels.Tenant is { } tenant ? SettingMapping.Tag(tenant) : null,
                levels.User is { } user ? SettingMapping.Tag(user) : null)));
    }

    private static async Task<Ok<DisplaySettings>> DisplayAsync(HttpContext context, SettingsDesk settings, CancellationToken cancellationToken)
    {
        var levels = await LevelsAsync(context.Token(), settings, cancellationToken);
        return TypedResults.Ok(new DisplaySettings(
            Of(SettingCatalogue.TimeZone).Value, Of(SettingCatalogue.Theme).Value, Of(SettingCatalogue.StartPage).Value,
            Of(SettingCatalogue.RowsPerPage).Whole));

        EffectiveSetting Of(string name) => levels.Holds(SettingCatalogue.Find(name)!);
    }

    private static Task<Results<Ok<Setting>, ProblemResult>> SetOwnAsync(
        string name, ChangeSettingRequest request, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch, HttpContext context, IGrainFactory grains, SettingsDesk settings,
        CancellationToken cancellationToken) =>
        SetAsync(new Change(SettingLevel.User, name, request, idempotencyKey, ifMatch), context, grains, settings, cancellationToken);

    private static Task<Results<Ok<Setting>, ProblemResult>> ClearOwnAsync(
        string name, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey, [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context, IGrainFactory grains, SettingsDesk settings, CancellationToken cancellationToken) =>
        SetAsync(new Change(SettingLevel.User, name, null, idempotencyKey, ifMatch), context, grains, settings, cancellationToken);

    private static Task<Results<Ok<Setting>, ProblemResult>> SetTenantAsync(
        string name, ChangeSettingRequest request, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch, HttpContext context, IGrainFactory grains, SettingsDesk settings,
        CancellationToken cancellationToken) =>
        SetAsync(new Change(SettingLevel.Tenant, name, request, idempotencyKey, ifMatch), context, grains, settings, cancellationToken);

    private static Task<Results<Ok<Setting>, ProblemResult>> ClearTenantAsync(
        string name, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey, [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context, IGrainFactory grains, SettingsDesk settings, CancellationToken cancellationToken) =>
        SetAsync(new Change(SettingLevel.Tenant, name, null, idempotencyKey, ifMatch), context, grains, settings, cancellationToken);

    private static Task<Results<Ok<Setting>, ProblemResult>> SetPlatformAsync(
        string name, ChangeSettingRequest request, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch, HttpContext context, IGrainFactory grains, SettingsDesk settings,
        CancellationToken cancellationToken) =>
        SetAsync(new Change(SettingLevel.Platform, name, request, idempotencyKey, ifMatch), context, grains, settings, cancellationToken);

    private static Task<Results<Ok<Setting>, ProblemResult>> ClearPlatformAsync(
        string name, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey, [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context, IGrainFactory grains, SettingsDesk settings, CancellationToken cancellationToken) =>
        SetAsync(new Change(SettingLevel.Platform, name, null, idempotencyKey, ifMatch), context, grains, settings, cancellationToken);

    private static async Task<Results<Ok<Setting>, ProblemResult>> SetAsync(
        Change change, HttpContext context, IGrainFactory grains, SettingsDesk settings, CancellationToken cancellationToken)
    {
        if (SettingCatalogue.Find(change.Name) is not { } setting)
        {
            return ApiProblems.NotFound();
        }

        var input = new Input();
        var token = context.Token();
        if (ReadCommand(input, change, setting, token) is not { } command || input.Problem is not null)
        {
            return input.Problem!;
        }

        var key = KeyOf(change.Level, token);
        var grain = grains.GetGrain<ISettingsGrain>(key);
        var reply = await (change.Level switch
        {
            SettingLevel.Platform => grain.SetPlatformAsync(command, cancellationToken),
            SettingLevel.Tenant => grain.SetTenantAsync(command, cancellationToken),
            _ => grain.SetOwnAsync(command, cancellationToken),
        });
        settings.Forget(key);
        context.RequestServices.GetRequiredService<TenantAllowances>().ForgetAll();
        switch (reply)
        {
            case Reply<SettingsView>.Refused { Refusals: [var only] } when only == SettingRefusals.Changed:
                return ApiProblems.PreconditionFailed();
            case Reply<SettingsView>.Refused refused:
                return RefusalProblems.Of(refused.Refusals);
            case Reply<SettingsView>.Done done:
                context.Response.Headers.ETag = SettingMapping.Tag(done.Value);
                return TypedResults.Ok(SettingMapping.ToBody(setting, await LevelsAsync(token, settings, cancellationToken), token));
            default:
                throw new InvalidOperationException("A reply is done or refused.");
        }
    }

    private static SettingCommand? ReadCommand(Input input, Change change, SettingDefinition setting, AccessToken token)
    {
        var command = input.Command(change.IdempotencyKey);
        var version = ReadTag(input, change.IfMatch);
        if (change.Request is not { } request)
        {
            return new RemoveSetting(command, token.Caller.Actor, setting.Name, version);
        }

        if (request.Value is not { } value || SettingMapping.Text(setting, value) is not { } text || setting.Kind.Normalise(text) is null)
        {
            input.Error("value", $"It is not what '{setting.Name}' takes: {setting.Kind.Rule} is.");
            return null;
        }

        return new ChangeSetting(command, token.Caller.Actor, setting.Name, text, version);
    }

    private static long? ReadTag(Input input, string? ifMatch)
    {
        if (ifMatch is null or "*")
        {
            return null;
        }

        if (ifMatch.Length <= TagLengthMax && ifMatch is ['"', .. var digits, '"']
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        input.Error("If-Match", "It is no tag of settings: one from tags, or from the ETag of a change, is right.");
        return null;
    }

    private static string KeyOf(SettingLevel level, AccessToken token) => level switch
    {
        SettingLevel.Platform => GrainKeys.PlatformSettings,
        SettingLevel.Tenant => GrainKeys.TenantSettings(token.Tenant),
        _ => GrainKeys.UserSettings(token.Tenant, token.User),
    };

    private static async ValueTask<SettingLevels> LevelsAsync(AccessToken token, SettingsDesk settings, CancellationToken cancellationToken) => new(
        await settings.OfPlatformAsync(cancellationToken),
        token.Tenant == TenantId.Platform ? null : await settings.OfTenantAsync(token.Tenant, cancellationToken),
        token.Key is not null ? null : await settings.OfUserAsync(token.Tenant, token.User, cancellationToken));

    /// <param name="Request">Null takes the level's value back.</param>
    private sealed record Change(SettingLevel Level, string Name, ChangeSettingRequest? Request, string? IdempotencyKey, string? IfMatch);
}
