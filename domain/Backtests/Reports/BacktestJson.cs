using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>
/// A whole result as JSON: counts and ends, then <c>metrics</c>, <c>breakdowns</c>, and under <c>details</c> every fill, trade, ledger entry and
/// point of the curve. Names are a contract: they stay, new ones come beside them. Undefined figures are null; times are ISO 8601 in UTC.
/// </summary>
public static class BacktestJson
{
    private const int RowsOfAFlush = 1_000;

    private static readonly JsonSerializerOptions Figures = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new UtcConverter() },
    };

    public static void Write(Stream stream, BacktestResult result, BacktestMetrics metrics, BacktestBreakdowns breakdowns)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        WriteSummary(writer, result, metrics, breakdowns);
        writer.WriteStartObject("details");
        WriteRows(writer, "fills", result.Fills, WriteFill);
        WriteRows(writer, "trades", result.Trades, WriteTrade);
        WriteRows(writer, "ledger", result.Entries, WriteEntry);
        WriteRows(writer, "equity", Enumerable.Range(0, result.Equity.Count), (w, i) => WritePoint(w, result.Equity, i));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The members of an object that has been begun, without the details: whoever writes it may add others.</summary>
    public static void WriteSummary(Utf8JsonWriter writer, BacktestResult result, BacktestMetrics metrics, BacktestBreakdowns? breakdowns)
    {
        writer.WriteStartArray("symbols");
        foreach (var symbol in result.Symbols)
        {
            writer.WriteStringValue(symbol.Value);
        }

        writer.WriteEndArray();
        writer.WriteString("definitionHash", result.DefinitionHash);
        writer.WriteNumber("bars", result.Bars);
        writer.WriteNumber("signals", result.Signals);
        writer.WriteNumber("denied", result.Denied);
        writer.WriteNumber("fills", result.Fills.Length);
        writer.WriteNumber("trades", result.Trades.Length);
        writer.WriteNumber("tradesWon", result.TradesWon);
        Number(writer, "closedNet", result.ClosedNet);
        Number(writer, "startCash", result.StartCash);
        Number(writer, "finalValue", result.FinalValue);
        writer.WriteNumber("maxDrawdownPercent", result.MaxDrawdownPercent);
        writer.WritePropertyName("metrics");
        JsonSerializer.Serialize(writer, metrics, Figures);
        if (breakdowns is not null)
        {
            writer.WritePropertyName("breakdowns");
            JsonSerializer.Serialize(writer, breakdowns, Figures);
        }
    }

    private static void WriteFill(Utf8JsonWriter writer, BacktestFill fill)
    {
        writer.WriteString("time", ExportText.Of(fill.Time));
        writer.WriteString("symbol", fill.Symbol.Value);
        writer.WriteString("side", ExportText.Of(fill.Side));
        Number(writer, "quantity", fill.Quantity.Value);
        Number(writer, "price", fill.Price.Value);
        Number(writer, "commission", fill.Commission);
        Number(writer, "positionAfter", fill.PositionAfter.Value);
        writer.WriteString("reason", ExportText.Of(fill.Reason));
    }

    private static void WriteTrade(Utf8JsonWriter writer, BacktestTrade trade)
    {
        writer.WriteString("symbol", trade.Symbol.Value);
        writer.WriteString("side", ExportText.Of(trade.Side));
        Number(writer, "quantity", trade.Quantity.Value);
        writer.WriteString("opened", ExportText.Of(trade.Opened));
        Number(writer, "openPrice", trade.OpenPrice.Value);
        writer.WriteString("closed", ExportText.Of(trade.Closed));
        Number(writer, "closePrice", trade.ClosePrice.Value);
        Number(writer, "gross", trade.Gross);
        Number(writer, "net", trade.Net);
        writer.WriteString("reason", ExportText.Of(trade.ClosedBecause));
        Number(writer, "favourableExcursion", trade.FavourableExcursion);
        Number(writer, "adverseExcursion", trade.AdverseExcursion);
    }

    private static void WriteEntry(Utf8JsonWriter writer, LedgerEntry entry)
    {
        writer.WriteNumber("number", entry.Number);
        writer.WriteStartArray("postings");
        foreach (var posting in entry.Postings)
        {
            writer.WriteStartObject();
            writer.WriteString("account", ExportText.Of(posting.Account));
            Number(writer, "amount", posting.Amount.Amount);
            writer.WriteString("currency", posting.Amount.Currency.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePoint(Utf8JsonWriter writer, EquityCurve curve, int index)
    {
        writer.WriteString("time", ExportText.Of(curve.TimeAt(index)));
        writer.WriteNumber("value", curve.Values[index]);
        writer.WriteBoolean("inMarket", curve.InMarket[index]);
    }

    private static void WriteRows<T>(Utf8JsonWriter writer, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        var since = 0;
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            write(writer, row);
            writer.WriteEndObject();

            // So that a million rows do not gather in memory.
            if (++since == RowsOfAFlush)
            {
                writer.Flush();
                since = 0;
            }
        }

        writer.WriteEndArray();
    }

    // As text: without trailing zeros, and every digit.
    private static void Number(Utf8JsonWriter writer, string name, decimal value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(ExportText.Of(value));
    }

    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(ExportText.Of(value));
    }
}
