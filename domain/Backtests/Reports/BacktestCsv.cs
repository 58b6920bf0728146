using Countersign.Domain.Execution;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>
/// A result as comma-separated values: a header, then one line a row, ended by LF. Times are ISO 8601 in UTC, numbers have every digit and a point.
/// No field needs quotes. Columns keep their order; new ones come last.
/// </summary>
public static class BacktestCsv
{
    /// <summary>
    /// <c>time,side,quantity,price,commission,position_after,reason</c>; sides are BUY and SELL, quantities are signed like what they do to the
    /// position. A result of several symbols has a last column <c>symbol</c>.
    /// </summary>
    public static void WriteFills(TextWriter writer, BacktestResult result)
    {
        var several = result.Symbols.Length > 1;
        Line(writer, ["time,side,quantity,price,commission,position_after,reason", .. Only(several, "symbol")]);
        foreach (var fill in result.Fills)
        {
            Line(
                writer,
                [
                    ExportText.Of(fill.Time), fill.Side == Side.Buy ? "BUY" : "SELL", ExportText.Of(fill.Quantity.Value * fill.Side.Sign()),
                    ExportText.Of(fill.Price.Value), ExportText.Of(fill.Commission), ExportText.Of(fill.PositionAfter.Value),
                    ExportText.Of(fill.Reason), .. Only(several, fill.Symbol.Value),
                ]);
        }
    }

    /// <summary>
    /// <c>number,symbol,side,quantity,opened,open_price,closed,close_price,gross,net,reason,favourable,adverse</c>; sides are LONG and SHORT, the
    /// last two are distances of price.
    /// </summary>
    public static void WriteTrades(TextWriter writer, BacktestResult result)
    {
        Line(writer, ["number,symbol,side,quantity,opened,open_price,closed,close_price,gross,net,reason,favourable,adverse"]);
        var number = 0;
        foreach (var trade in result.Trades)
        {
            Line(
                writer,
                [
                    ExportText.Of((decimal)++number), trade.Symbol.Value, trade.Side == Side.Buy ? "LONG" : "SHORT", ExportText.Of(trade.Quantity.Value),
                    ExportText.Of(trade.Opened), ExportText.Of(trade.OpenPrice.Value), ExportText.Of(trade.Closed), ExportText.Of(trade.ClosePrice.Value),
                    ExportText.Of(trade.Gross), ExportText.Of(trade.Net), ExportText.Of(trade.ClosedBecause),
                    ExportText.Of(trade.FavourableExcursion), ExportText.Of(trade.AdverseExcursion),
                ]);
        }
    }

    /// <summary><c>time,value,drawdown_percent,in_market</c>, one line a bar; in the market is 1 or 0.</summary>
    public static void WriteEquity(TextWriter writer, BacktestResult result)
    {
        Line(writer, ["time,value,drawdown_percent,in_market"]);
        var (curve, peak) = (result.Equity, (double)result.StartCash);
        for (var i = 0; i < curve.Count; i++)
        {
            var value = curve.Values[i];
            peak = Math.Max(peak, value);
            Line(
                writer,
                [ExportText.Of(curve.TimeAt(i)), ExportText.Of(value), ExportText.Of((peak - value) / peak * 100.0), curve.InMarket[i] ? "1" : "0"]);
        }
    }

    /// <summary><c>entry,account,amount,currency</c>, one line a posting; those of one entry sum to zero in each currency.</summary>
    public static void WriteLedger(TextWriter writer, BacktestResult result)
    {
        Line(writer, ["entry,account,amount,currency"]);
        foreach (var entry in result.Entries)
        {
            foreach (var posting in entry.Postings)
            {
                Line(
                    writer,
                    [
                        ExportText.Of((decimal)entry.Number), ExportText.Of(posting.Account), ExportText.Of(posting.Amount.Amount),
                        posting.Amount.Currency.Value,
                    ]);
            }
        }
    }

    private static string[] Only(bool wanted, string text) => wanted ? [text] : [];

    private static void Line(TextWriter writer, ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            writer.Write(i == 0 ? "" : ",");
            writer.Write(fields[i]);
        }

        writer.Write('\n');
    }
}
