using System.Text.Json;
using Countersign.Api.Contracts.Strategies;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Api.Tenants;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using StrategyVersion = Countersign.Domain.Strategies.StrategyVersion;

namespace Countersign.Api.Strategies;

/// <summary>Reads what requests say about strategies.</summary>
internal static class StrategyInput
{
    private const string DefinitionField = "definition";

    /// <summary>The definition; every error is named by its JSON path below <c>definition</c>.</summary>
    public static StrategyDefinition? ReadDefinition(Input input, JsonElement? json)
    {
        if (json is not { ValueKind: not JsonValueKind.Null } document)
        {
            input.Error(DefinitionField, "It is missing: a strategy's JSON document is right.");
            return null;
        }

        switch (StrategyJson.Parse(document.GetRawText()))
        {
            case StrategyParseResult.Valid valid:
                return valid.Definition;
            case StrategyParseResult.Invalid invalid:
                foreach (var error in invalid.Errors)
                {
                    input.Error(DefinitionField + error.Path[1..], $"{error.Message} {error.Hint}");
                }

                return null;
            default:
                throw new InvalidOperationException("A strategy is valid or not.");
        }
    }

    /// <summary>Completes a definition that does not say how long its ideas wait by the tenant's setting.</summary>
    public static async ValueTask<StrategyDefinition> CompleteAsync(
        StrategyDefinition definition, JsonElement? json, AccessToken caller, SettingsDesk settings, CancellationToken cancellationToken) =>
        json is { } document && document.TryGetProperty("ideaTimeToLive", out var given) && given.ValueKind != JsonValueKind.Null
            ? definition
            : definition with
            {
                IdeaTimeToLive = TimeSpan.FromMinutes(
                    (await settings.OfTenantAsync(SettingCatalogue.IdeaMinutes, caller.Tenant, cancellationToken)).Whole),
            };

    /// <summary>The definition of a further version; null where an earlier one is to come back, whose number is right then.</summary>
    public static StrategyDefinition? ReadRevision(Input input, ReviseStrategyRequest request)
    {
        if (request.Restore is not { } number)
        {
            return ReadDefinition(input, request.Definition);
        }

        if (request.Definition is { ValueKind: not JsonValueKind.Null })
        {
            input.Error("restore", "It stands beside a definition: one of the two is right.");
        }
        else if (number is < 1 or > StrategyVersion.Max)
        {
            input.Error("restore", $"It is {number}: the number of a version is right.");
        }

        return null;
    }

    public static Autonomy ReadAutonomy(Input input, ActivateStrategyRequest request)
    {
        switch (request.Autonomy)
        {
            case null or AutonomyMapping.ApproveEverything when request.AutoQuantityMax is not null:
                input.Error("autoQuantityMax", $"It goes with autonomy {AutonomyMapping.AutoUnder} only.");
                return new Autonomy.ApproveEverything();
            case null or AutonomyMapping.ApproveEverything:
                return new Autonomy.ApproveEverything();
            case AutonomyMapping.AutoUnder:
                return new Autonomy.AutoUnder(new Quantity(input.RequiredPositive("autoQuantityMax", request.AutoQuantityMax)));
            default:
                input.Error("autonomy", $"It is none of these: {AutonomyMapping.ApproveEverything}, {AutonomyMapping.AutoUnder}.");
                return new Autonomy.ApproveEverything();
        }
    }

    /// <summary>The same key must name the same strategy, whatever characters the key has.</summary>
    public static StrategyId IdOf(CommandId command) => StrategyId.Parse(StrategyId.Prefix + IdempotencyKey.Digest(command));
}
