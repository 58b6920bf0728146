using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>The file formats of recorded markets that the desk reads. Each is known by its header line.</summary>
/// <param name="Name">What <c>--format</c> takes.</param>
/// <param name="Header">The exact first line.</param>
/// <param name="Description">For people, one sentence.</param>
public sealed record RecordedFormat(string Name, string Header, string Description)
{
    public static RecordedFormat Ticks { get; } = new("ticks", "ts_utc,bid,ask", "Quotes in UTC.");

    public static RecordedFormat BidAskBars { get; } = new(
        "bars",
        "ts_utc,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close,ask_size",
        "Bars of both sides, in UTC; the time is the bar's start.");

    public static RecordedFormat TradeBars { get; } = new(
        "trades",
        "ts_utc,open,high,low,close,volume",
        "Bars of traded prices, in UTC; both sides get the same price.");

    public static RecordedFormat MetaTraderBars { get; } = new(
        "mt5",
        "Date,open,high,low,close,tick_volume",
        "MetaTrader 5 export: integer bid prices, broker's server time (UTC+2, in the EU's summer UTC+3).");

    public static ImmutableArray<RecordedFormat> All { get; } = [Ticks, BidAskBars, TradeBars, MetaTraderBars];

    /// <summary>The format of a header line, or null.</summary>
    public static RecordedFormat? Detect(string? headerLine)
    {
        var header = headerLine?.Trim().TrimStart('\uFEFF');
        return All.FirstOrDefault(format => format.Header == header);
    }

    /// <summary>The format of a name, or null.</summary>
    public static RecordedFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
