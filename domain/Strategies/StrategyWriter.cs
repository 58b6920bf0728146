using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Countersign.Domain.Strategies;

/// <summary>The canonical form of a definition, property by property in its fixed order.</summary>
internal static class StrategyWriter
{
    public static void Write(Utf8JsonWriter writer, StrategyDefinition definition)
    {
        writer.WriteStartObject();
        writer.WriteString("name", definition.Name);
        writer.WriteString("description", definition.Description);
        writer.WriteStartArray("symbols");
        foreach (var symbol in definition.Symbols)
        {
            writer.WriteStringValue(symbol.Value);
        }

        writer.WriteEndArray();
        writer.WriteString("timeframe", definition.Timeframe.ToString());
        WriteSides(writer, "entry", definition.Entry);
        WriteSides(writer, "exit", definition.Exit);
        writer.WriteBoolean("reverse", definition.Reverse);
        PositionText.WriteDistance(writer, "stop", definition.Stop);
        PositionText.WriteDistance(writer, "target", definition.Target);
        PositionText.WriteSize(writer, definition.Size);
        WriteSessions(writer, definition.Sessions);
        writer.WriteString("ideaTimeToLive", XmlConvert.ToString(definition.IdeaTimeToLive));
        writer.WriteNumber("maxOpenIdeas", definition.MaxOpenIdeas);
        writer.WriteNumber("cooldownBars", definition.CooldownBars);
        if (!definition.PauseOnDegradedFeed)
        {
            // Only what is not the default: the texts of earlier versions, and their hashes, stay as they are.
            writer.WriteBoolean("pauseOnDegradedFeed", false);
        }

        writer.WriteStartObject("costs");
        writer.WriteNumber("commissionRate", Canonical(definition.Costs.CommissionRate));
        if (definition.Costs.Prices != CostPrices.Both)
        {
            writer.WriteString("prices", StrategyTerms.Prices[(int)definition.Costs.Prices]);
        }

        writer.WriteEndObject();
        WriteSide(writer, "regime", definition.Regime);
        WriteForbidden(writer, definition.Forbid);
        PositionText.Write(writer, definition);
        WritePartners(writer, definition.Partners);
        writer.WriteEndObject();
    }

    private static void WriteForbidden(Utf8JsonWriter writer, ForbiddenConditions? forbidden)
    {
        if (forbidden is null)
        {
            return;
        }

        writer.WriteStartObject("forbid");
        if (forbidden.News is { } news)
        {
            writer.WriteStartObject("news");
            writer.WriteString("impact", news.ImpactMin.ToString().ToLowerInvariant());
            writer.WriteString("before", XmlConvert.ToString(news.Before));
            writer.WriteString("after", XmlConvert.ToString(news.After));
            writer.WriteEndObject();
        }

        if (forbidden.Spread is { } spread)
        {
            writer.WriteStartObject("spread");
            var (kind, max) = spread switch
            {
                SpreadBan.InPips pips => ("maxPips", pips.Max),
                SpreadBan.TimesTypical times => ("maxTimesTypical", times.Max),
                _ => throw new InvalidOperationException($"No ban {spread}."),
            };
            writer.WriteNumber(kind, Canonical(max));
            writer.WriteEndObject();
        }

        if (forbidden.Volatility is { } volatility)
        {
            writer.WriteStartObject("volatility");
            WriteRule(writer, volatility);
            writer.WriteEndObject();
        }

        WriteWeekdays(writer, forbidden.Weekdays);
        writer.WriteEndObject();
    }

