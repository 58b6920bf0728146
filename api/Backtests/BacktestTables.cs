using System.Globalization;
using System.Text;
using Countersign.Api.Requests;
using Countersign.Domain.Backtests;

namespace Countersign.Api.Backtests;

/// <summary>A result as tables of comma-separated values: a header, then a line a row, lines end with LF. No text in them is anybody's own.</summary>
internal static class BacktestTables
{
    public static string Trades(BacktestResult result)
    {
        var text = new StringBuilder("symbol,side,quantity,opened,open_price,closed,close_price,gross,net,closed_because,mfe,mae\n");
        foreach (var t in result.Trades)
        {
            text.Append(CultureInfo.InvariantCulture, $"{t.Symbol},{Choice.Name(t.Side)},{t.Quantity.Value},{Time(t.Opened)},{t.OpenPrice.Value},")
                .Append(CultureInfo.InvariantCulture, $"{Time(t.Closed)},{t.ClosePrice.Value},{t.Gross},{t.Net},{Choice.Name(t.ClosedBecause)},")
                .Append(CultureInfo.InvariantCulture, $"{t.FavourableExcursion},{t.AdverseExcursion}\n");
        }

        return text.ToString();
    }

    public static string Fills(BacktestResult result)
    {
        var text = new StringBuilder("time,symbol,side,quantity,price,commission,position_after,reason\n");
        foreach (var f in result.Fills)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time(f.Time)},{f.Symbol},{Choice.Name(f.Side)},{f.Quantity.Value},{f.Price.Value},")
                .Append(CultureInfo.InvariantCulture, $"{f.Commission},{f.PositionAfter.Value},{Choice.Name(f.Reason)}\n");
        }

        return text.ToString();
    }

    public static string Equity(BacktestResult result)
    {
        var (curve, text) = (result.Equity, new StringBuilder("time,value,in_market\n"));
        for (var i = 0; i < curve.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Time(curve.TimeAt(i))},{curve.Values[i]:R},{(curve.InMarket[i] ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
