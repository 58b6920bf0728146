using System.Text.Json;

namespace Countersign.Domain.Strategies;

/// <summary>Reads the conditions that count bars, conditions or weights.</summary>
internal sealed partial class ConditionReader
{
    private Condition.Within? ReadWithin(JsonElement element, string path, int depth)
    {
        const string hint = "The bars, and a rule: {\"bars\": 5, \"rule\": {\"crossesAbove\": [\"ema(20)\", \"ema(50)\"]}}.";
        if (JsonFields.Of(element, path, errors, StrategyTerms.Within.AsSpan()) is not { } within)
        {
            return null;
        }

        var bars = within.Get("bars", hint) is null ? null : within.Whole("bars", 1, StrategyBounds.WithinBarsMax);
        var rule = ReadRule(within, depth + 2, hint);
        return bars is null || rule is null ? null : new Condition.Within(bars.Value, rule);
    }

    private Condition.AtLeast? ReadAtLeast(JsonElement element, string path, int depth)
    {
        const string hint = "How many of which: {\"count\": 2, \"of\": [CONDITION, CONDITION, CONDITION]}.";
        if (JsonFields.Of(element, path, errors, StrategyTerms.AtLeast.AsSpan()) is not { } atLeast)
        {
            return null;
        }

        var of = atLeast.Get("of", hint) is { } list ? ReadList(list, atLeast.At("of"), depth + 1) : null;
        var count = atLeast.Get("count", hint) is null ? null : atLeast.Whole("count", 1, of?.Length ?? StrategyJson.ConditionsMax);
        return count is null || of is null ? null : new Condition.AtLeast(count.Value, of.Value);
    }

    private Condition.Votes? ReadVotes(JsonElement element, string path, int depth)
    {
        const string hint = "The share that is enough, and the votes: {\"atLeast\": 0.6, \"of\": [{\"name\": \"trend\", \"weight\": 2, \"rule\": CONDITION}]}.";
        if (JsonFields.Of(element, path, errors, StrategyTerms.Votes.AsSpan()) is not { } votes)
        {
            return null;
        }

        var share = votes.Get("atLeast", hint) is null ? null : votes.Amount("atLeast", StrategyBounds.VoteShareMax);
        if (votes.List("of", 1, StrategyJson.ConditionsMax, hint, required: true) is not { } items)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var of = items.Select(item => ReadVote(item.Element, item.Path, depth + 3, names)).ToList();
        return share is null || of.Contains(null) ? null : new Condition.Votes(share.Value, [.. of.Select(vote => vote!)]);
    }

    private Vote? ReadVote(JsonElement element, string path, int depth, HashSet<string> names)
    {
        const string hint = "{\"name\": \"trend\", \"weight\": 2, \"rule\": CONDITION}; without a weight it is 1.";
        if (JsonFields.Of(element, path, errors, StrategyTerms.Vote.AsSpan()) is not { } vote)
        {
            return null;
        }

        var name = vote.Text("name", 1, StrategyBounds.VoteNameLengthMax, required: false, "A name of 1 to 40 characters.")?.Trim();
        if (name is not null && !names.Add(name))
        {
            errors.Add(vote.At("name"), $"'{JsonFields.Short(name)}' stands here twice.", "Give each vote its own name.");
        }

        var weight = vote.Has("weight") ? vote.Amount("weight", StrategyBounds.VoteWeightMax) : 1m;
        var rule = ReadRule(vote, depth + 1, hint);
        return weight is null || rule is null ? null : new Vote(name, weight.Value, rule);
    }

    private Condition? ReadRule(JsonFields fields, int depth, string hint) =>
        fields.Get("rule", hint) is { } rule ? Read(rule, fields.At("rule"), depth) : null;
}
