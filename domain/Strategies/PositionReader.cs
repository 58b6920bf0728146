using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>Reads what a strategy does with an open position, and how much it trades.</summary>
internal sealed class PositionReader(ErrorList errors)
{
    private readonly DistanceReader distances = new(errors);

    public PriceDistance? Stop(JsonFields fields) => distances.Stop(fields, "stop");

    public PriceDistance? Target(JsonFields fields) => distances.Gain(fields, "target");

    public TrailingRule? Trailing(JsonFields fields)
    {
        if (Object(fields, "trailing", StrategyTerms.Trailing) is not { } trailing)
        {
            return null;
        }

        var after = distances.Gain(trailing, "after");
        if (trailing.Has("after") && !fields.Has("stop"))
        {
            errors.Add(trailing.At("after"), "Until the gain is reached there is no stop to move.", "Give a stop, or leave after out.");
        }

        return distances.Plain(trailing) is { } distance ? new TrailingRule(distance, after) : null;
    }

    public BreakEvenRule? BreakEven(JsonFields fields)
    {
        if (Object(fields, "breakEven", StrategyTerms.BreakEven) is not { } rule)
        {
            return null;
        }

        var after = distances.Gain(rule, "after", required: true);
        var offset = distances.Plain(rule, "offset");
        if (!HasStop(fields))
        {
            errors.Add(rule.Path, "There is no stop to move.", "Give a stop, or a trailing one.");
        }

        return after is null ? null : new BreakEvenRule(after, offset);
    }

    public ImmutableArray<PartialExit> Partials(JsonFields fields)
    {
        const string hint = "A list of 1 to 5, such as [{\"at\": {\"pips\": 20}, \"percent\": 50}].";
        if (fields.List("partials", 1, StrategyBounds.PartialsMax, hint, required: false) is not { } items)
        {
            return [];
        }

        var partials = ImmutableArray.CreateBuilder<PartialExit>(items.Length);
        foreach (var (element, path) in items)
        {
            if (JsonFields.Of(element, path, errors, StrategyTerms.Partial.AsSpan()) is not { } partial)
            {
                continue;
            }

            var at = distances.Gain(partial, "at", required: true);
            partial.Get("percent", "Percent of the open quantity, such as 50.");
            if (partial.Amount("percent", StrategyBounds.PartialPercentMax) is { } percent && at is not null)
            {
                partials.Add(new PartialExit(at, percent));
            }
        }

        return partials.ToImmutable();
    }

    public TimeExit? TimeExit(JsonFields fields)
    {
        const string hint = "{\"bars\": 48}, {\"at\": \"21:45\", \"zone\": \"America/New_York\", \"days\": [\"Fri\"]}, or both in one.";
        if (Object(fields, "timeExit", StrategyTerms.TimeExit) is not { } exit)
        {
            return null;
        }

        if (!exit.Has("bars") && !exit.Has("at"))
        {
            errors.Add(exit.Path, "Neither a number of bars nor a time.", hint);
        }

        var bars = exit.Whole("bars", 1, StrategyBounds.HeldBarsMax);
        if (exit.Has("at"))
        {
            return SessionReader.ReadWeekly(exit, errors) is { } at ? new TimeExit(bars, at) : null;
        }

        foreach (var name in (ReadOnlySpan<string>)["zone", "days"])
        {
            if (exit.Has(name))
            {
                errors.Add(exit.At(name), $"'{name}' belongs to a time.", hint);
            }
        }

        return bars is null ? null : new TimeExit(bars, null);
    }

    public PyramidRule? Pyramid(JsonFields fields)
    {
        if (Object(fields, "pyramid", StrategyTerms.Pyramid) is not { } pyramid)
        {
            return null;
        }

        pyramid.Get("max", "Entries of one position at most, the first included: 2 to 10.");
        var max = pyramid.Whole("max", StrategyBounds.PyramidMin, StrategyBounds.PyramidMax);
        var distance = distances.Gain(pyramid, "minDistance");
        return max is null ? null : new PyramidRule(max.Value, distance);
    }

