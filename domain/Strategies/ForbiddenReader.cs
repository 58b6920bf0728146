using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Reads when a strategy opens nothing.</summary>
internal sealed class ForbiddenReader(ConditionReader conditions, ErrorList errors)
{
    private static readonly TimeSpan NewsDefault = TimeSpan.FromMinutes(30);

    public ForbiddenConditions? Read(JsonFields fields)
    {
        if (fields.Get("forbid") is not { } element
            || JsonFields.Of(element, fields.At("forbid"), errors, StrategyTerms.Forbid.AsSpan()) is not { } forbid)
        {
            return null;
        }

        if (!element.EnumerateObject().Any())
        {
            errors.Add(forbid.Path, "Nothing is forbidden.", $"At least one of {string.Join(", ", StrategyTerms.Forbid)}, or no 'forbid' at all.");
            return null;
        }

        return new ForbiddenConditions(ReadNews(forbid), ReadSpread(forbid), ReadVolatility(forbid), ReadWeekdays(forbid));
    }

    private NewsBan? ReadNews(JsonFields forbid)
    {
        if (forbid.Get("news") is not { } element
            || JsonFields.Of(element, forbid.At("news"), errors, StrategyTerms.ForbiddenNews.AsSpan()) is not { } news)
        {
            return null;
        }

        var impact = ReadImpact(news);
        var before = ReadMinutes(news, "before");
        var after = ReadMinutes(news, "after");
        if (before == TimeSpan.Zero && after == TimeSpan.Zero)
        {
            errors.Add(news.Path, "No time around a release is forbidden.", "Give before, after or both, such as {\"before\": \"30m\", \"after\": \"30m\"}.");
        }

        return impact is null || before is null || after is null ? null : new NewsBan(impact.Value, before.Value, after.Value);
    }

    private Impact? ReadImpact(JsonFields news)
    {
        const string hint = "The least impact of the releases: \"low\", \"medium\" or \"high\"; without it, high.";
        if (!news.Has("impact"))
        {
            return Impact.High;
        }

        if (news.Text("impact", 1, 10, required: false, hint) is not { } text)
        {
            return null;
        }

        Impact? impact = text switch { "low" => Impact.Low, "medium" => Impact.Medium, "high" => Impact.High, _ => null };
        if (impact is null)
        {
            errors.Add(news.At("impact"), $"'{JsonFields.Short(text)}' is no impact.", hint);
        }

        return impact;
    }

    private TimeSpan? ReadMinutes(JsonFields news, string name)
    {
        const string hint = "A time up to 24 hours as \"30m\", \"1h\" or an ISO 8601 duration such as \"PT30M\"; without it, 30 minutes.";
        if (!news.Has(name))
        {
            return NewsDefault;
        }

        if (news.Text(name, StrategyBounds.TimeToLiveLengthMin, StrategyBounds.TimeToLiveLengthMax, required: false, hint) is not { } text)
        {
            return null;
        }

        var duration = StrategyDurations.Parse(text);
        if (duration is null || duration < TimeSpan.Zero || duration > StrategyBounds.NewsReachMax)
        {
            errors.Add(news.At(name), $"'{JsonFields.Short(text)}' is not such a time.", hint);
        }

        return duration;
    }

    private SpreadBan? ReadSpread(JsonFields forbid)
    {
        const string hint = "One of {\"maxPips\": 2} and {\"maxTimesTypical\": 3}.";
        if (forbid.Get("spread") is not { } element
            || JsonFields.Of(element, forbid.At("spread"), errors, StrategyTerms.ForbiddenSpread.AsSpan()) is not { } spread)
        {
            return null;
        }

        if (spread.Has("maxPips") == spread.Has("maxTimesTypical"))
        {
            errors.Add(spread.Path, "A widest spread has exactly one kind.", hint);
            return null;
        }

        return spread.Has("maxPips")
            ? spread.Amount("maxPips", StrategyBounds.PipsMax, zeroAllowed: true) is { } pips ? new SpreadBan.InPips(pips) : null
            : spread.Amount("maxTimesTypical", StrategyBounds.SpreadTimesMax) is { } times ? new SpreadBan.TimesTypical(times) : null;
    }

    private Condition? ReadVolatility(JsonFields forbid)
    {
        const string hint = "A rule while which nothing is opened: {\"rule\": {\"above\": [\"atr(14)\", 0.002]}}.";
        if (forbid.Get("volatility") is not { } element
            || JsonFields.Of(element, forbid.At("volatility"), errors, StrategyTerms.ForbiddenVolatility.AsSpan()) is not { } volatility)
        {
            return null;
        }

        return volatility.Get("rule", hint) is { } rule ? conditions.Read(rule, volatility.At("rule"), 4) : null;
    }

    private ImmutableArray<DayOfWeek> ReadWeekdays(JsonFields forbid)
    {
        const string hint = "A list of 1 to 6 days, such as [\"friday\"] or [\"Fri\"].";
        if (forbid.List("weekdays", 1, SessionReader.Week.Length - 1, hint, required: false) is not { } items)
        {
            return [];
        }

        var days = new HashSet<DayOfWeek>();
        foreach (var (element, path) in items)
        {
            var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : string.Empty;
            var known = SessionReader.Week.Where(day => StrategyTerms.NamesOf(day).Contains(text)).ToArray();
            if (known.Length == 0 || !days.Add(known[0]))
            {
                errors.Add(path, $"This is {JsonFields.Kind(element)}, no day or one named before.", hint);
            }
        }

        return [.. SessionReader.Week.Where(days.Contains)];
    }
}
