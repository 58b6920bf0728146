using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Api.Contracts.Backtests;
using Countersign.Api.Requests;
using Countersign.Api.Strategies;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Grains.Backtests;

namespace Countersign.Api.Backtests;

/// <summary>Reads what requests say about backtests.</summary>
internal static class BacktestInput
{
    private const int SymbolsMax = 32;
    private const int SourcesMax = 16;
    private const int SourceLengthMax = 32;
    private const int LatencyMillisecondsMax = 3_600_000;
    private static readonly string[] Kinds = [BacktestTask.SingleKind, .. Enum.GetValues<StudyKind>().Select(BacktestTask.NameOf)];

    public static BacktestWish ReadWish(Input input, StartBacktestRequest request, CommandId command, Actor by)
    {
        var strategy = input.Optional<StrategyId>("strategyId", request.StrategyId);
        StrategyDefinition? definition = null;
        if (request.StrategyId is null)
        {
            definition = StrategyInput.ReadDefinition(input, request.Definition);
        }
        else if (request.Definition is not null)
        {
            input.Error("definition", "It goes without strategyId only: one of them says what is run.");
        }

        if (request.StrategyVersion is { } version && (version < 1 || request.StrategyId is null))
        {
            input.Error("strategyVersion", "It goes with strategyId only, and counts from 1.");
        }

        var id = BacktestJobId.Parse(BacktestJobId.Prefix + IdempotencyKey.Digest(command));
        return new BacktestWish(command, by, id, definition, strategy, request.StrategyVersion, ReadTerms(input, request));
    }

    private static BacktestTerms ReadTerms(Input input, StartBacktestRequest request) => new(
        ReadTask(input, request),
        ReadList(input, "symbols", request.Symbols, SymbolsMax, (field, text) => input.Required<Symbol>(field, text)),
        input.RequiredTime("from", request.From),
        input.RequiredTime("to", request.To),
        input.OptionalTime("warmUpFrom", request.WarmUpFrom),
        ReadList(input, "sources", request.Sources, SourcesMax, (field, text) => input.RequiredText(field, text, SourceLengthMax)),
        input.RequiredPositive("startCash", request.StartCash),
        request.Seed ?? 0,
        request.Rules is { } rules ? ReadRules(input, rules) : null,
        ReadRate(input, request.CommissionRate),
        input.OptionalChoice<BacktestPriority>("priority", request.Priority) ?? BacktestPriority.Normal,
        input.OptionalTimeframe("pathTimeframe", request.PathTimeframe));

    /// <summary>The plan itself is read against the strategy, by whoever has it.</summary>
    private static BacktestTask ReadTask(Input input, StartBacktestRequest request)
    {
        var plan = request.Plan is { ValueKind: not JsonValueKind.Null } given ? given : default(JsonElement?);
        if (plan is { ValueKind: not JsonValueKind.Object })
        {
            input.Error("plan", "It is no JSON object.");
            plan = null;
        }

        var name = ReadKind(input, request.Kind, plan);
        if (Enum.GetValues<StudyKind>().Where(k => BacktestTask.NameOf(k) == name).ToArray() is [var kind])
        {
            return new BacktestTask.Study(kind, plan is { } some ? WithoutKind(some) : "{}");
        }

        if (plan is { } left && (name == BacktestTask.SingleKind || !left.TryGetProperty("kind", out _)))
        {
            input.Error("plan", $"A single run has none: it goes with kind {string.Join(", ", Kinds.Skip(1))}.");
        }

        return new BacktestTask.Single();
    }

    /// <summary>A plan that was written to a file names its kind itself; the request need not say it again, and must not say another.</summary>
    private static string? ReadKind(Input input, string? kind, JsonElement? plan)
    {
        input.OptionalOf("kind", kind, Kinds);
        if (plan is not { } known || !known.TryGetProperty("kind", out var own))
        {
            return kind;
        }

        var named = own.ValueKind == JsonValueKind.String ? own.GetString() : null;
        if (!Kinds.Contains(named) || (kind is not null && kind != named))
        {
            input.Error("plan.kind", kind is null ? $"It is none of these: {string.Join(", ", Kinds.Skip(1))}." : "It is another than kind: leave it out, or say the same.");
        }

        return kind ?? named;
    }

    private static string WithoutKind(JsonElement plan) => plan.TryGetProperty("kind", out _)
        ? $"{{{string.Join(',', plan.EnumerateObject().Where(p => p.Name != "kind").Select(p => $"{JsonSerializer.Serialize(p.Name)}:{JsonSerializer.Serialize(p.Value)}"))}}}"
        : JsonSerializer.Serialize(plan);

    private static BacktestFillRules ReadRules(Input input, BacktestRules rules)
    {
        if (rules.Slippage is < 0m)
        {
            input.Error("rules.slippage", "It is below 0: a distance in the quote currency is right.");
        }

        if (rules.LatencyMilliseconds is < 0 or > LatencyMillisecondsMax)
        {
            input.Error("rules.latencyMilliseconds", $"It is not from 0 to {LatencyMillisecondsMax}.");
        }

        return new BacktestFillRules(
            rules.Slippage, rules.LatencyMilliseconds is { } latency ? TimeSpan.FromMilliseconds(latency) : null, rules.CrossSpread,
            input.OptionalChoice<LimitFill>("rules.limitFill", rules.LimitFill), rules.FillOnlyOnLaterQuotes, rules.PriceImprovement,
            rules.TriggerOnMid, input.OptionalChoice<IntrabarPath>("rules.intrabarPath", rules.IntrabarPath), rules.StopsAtBarExtreme);
    }

    private static decimal? ReadRate(Input input, decimal? rate)
    {
        if (rate is < 0m or > 0.1m)
        {
            input.Error("commissionRate", "It is not from 0 to 0.1, a share of a fill's value.");
        }

        return rate;
    }

    private static Timeframe? OptionalTimeframe(this Input input, string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Timeframes.All.Where(t => t.ToString() == text).ToArray() is [var found])
        {
            return found;
        }

        input.Error(field, $"It is none of these: {string.Join(", ", Timeframes.All)}.");
        return null;
    }

    private static ImmutableArray<T> ReadList<T>(Input input, string field, IReadOnlyList<string>? texts, int max, Func<string, string?, T> read)
    {
        if (texts is null)
        {
            return [];
        }

        if (texts.Count == 0 || texts.Count > max || texts.Distinct(StringComparer.Ordinal).Count() != texts.Count)
        {
            input.Error(field, $"It has {texts.Count} entries: 1 to {max} different ones are right, or leave it out.");
            return [];
        }

        return [.. texts.Select((text, i) => read($"{field}[{i}]", text))];
    }
}
