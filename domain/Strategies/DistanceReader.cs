using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>Reads distances: of stops, of targets, of gains.</summary>
internal sealed class DistanceReader(ErrorList errors)
{
    private const string PlainHint = "One of {\"price\": 0.002}, {\"pips\": 20}, {\"percent\": 0.5}, {\"atr\": 2, \"period\": 14}";
    private const string StopHint = PlainHint + ", {\"swing\": {\"bars\": 10}}.";
    private const string GainHint = PlainHint + ", {\"riskReward\": 2}.";

    /// <summary>The paths at which a distance counts the risk, which only a stop gives.</summary>
    public List<string> RiskPaths { get; } = [];

    /// <summary>Of a stop, which may be a swing.</summary>
    public PriceDistance? Stop(JsonFields fields, string name) => Read(fields, name, StrategyTerms.StopKinds, StrategyTerms.Stop, StopHint, null);

    /// <summary>Of a gain, which may be a multiple of the risk.</summary>
    public PriceDistance? Gain(JsonFields fields, string name, bool required = false) =>
        Read(fields, name, StrategyTerms.GainKinds, StrategyTerms.Gain, GainHint, required ? GainHint : null);

    public PriceDistance? Plain(JsonFields fields, string name) =>
        Read(fields, name, StrategyTerms.DistanceKinds, StrategyTerms.Distance, PlainHint + ".", null);

    /// <summary>Of an object that has other properties too.</summary>
    public PriceDistance? Plain(JsonFields distance) => Read(distance, StrategyTerms.DistanceKinds, PlainHint + ".");

    private PriceDistance? Read(
        JsonFields fields, string name, ImmutableArray<string> kinds, ImmutableArray<string> terms, string hint, string? required) =>
        fields.Get(name, required) is { } element && JsonFields.Of(element, fields.At(name), errors, terms.AsSpan()) is { } distance
            ? Read(distance, kinds, hint)
            : null;

    private PriceDistance? Read(JsonFields distance, ImmutableArray<string> kinds, string hint)
    {
        var given = kinds.Where(distance.Has).ToArray();
        if (given.Length != 1 || (distance.Has("period") && given[0] != "atr"))
        {
            errors.Add(distance.Path, "A distance has exactly one kind.", hint);
            return null;
        }

        switch (given[0])
        {
            case "price":
                return distance.Amount("price", StrategyBounds.PriceMax) is { } price ? new PriceDistance.InPrice(price) : null;
            case "pips":
                return distance.Amount("pips", StrategyBounds.PipsMax) is { } pips ? new PriceDistance.InPips(pips) : null;
            case "percent":
                return distance.Amount("percent", StrategyBounds.PercentMax) is { } percent ? new PriceDistance.InPercent(percent) : null;
            case "riskReward":
                RiskPaths.Add(distance.At("riskReward"));
                return distance.Amount("riskReward", StrategyBounds.RiskRewardMax) is { } multiple ? new PriceDistance.InRisk(multiple) : null;
            case "swing":
                return Swing(distance);
            default:
                return Atr(distance);
        }
    }

    private static PriceDistance.InAtr? Atr(JsonFields distance)
    {
        var multiple = distance.Amount("atr", StrategyBounds.AtrMultipleMax);
        var period = PeriodOf(distance);
        return multiple is null || period is null ? null : new PriceDistance.InAtr(multiple.Value, period.Value);
    }

    /// <summary>Of an average true range; the usual one where none is given.</summary>
    public static int? PeriodOf(JsonFields fields) => fields.Has("period")
        ? fields.Whole("period", StrategyBounds.AtrPeriodMin, StrategyBounds.AtrPeriodMax)
        : StrategyBounds.AtrPeriodStandard;

    private PriceDistance.InSwing? Swing(JsonFields distance)
    {
        if (distance.Get("swing") is not { } element
            || JsonFields.Of(element, distance.At("swing"), errors, StrategyTerms.Swing.AsSpan()) is not { } swing)
        {
            return null;
        }

        swing.Get("bars", "A whole number of bars, such as 10.");
        var bars = swing.Whole("bars", StrategyBounds.SwingBarsMin, StrategyBounds.SwingBarsMax);
        var offset = Plain(swing, "offset");
        return bars is null ? null : new PriceDistance.InSwing(bars.Value, offset);
    }
}