    public StrategyCaps? RiskCaps(JsonFields fields)
    {
        if (Object(fields, "riskCaps", StrategyTerms.RiskCaps) is not { } caps)
        {
            return null;
        }

        if (!StrategyTerms.RiskCaps.Any(caps.Has))
        {
            errors.Add(caps.Path, "No cap is given.", $"At least one of {string.Join(", ", StrategyTerms.RiskCaps)}.");
        }

        var risk = caps.Amount("maxOpenRiskPercent", StrategyBounds.OpenRiskPercentMax);
        if (risk is not null && !HasStop(fields))
        {
            errors.Add(caps.At("maxOpenRiskPercent"), "What has no stop risks all of it.", "Give a stop, or a trailing one.");
        }

        return new StrategyCaps(
            caps.Amount("maxUnits", StrategyBounds.UnitsMax), risk, caps.Amount("dailyLossPercent", StrategyBounds.DailyLossPercentMax),
            caps.Whole("maxEntriesPerDay", 1, StrategyBounds.EntriesPerDayMax));
    }

    public SizeRule? Size(JsonFields fields)
    {
        const string hint = "One of {\"units\": 10000}, {\"riskPercent\": 0.5}, {\"percentOfEquity\": 10}, "
            + "{\"volatility\": {\"percent\": 1, \"period\": 14, \"multiple\": 2}}, {\"kelly\": {\"fraction\": 0.25, \"winRate\": 0.5, \"payoff\": 1.5}}.";
        if (fields.Get("size", hint) is not { } element
            || JsonFields.Of(element, fields.At("size"), errors, StrategyTerms.Size.AsSpan()) is not { } size)
        {
            return null;
        }

        var kinds = StrategyTerms.Size.Where(size.Has).ToArray();
        if (kinds.Length != 1)
        {
            errors.Add(size.Path, "A size has exactly one kind.", hint);
            return null;
        }

        SizeRule? rule = kinds[0] switch
        {
            "units" => size.Amount("units", StrategyBounds.UnitsMax) is { } units ? new SizeRule.FixedUnits(units) : null,
            "riskPercent" => size.Amount("riskPercent", StrategyBounds.RiskPercentMax) is { } risk ? new SizeRule.RiskPercent(risk) : null,
            "percentOfEquity" => size.Amount("percentOfEquity", StrategyBounds.EquityPercentMax) is { } share ? new SizeRule.EquityPercent(share) : null,
            "volatility" => Volatility(size),
            _ => Kelly(size),
        };
        if (rule is { NeedsStop: true } && !HasStop(fields))
        {
            errors.Add(size.At(kinds[0]), "A share of equity at risk needs a stop.", "Give a stop, or a size in units.");
        }

        return rule;
    }

    /// <summary>Gains are counted in risks only where there is a stop.</summary>
    public void RequireStop(JsonFields fields)
    {
        foreach (var path in HasStop(fields) ? [] : distances.RiskPaths)
        {
            errors.Add(path, "A multiple of the risk needs a stop.", "Give a stop, or a distance of another kind.");
        }
    }

    private SizeRule.Volatility? Volatility(JsonFields size)
    {
        if (Object(size, "volatility", StrategyTerms.Volatility) is not { } volatility)
        {
            return null;
        }

        volatility.Get("percent", "Percent of equity, such as 1.");
        volatility.Get("multiple", "Of the average true range, such as 2.");
        var percent = volatility.Amount("percent", StrategyBounds.RiskPercentMax);
        var multiple = volatility.Amount("multiple", StrategyBounds.AtrMultipleMax);
        var period = DistanceReader.PeriodOf(volatility);
        return percent is null || multiple is null || period is null ? null : new SizeRule.Volatility(percent.Value, period.Value, multiple.Value);
    }

    private SizeRule.Kelly? Kelly(JsonFields size)
    {
        if (Object(size, "kelly", StrategyTerms.Kelly) is not { } kelly)
        {
            return null;
        }

        kelly.Get("fraction", "Of the full share, such as 0.25.");
        kelly.Get("winRate", "How often trades win, such as 0.5.");
        kelly.Get("payoff", "Average win over average loss, such as 1.5.");
        var fraction = kelly.Amount("fraction", 1m);
        var winRate = kelly.Amount("winRate", 1m);
        var payoff = kelly.Amount("payoff", StrategyBounds.PayoffMax);
        return fraction is null || winRate is null || payoff is null ? null : new SizeRule.Kelly(fraction.Value, winRate.Value, payoff.Value);
    }

    private JsonFields? Object(JsonFields fields, string name, ImmutableArray<string> terms) =>
        fields.Get(name) is { } element ? JsonFields.Of(element, fields.At(name), errors, terms.AsSpan()) : null;

    private static bool HasStop(JsonFields fields) => fields.Has("stop") || fields.Has("trailing");
}
