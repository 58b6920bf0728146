using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// The gate before every order: every failed check at once, each with its figure, its limit and who set it. The trading state is looked at before
/// anything else. What cannot be known, and a check that breaks, refuse.
/// </summary>
public static class RiskGate
{
    private const string StateName = "Trading state";

    private const string StateCode = "risk.trading_halted";

    /// <summary>Empty where the order may go.</summary>
    public static ImmutableArray<Refusal> Check(RiskInputs inputs)
    {
        ImmutableArray<Refusal>.Builder? refusals = null;
        var (scene, broken) = Open(inputs);
        Add(ref refusals, JudgeState(inputs, scene).Refusal);
        Add(ref refusals, broken);
        if (scene is { Reduces: true, Order.Closeout: true })
        {
            return refusals?.ToImmutable() ?? [];
        }

        foreach (var check in scene is null ? [] : RiskChecks.All)
        {
            Add(ref refusals, Judge(check, scene!, onlyLimited: true).Refusal);
        }

        return refusals?.ToImmutable() ?? [];
    }

    /// <summary>As <see cref="Check(RiskInputs)"/>, for facts that hold other limits than the account's are to be.</summary>
    public static ImmutableArray<Refusal> Check(RiskLimits limits, RiskFacts facts, OrderIntent intent, DateTimeOffset now) =>
        Check(new RiskInputs(intent, facts with { Account = facts.Account with { Limits = limits } }, now));

    /// <summary>Every check with its figure, limit and verdict, without trading. It refuses exactly what <see cref="Check(RiskInputs)"/> does.</summary>
    public static RiskReport WhatIf(RiskInputs inputs)
    {
        var findings = ImmutableArray.CreateBuilder<RiskFinding>();
        var (scene, broken) = Open(inputs);
        var state = JudgeState(inputs, scene);
        findings.Add(new RiskFinding(StateName, StateCode, RiskUnit.None, state.Verdict, null, null, state.Limit?.Level, state.Refusal));
        if (broken is not null)
        {
            findings.Add(new RiskFinding("Position", broken.Code, RiskUnit.None, RiskVerdict.CheckFailed, null, null, null, broken));
        }

        foreach (var check in scene is null ? [] : RiskChecks.All)
        {
            var judged = scene!.Reduces && scene.Order.Closeout is true
                ? new Judgement(RiskVerdict.NotConcerned, null, null, null)
                : Judge(check, scene, onlyLimited: false);
            var limit = check.Limit is null ? null : judged.Limit;
            findings.Add(new RiskFinding(
                check.Name, judged.Refusal?.Code ?? check.Code, check.Unit, judged.Verdict, judged.Figure, limit?.Value, limit?.Level,
                judged.Refusal));
        }

        return new RiskReport(findings.ToImmutable());
    }

    /// <summary>
    /// The order goes against the position that it closes and, with those of its side that are under way, is no larger: it can only make it
    /// smaller. A reduce-only order cannot do else, whatever its size.
    /// </summary>
    public static bool OnlyReduces(AccountRiskFacts account, OrderIntent intent)
    {
        var position = account.Closing ?? account.Position;
        var underWay = account.Closing is null ? account.UnderWay(intent.Side) : Quantity.Zero;
        return Math.Sign(position.Value) == -(int)intent.Side && (intent.ReduceOnly is true || intent.Quantity + underWay <= position.Abs());
    }

    // Null where not even this can be computed: then nothing but the refusal is known.
    private static (RiskScene? Scene, Refusal? Broken) Open(RiskInputs inputs)
    {
        try
        {
            return (new RiskScene(inputs, OnlyReduces(inputs.Facts.Account, inputs.Order)), null);
        }
        catch (Exception e)
        {
            return (null, RiskRefusals.CheckFailed("Position", "risk.max_position", e));
        }
    }

    private static Judgement JudgeState(RiskInputs inputs, RiskScene? scene)
    {
        var (state, level, reason) = TradingStates.MostRestrictive(inputs.Facts.Account.TradingState, inputs.Facts.Levels);
        var passes = state switch
        {
            TradingState.Active => true,
            TradingState.Reducing => scene is { Reduces: true },
            _ => scene is { Reduces: true, Order.Closeout: true },
        };
        return passes
            ? new Judgement(RiskVerdict.Passed, null, null, null)
            : new Judgement(RiskVerdict.Refused, null, new EffectiveLimit(0m, level), RiskRefusals.TradingHalted(state, level, reason));
    }

    private static Judgement Judge(RiskCheck check, RiskScene scene, bool onlyLimited)
    {
        EffectiveLimit? limit = null;
        try
        {
            limit = check.Limit is { } kind ? scene.Limits[kind] : new EffectiveLimit(1m, RiskLevel.Platform);
            if (limit is null && onlyLimited)
            {
                return new Judgement(RiskVerdict.NotLimited, null, null, null);
            }

            if ((scene.Reduces && !check.Reducing) || check.Concerns?.Invoke(scene) is false)
            {
                return new Judgement(RiskVerdict.NotConcerned, null, limit, null);
            }

            return Compare(check, scene, check.Measure(scene), limit);
        }
        catch (Exception e)
        {
            return limit is null && check.Limit is not null
                ? new Judgement(RiskVerdict.NotLimited, null, null, null)
                : new Judgement(RiskVerdict.CheckFailed, null, limit, RiskRefusals.CheckFailed(check.Name, check.Code, e));
        }
    }

    private static Judgement Compare(RiskCheck check, RiskScene scene, decimal? figure, EffectiveLimit? limit)
    {
        if (limit is not { } l)
        {
            return new Judgement(RiskVerdict.NotLimited, figure, null, null);
        }

        if (figure is not { } f)
        {
            return new Judgement(RiskVerdict.Unknown, null, limit, check.Unknown(scene, l));
        }

        return check.IsBreached(f, l.Value)
            ? new Judgement(RiskVerdict.Refused, f, limit, check.Refusal(scene, f, l))
            : new Judgement(RiskVerdict.Passed, f, limit, null);
    }

    private static void Add(ref ImmutableArray<Refusal>.Builder? refusals, Refusal? refusal)
    {
        if (refusal is not null)
        {
            (refusals ??= ImmutableArray.CreateBuilder<Refusal>()).Add(refusal);
        }
    }

    private readonly record struct Judgement(RiskVerdict Verdict, decimal? Figure, EffectiveLimit? Limit, Refusal? Refusal);
}
