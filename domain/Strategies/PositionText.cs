using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Domain.Strategies;

/// <summary>The canonical form of what a strategy does with an open position, and of how much it trades. Only what is given is written.</summary>
internal static class PositionText
{
    public static void Write(Utf8JsonWriter writer, StrategyDefinition definition)
    {
        if (definition.Trailing is { } trailing)
        {
            writer.WriteStartObject("trailing");
            WriteKind(writer, trailing.Distance);
            WriteDistance(writer, "after", trailing.After);
            writer.WriteEndObject();
        }

        if (definition.BreakEven is { } breakEven)
        {
            writer.WriteStartObject("breakEven");
            WriteDistance(writer, "after", breakEven.After);
            WriteDistance(writer, "offset", breakEven.Offset);
            writer.WriteEndObject();
        }

        WritePartials(writer, definition.Partials);
        WriteTimeExit(writer, definition.TimeExit);
        if (definition.Pyramid is { } pyramid)
        {
            writer.WriteStartObject("pyramid");
            writer.WriteNumber("max", pyramid.Max);
            WriteDistance(writer, "minDistance", pyramid.MinDistance);
            writer.WriteEndObject();
        }

        WriteCaps(writer, definition.RiskCaps);
    }

    public static void WriteDistance(Utf8JsonWriter writer, string name, PriceDistance? distance)
    {
        if (distance is not null)
        {
            writer.WriteStartObject(name);
            WriteKind(writer, distance);
            writer.WriteEndObject();
        }
    }

    public static void WriteSize(Utf8JsonWriter writer, SizeRule size)
    {
        writer.WriteStartObject("size");
        switch (size)
        {
            case SizeRule.FixedUnits units:
                Write(writer, "units", units.Units);
                break;
            case SizeRule.RiskPercent risk:
                Write(writer, "riskPercent", risk.Percent);
                break;
            case SizeRule.EquityPercent share:
                Write(writer, "percentOfEquity", share.Percent);
                break;
            case SizeRule.Volatility volatility:
                writer.WriteStartObject("volatility");
                Write(writer, "percent", volatility.Percent);
                writer.WriteNumber("period", volatility.Period);
                Write(writer, "multiple", volatility.Multiple);
                writer.WriteEndObject();
                break;
            case SizeRule.Kelly kelly:
                writer.WriteStartObject("kelly");
                Write(writer, "fraction", kelly.Fraction);
                Write(writer, "winRate", kelly.WinRate);
                Write(writer, "payoff", kelly.Payoff);
                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"No size rule {size}.");
        }

        writer.WriteEndObject();
    }

    public static void WriteDays(Utf8JsonWriter writer, ImmutableArray<DayOfWeek> days)
    {
        writer.WriteStartArray("days");
        foreach (var day in days)
        {
            writer.WriteStringValue(SessionReader.NameOf(day));
        }

        writer.WriteEndArray();
    }

    private static void WriteKind(Utf8JsonWriter writer, PriceDistance distance)
    {
        switch (distance)
        {
            case PriceDistance.InPrice price:
                Write(writer, "price", price.Distance);
                break;
            case PriceDistance.InPips pips:
                Write(writer, "pips", pips.Pips);
                break;
            case PriceDistance.InPercent percent:
                Write(writer, "percent", percent.Percent);
                break;
            case PriceDistance.InAtr atr:
                Write(writer, "atr", atr.Multiple);
                writer.WriteNumber("period", atr.Period);
                break;
            case PriceDistance.InRisk risk:
                Write(writer, "riskReward", risk.Multiple);
                break;
            case PriceDistance.InSwing swing:
                writer.WriteStartObject("swing");
                writer.WriteNumber("bars", swing.Bars);
                WriteDistance(writer, "offset", swing.Offset);
                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"No distance {distance}.");
        }
    }

    private static void WritePartials(Utf8JsonWriter writer, ImmutableArray<PartialExit> partials)
    {
        if (partials.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("partials");
        foreach (var partial in partials)
        {
            writer.WriteStartObject();
            WriteDistance(writer, "at", partial.At);
            Write(writer, "percent", partial.Percent);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTimeExit(Utf8JsonWriter writer, TimeExit? exit)
    {
        if (exit is null)
        {
            return;
        }

        writer.WriteStartObject("timeExit");
        if (exit.Bars is { } bars)
        {
            writer.WriteNumber("bars", bars);
        }

        if (exit.At is { } at)
        {
            writer.WriteString("at", at.Time.ToString("HH:mm", CultureInfo.InvariantCulture));
            writer.WriteString("zone", at.Zone.Id);
            WriteDays(writer, at.Days);
        }

        writer.WriteEndObject();
    }

    private static void WriteCaps(Utf8JsonWriter writer, StrategyCaps? caps)
    {
        if (caps is null)
        {
            return;
        }

        writer.WriteStartObject("riskCaps");
        Write(writer, "maxUnits", caps.MaxUnits);
        Write(writer, "maxOpenRiskPercent", caps.MaxOpenRiskPercent);
        Write(writer, "dailyLossPercent", caps.DailyLossPercent);
        if (caps.MaxEntriesPerDay is { } entries)
        {
            writer.WriteNumber("maxEntriesPerDay", entries);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } given)
        {
            writer.WriteNumber(name, StrategyWriter.Canonical(given));
        }
    }
}
