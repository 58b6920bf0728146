using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Reads one strategy from parsed JSON; goes on after an error, to find the others.</summary>
internal sealed class StrategyReader
{
    private readonly ErrorList errors = new();
    private readonly ConditionReader conditions;
    private readonly PositionReader positions;

    public StrategyReader() => (conditions, positions) = (new ConditionReader(errors), new PositionReader(errors));

    public StrategyParseResult Read(JsonElement root)
    {
        var definition = ReadDefinition(root);
        return errors.IsEmpty && definition is not null
            ? new StrategyParseResult.Valid(definition)
            : new StrategyParseResult.Invalid(errors.ToImmutable());
    }

    private StrategyDefinition? ReadDefinition(JsonElement root)
    {
        var fields = JsonFields.Of(root, "$", errors, StrategyTerms.Definition.AsSpan());
        if (fields is null)
        {
            return null;
        }

        var name = fields.Text("name", 1, StrategyBounds.NameLengthMax, required: true, "A name of 1 to 80 characters.");
        var description = fields.Text(
            "description", 0, StrategyBounds.DescriptionLengthMax, required: false, "A text of up to 1,000 characters.");
        var symbols = ReadSymbols(fields);
        var timeframe = ReadTimeframe(fields);
        conditions.Own = timeframe;
        conditions.HasPartners = fields.Has(StrategyTerms.Partners);
        var entry = ReadSides(fields, "entry");
        RequireEntry(fields);
        var exit = ReadSides(fields, "exit");
        var reverse = fields.Flag("reverse");
        var stop = positions.Stop(fields);
        var target = positions.Target(fields);
        var size = positions.Size(fields);
        RequireExitWay(fields);
        var sessions = SessionReader.Read(fields, errors);
        var timeToLive = ReadTimeToLive(fields);
        var maxOpenIdeas = fields.Whole("maxOpenIdeas", StrategyBounds.OpenIdeasMin, StrategyBounds.OpenIdeasMax);
        var cooldown = fields.Whole("cooldownBars", 0, StrategyBounds.CooldownBarsMax);
        var pauses = fields.Flag("pauseOnDegradedFeed");
        var costs = ReadCosts(fields);
        var regime = fields.Get("regime") is { } rule ? conditions.Read(rule, fields.At("regime"), 2) : null;
        var forbid = new ForbiddenReader(conditions, errors).Read(fields);
        var trailing = positions.Trailing(fields);
        var breakEven = positions.BreakEven(fields);
        var partials = positions.Partials(fields);
        var timeExit = positions.TimeExit(fields);
        var pyramid = positions.Pyramid(fields);
        var caps = positions.RiskCaps(fields);
        positions.RequireStop(fields);
        var partners = new PartnerReader(errors).Read(fields, symbols);
        RequirePartnerUse(fields);
        if (!errors.IsEmpty)
        {
            return null;
        }

        return new StrategyDefinition
        {
            Name = name!.Trim(),
            Description = description ?? string.Empty,
            Symbols = symbols,
            Timeframe = timeframe!.Value,
            Entry = entry,
            Exit = exit,
            Reverse = reverse ?? false,
            Stop = stop,
            Target = target,
            Size = size!,
            Sessions = sessions,
            IdeaTimeToLive = timeToLive ?? TimeSpan.FromHours(4),
            MaxOpenIdeas = maxOpenIdeas ?? 1,
            CooldownBars = cooldown ?? 0,
            PauseOnDegradedFeed = pauses ?? true,
            Costs = costs,
            Regime = regime,
            Forbid = forbid,
            Trailing = trailing,
            BreakEven = breakEven,
            Partials = partials,
            TimeExit = timeExit,
            Pyramid = pyramid,
            RiskCaps = caps,
            Partners = partners,
        };
    }

    private ImmutableArray<Symbol> ReadSymbols(JsonFields fields)
    {
        const string hint = "A list of 1 to 32 symbols, such as [\"EURUSD\"].";
        if (fields.List("symbols", 1, StrategyBounds.SymbolsMax, hint, required: true) is not { } items)
        {
            return [];
        }

        var symbols = ImmutableArray.CreateBuilder<Symbol>();
        foreach (var (element, path) in items)
        {
            if (SymbolReader.Read(element, path, errors) is not { } symbol)
            {
                continue;
            }

            if (symbols.Contains(symbol))
            {
                errors.Add(path, $"{symbol} stands here twice.", "Give each symbol once.");
            }

            symbols.Add(symbol);
        }

        return symbols.ToImmutable();
    }