    private static void WriteWeekdays(Utf8JsonWriter writer, ImmutableArray<DayOfWeek> days)
    {
        if (days.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("weekdays");
        foreach (var day in days)
        {
            writer.WriteStringValue(StrategyTerms.NamesOf(day)[0]);
        }

        writer.WriteEndArray();
    }

    private static void WriteSides(Utf8JsonWriter writer, string name, SidedRules rules)
    {
        if (rules is { Long: null, Short: null })
        {
            return;
        }

        writer.WriteStartObject(name);
        WriteSide(writer, "long", rules.Long);
        WriteSide(writer, "short", rules.Short);
        writer.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter writer, string name, Condition? condition)
    {
        if (condition is not null)
        {
            writer.WritePropertyName(name);
            WriteCondition(writer, condition);
        }
    }

    private static void WriteCondition(Utf8JsonWriter writer, Condition condition)
    {
        writer.WriteStartObject();
        switch (condition)
        {
            case Condition.Compares compares:
                WriteOperands(writer, compares.Comparison == Comparison.Above ? "above" : "below", compares.Left, compares.Right);
                break;
            case Condition.Crosses crosses:
                WriteOperands(writer, crosses.To == Comparison.Above ? "crossesAbove" : "crossesBelow", crosses.Left, crosses.Right);
                break;
            case Condition.All all:
                WriteConditions(writer, "all", all.Conditions);
                break;
            case Condition.Any any:
                WriteConditions(writer, "any", any.Conditions);
                break;
            case Condition.Not not:
                writer.WritePropertyName("not");
                WriteCondition(writer, not.Inner);
                break;
            case Condition.Within within:
                writer.WriteStartObject("within");
                writer.WriteNumber("bars", within.Bars);
                WriteRule(writer, within.Rule);
                writer.WriteEndObject();
                break;
            case Condition.AtLeast atLeast:
                writer.WriteStartObject("atLeast");
                writer.WriteNumber("count", atLeast.Count);
                WriteConditions(writer, "of", atLeast.Of);
                writer.WriteEndObject();
                break;
            case Condition.Votes votes:
                WriteVotes(writer, votes);
                break;
            default:
                throw new InvalidOperationException($"No condition {condition}.");
        }

        writer.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter writer, Condition rule)
    {
        writer.WritePropertyName("rule");
        WriteCondition(writer, rule);
    }

    private static void WriteVotes(Utf8JsonWriter writer, Condition.Votes votes)
    {
        writer.WriteStartObject("votes");
        writer.WriteNumber("atLeast", Canonical(votes.Share));
        writer.WriteStartArray("of");
        foreach (var vote in votes.Of)
        {
            writer.WriteStartObject();
            if (vote.Name is { } name)
            {
                writer.WriteString("name", name);
            }

            writer.WriteNumber("weight", Canonical(vote.Weight));
            WriteRule(writer, vote.Rule);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter writer, string name, ImmutableArray<Condition> conditions)
    {
        writer.WriteStartArray(name);
        foreach (var condition in conditions)
        {
            WriteCondition(writer, condition);
        }

        writer.WriteEndArray();
    }

    private static void WriteOperands(Utf8JsonWriter writer, string name, Operand left, Operand right)
    {
        writer.WriteStartArray(name);
        WriteOperand(writer, left);
        WriteOperand(writer, right);
        writer.WriteEndArray();
    }

    private static void WriteOperand(Utf8JsonWriter writer, Operand operand)
    {
        if (operand is Operand.Number number)
        {
            writer.WriteNumberValue(Canonical(number.Value));
        }
        else
        {
            writer.WriteStringValue(operand.Text);
        }
    }

    private static void WritePartners(Utf8JsonWriter writer, ImmutableArray<Partnership> partners)
    {
        if (partners.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray(StrategyTerms.Partners);
        foreach (var partnership in partners)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("symbols");
            writer.WriteStringValue(partnership.First.Value);
            writer.WriteStringValue(partnership.Second.Value);
            writer.WriteEndArray();
            writer.WriteNumber("maxAgeBars", partnership.MaxAgeBars);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSessions(Utf8JsonWriter writer, ImmutableArray<SessionWindow> sessions)
    {
        writer.WriteStartArray("sessions");
        foreach (var session in sessions)
        {
            writer.WriteStartObject();
            writer.WriteString("from", session.From.ToString("HH:mm", CultureInfo.InvariantCulture));
            writer.WriteString("to", session.To.ToString("HH:mm", CultureInfo.InvariantCulture));
            writer.WriteString("zone", session.Zone.Id);
            PositionText.WriteDays(writer, session.Days);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Without trailing zeros: 0.50 and 0.5 are one number, and one canonical text.
    public static decimal Canonical(decimal value) => value / 1.0000000000000000000000000000m;
}
