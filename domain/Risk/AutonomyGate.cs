using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What one idea's autonomy is decided on.</summary>
/// <param name="Closes">It only makes a position smaller.</param>
/// <param name="Confidence">0 to 1; null where it is not known.</param>
/// <param name="Strategy">The strategy's setting.</param>
/// <param name="Risk">What the risk gate looked at: its limits say which sizes need two people.</param>
public sealed record AutonomyInputs(
    OrderIntent Order, bool Closes, double? Confidence, Autonomy Strategy, AutonomyFacts Facts, RiskFacts Risk, DateTimeOffset Now);

/// <summary>
/// Whether an idea goes without a person. Every level's conditions are judged, and it goes only where all of them hold; a missing fact or a
/// fault in a condition asks a person.
/// </summary>
public static class AutonomyGate
{
    internal const string Unknown = "unknown";

    /// <summary>The decision of a setting that knows nothing but a size, as it was before there were conditions.</summary>
    public static AutonomyDecision Decide(Autonomy autonomy, Quantity quantity) => autonomy switch
    {
        Autonomy.ApproveEverything => new AutonomyDecision.NeedsApproval("Every idea needs approval."),
        Autonomy.AutoUnder(var max) when quantity <= max =>
            new AutonomyDecision.Auto($"{quantity} is at most {max}, which goes on its own."),
        Autonomy.AutoUnder(var max) => new AutonomyDecision.NeedsApproval($"{quantity} is above {max}, so a person decides."),
        _ => new AutonomyDecision.NeedsApproval("The facts that the setting's conditions need are missing, so a person decides."),
    };

    public static AutonomyDecision Decide(AutonomyInputs inputs)
    {
        try
        {
            return Summarise(Conditions(inputs));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new AutonomyDecision.NeedsApproval($"A condition could not be judged ({e.GetType().Name}), so a person decides.");
        }
    }

    private static AutonomyDecision Summarise(ImmutableArray<AutonomyCondition> conditions)
    {
        var broken = conditions.Where(c => !c.Holds).ToArray();
        return broken.Length == 0
            ? new AutonomyDecision.Auto($"Every condition holds: {Text(conditions)}.", conditions)
            : new AutonomyDecision.NeedsApproval($"A person decides: {Text(broken)}.", conditions);
    }

    private static string Text(IEnumerable<AutonomyCondition> conditions) => string.Join("; ", conditions.Select(c =>
        $"{Word(c.Level.ToString())} {Word(c.Check.ToString())} {c.Figure} ({c.Limit})"));

    // OpenTrades is read as "open trades".
    private static string Word(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static ImmutableArray<AutonomyCondition> Conditions(AutonomyInputs inputs)
    {
        var conditions = ImmutableArray.CreateBuilder<AutonomyCondition>();
        Judge(conditions, RiskLevel.Strategy, inputs.Strategy, inputs.Facts.StrategyTrades, inputs);
        if (inputs.Facts.Account is { } account)
        {
            Judge(conditions, RiskLevel.Account, account, inputs.Facts.AccountTrades, inputs);
        }

        if (!inputs.Closes)
        {
            conditions.AddRange(FourEyes.Conditions(inputs.Order, inputs.Risk));
        }

        return conditions.ToImmutable();
    }

    private static void Judge(
        ImmutableArray<AutonomyCondition>.Builder conditions, RiskLevel level, Autonomy autonomy, int? trades, AutonomyInputs inputs)
    {
        switch (autonomy)
        {
            case Autonomy.ApproveEverything:
                conditions.Add(Manual(level));
                break;
            case Autonomy.AutoUnder(var max):
                conditions.Add(Size(level, inputs.Order.Quantity, max));
                break;
            case Autonomy.Governed({ Mode: AutonomyMode.Manual }):
                conditions.Add(Manual(level));
                break;
            case Autonomy.Governed({ Mode: AutonomyMode.Assisted or AutonomyMode.Automatic } settings):
                Judge(conditions, level, settings, trades, inputs);
                break;
            default:
                throw new InvalidOperationException($"{autonomy} is no autonomy setting.");
        }
    }

    private static void Judge(
        ImmutableArray<AutonomyCondition>.Builder conditions, RiskLevel level, AutonomySettings settings, int? trades,
        AutonomyInputs inputs)
    {
        var mode = settings.Mode == AutonomyMode.Assisted ? "assisted" : "automatic";
        conditions.Add(new(level, AutonomyCheck.Mode, true, mode, inputs.Closes ? "what closes goes on its own" : "what holds its conditions"));
        if (!inputs.Closes)
        {
            Entry(conditions, level, settings, inputs);
            Moment(conditions, level, settings, trades, inputs);
        }
    }

    /// <summary>The idea itself. The assisted mode lets nothing through that a person has not bounded.</summary>
    private static void Entry(
        ImmutableArray<AutonomyCondition>.Builder conditions, RiskLevel level, AutonomySettings settings, AutonomyInputs inputs)
    {
        var bounded = settings.Mode == AutonomyMode.Assisted;
        if (bounded || settings.ConfidenceMin is not null)
        {
            conditions.Add(new(
                level, AutonomyCheck.Confidence, inputs.Confidence >= settings.ConfidenceMin, Figure(inputs.Confidence),
                settings.ConfidenceMin is { } least ? Invariant($"at least {least}") : "none is set"));
        }

        if (bounded || settings.QuantityMax is not null)
        {
            conditions.Add(settings.QuantityMax is { } max
                ? Size(level, inputs.Order.Quantity, max)
                : new(level, AutonomyCheck.Quantity, false, $"{inputs.Order.Quantity}", "none is set"));
        }
    }

    /// <summary>The account and the hour.</summary>
    private static void Moment(
        ImmutableArray<AutonomyCondition>.Builder conditions, RiskLevel level, AutonomySettings settings, int? trades,
        AutonomyInputs inputs)
    {
        if (settings.OpenTradesMax is { } most)
        {
            conditions.Add(new(level, AutonomyCheck.OpenTrades, trades < most, Figure(trades), Invariant($"below {most}")));
        }

        if (settings.DrawdownPercentMax is { } drawdown)
        {
            conditions.Add(new(
                level, AutonomyCheck.Drawdown, inputs.Facts.DrawdownPercent < drawdown,
                inputs.Facts.DrawdownPercent is { } now ? Invariant($"{now:0.####} %") : Unknown, Invariant($"below {drawdown} %")));
        }

        if (settings.DailyTarget is { } target)
        {
            conditions.Add(new(
                level, AutonomyCheck.DailyTarget, inputs.Facts.DayResult < target, Figure(inputs.Facts.DayResult),
                Invariant($"below {target}")));
        }

        if (settings.Hours is { } hours)
        {
            conditions.Add(new(
                level, AutonomyCheck.Hours, hours.Any(h => h.Contains(inputs.Now)),
                inputs.Now.UtcDateTime.ToString("ddd HH:mm 'UTC'", CultureInfo.InvariantCulture), string.Join(" or ", hours)));
        }
    }

    private static AutonomyCondition Manual(RiskLevel level) =>
        new(level, AutonomyCheck.Mode, false, "manual", "a person decides everything");

    private static AutonomyCondition Size(RiskLevel level, Quantity quantity, Quantity max) =>
        new(level, AutonomyCheck.Quantity, quantity <= max, $"{quantity}", $"at most {max}");

    private static string Figure<T>(T? value) where T : struct, IFormattable =>
        value?.ToString(null, CultureInfo.InvariantCulture) ?? Unknown;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