    private Timeframe? ReadTimeframe(JsonFields fields)
    {
        var hint = $"One of {string.Join(", ", Enum.GetNames<Timeframe>())}.";
        if (fields.Get("timeframe", hint) is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.String && Enum.GetNames<Timeframe>().Contains(element.GetString()!))
        {
            return Enum.Parse<Timeframe>(element.GetString()!);
        }

        errors.Add(fields.At("timeframe"), $"This is {JsonFields.Kind(element)}.", hint);
        return null;
    }

    private SidedRules ReadSides(JsonFields fields, string name)
    {
        if (fields.Get(name) is not { } element || JsonFields.Of(element, fields.At(name), errors, StrategyTerms.Sides.AsSpan()) is not { } sides)
        {
            return SidedRules.None;
        }

        // The text itself is 1 deep, entry is 2, and a rule 3.
        return new SidedRules(
            sides.Get("long") is { } @long ? conditions.Read(@long, sides.At("long"), 3) : null,
            sides.Get("short") is { } @short ? conditions.Read(@short, sides.At("short"), 3) : null);
    }

    private void RequireEntry(JsonFields fields)
    {
        const string hint = "An object with a rule for long, short or both.";
        var given = fields.Get("entry", hint);
        if (given is { ValueKind: JsonValueKind.Object } element && !element.EnumerateObject().Any())
        {
            errors.Add(fields.At("entry"), "No side has a rule.", hint);
        }
    }

    // A position that nothing can close is always a mistake.
    private void RequireExitWay(JsonFields fields)
    {
        if (fields.Has("entry") && !StrategyTerms.Closing.Any(fields.Has))
        {
            errors.Add(fields.Path, "Nothing ever closes a position.", $"Give at least one of {string.Join(", ", StrategyTerms.Closing)}.");
        }
    }

    private void RequirePartnerUse(JsonFields fields)
    {
        if (conditions.HasPartners && !conditions.LooksAtPartner)
        {
            errors.Add(
                fields.At(StrategyTerms.Partners), "No rule looks at a partner.",
                "Name a feature of it, such as \"close@partner\", or one of both, such as \"pair_score(60)\"; or leave partners out.");
        }
    }

    private TimeSpan? ReadTimeToLive(JsonFields fields)
    {
        const string hint = "1 minute to 7 days as \"4h\", \"30m\", \"1d\" or an ISO 8601 duration such as \"PT4H\".";
        if (fields.Text("ideaTimeToLive", StrategyBounds.TimeToLiveLengthMin, StrategyBounds.TimeToLiveLengthMax, required: false, hint) is not { } text)
        {
            return null;
        }

        var duration = StrategyDurations.Parse(text);
        if (duration is null || duration < StrategyBounds.TimeToLiveMin || duration > StrategyBounds.TimeToLiveMax)
        {
            errors.Add(fields.At("ideaTimeToLive"), $"'{JsonFields.Short(text)}' is not such a duration.", hint);
        }

        return duration;
    }

    private StrategyCosts ReadCosts(JsonFields fields)
    {
        if (fields.Get("costs") is not { } element
            || JsonFields.Of(element, fields.At("costs"), errors, StrategyTerms.Costs.AsSpan()) is not { } costs)
        {
            return StrategyCosts.None;
        }

        return new StrategyCosts(
            costs.Amount("commissionRate", StrategyBounds.CommissionRateMax, zeroAllowed: true) ?? 0m, ReadPrices(costs));
    }

    private CostPrices ReadPrices(JsonFields costs)
    {
        if (costs.Get("prices") is not { } element)
        {
            return CostPrices.Both;
        }

        var index = element.ValueKind == JsonValueKind.String ? StrategyTerms.Prices.IndexOf(element.GetString()!) : -1;
        if (index >= 0)
        {
            return (CostPrices)index;
        }

        errors.Add(
            costs.At("prices"), $"This is {JsonFields.Kind(element)}.",
            "\"both\" (buy at the ask, sell at the bid), or \"bid\" or \"ask\" (trade at one side, without a spread).");
        return CostPrices.Both;
    }
}
