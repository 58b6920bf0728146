using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>Where a recording's fields stand on a line, from 0; null where it has none.</summary>
/// <param name="TimeOfDay">Where the time of day has a column of its own.</param>
/// <param name="Spread">Of a bar, in units of the last digit of its prices.</param>
/// <param name="PriceFactor">What a price is multiplied with to take dividends out; with <paramref name="SplitFactor"/>.</param>
/// <param name="Count">Fields of a line; null where more may follow.</param>
public sealed record RecordedColumns(
    int Time,
    int? TimeOfDay = null,
    int? Bid = null,
    int? Ask = null,
    int? BidSize = null,
    int? AskSize = null,
    int? Open = null,
    int? High = null,
    int? Low = null,
    int? Close = null,
    int? Volume = null,
    int? AskOpen = null,
    int? AskHigh = null,
    int? AskLow = null,
    int? AskClose = null,
    int? Spread = null,
    int? PriceFactor = null,
    int? SplitFactor = null,
    int? Count = null);

/// <summary>The file formats of recorded markets that the desk reads. Most are known by their header line.</summary>
/// <param name="Name">What <c>--format</c> takes.</param>
/// <param name="Header">The exact first line; of a format without one, an example of a line.</param>
/// <param name="Description">For people, one sentence.</param>
public sealed record RecordedFormat(string Name, string Header, string Description)
{
    /// <summary>More columns than this no line is split into.</summary>
    internal const int ColumnsMax = 64;

    public required RecordedColumns Columns { get; init; }

    public RecordedZone Zone { get; init; } = RecordedZone.Utc;

    public RecordedTimeStyle TimeStyle { get; init; } = RecordedTimeStyle.Iso;

    /// <summary>The .NET format of <see cref="RecordedTimeStyle.Pattern"/>.</summary>
    public string? TimePattern { get; init; }

    public char Separator { get; init; } = ',';

    public bool HasHeader { get; init; } = true;

    /// <summary>Prices are whole numbers of the instrument's last digit.</summary>
    public bool HasIntegerPrices { get; init; }

    /// <summary>The volume is a number of ticks.</summary>
    public bool CountsTicks { get; init; }

    /// <summary>A side of a quote that did not change is left empty.</summary>
    public bool OmitsUnchanged { get; init; }

    /// <summary>The file does not say by which clock its times are; the zone is a guess that <c>--zone</c> corrects.</summary>
    public bool GuessesZone { get; init; }

    /// <summary>Of a matrix, the symbols of its columns; else empty.</summary>
    public ImmutableArray<Symbol> Symbols { get; init; } = [];

    public bool IsTicks => Columns is { Bid: not null, Open: null };

    public static RecordedFormat Ticks { get; } = new("ticks", "ts_utc,bid,ask", "Quotes in UTC.")
    {
        Columns = new RecordedColumns(0, Bid: 1, Ask: 2, Count: 3),
    };

    public static RecordedFormat BidAskBars { get; } = new(
        "bars",
        "ts_utc,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close,ask_size",
        "Bars of both sides, in UTC; the time is the bar's start.")
    {
        Columns = new RecordedColumns(
            0, Open: 1, High: 2, Low: 3, Close: 4, Volume: 5, AskOpen: 6, AskHigh: 7, AskLow: 8, AskClose: 9, AskSize: 10, Count: 11),
    };

    public static RecordedFormat TradeBars { get; } = new(
        "trades",
        "ts_utc,open,high,low,close,volume",
        "Bars of traded prices, in UTC; both sides get the same price.")
    {
        Columns = Prices(Count: 6),
    };

    public static RecordedFormat MetaTraderBars { get; } = new(
        "mt5",
        "Date,open,high,low,close,tick_volume",
        "MetaTrader 5 export: integer bid prices, broker's server time (UTC+2, in the EU's summer UTC+3).")
    {
        Columns = Prices(Count: 6),
        Zone = new RecordedZone.MetaTrader(),
        HasIntegerPrices = true,
        CountsTicks = true,
    };

    public static RecordedFormat MetaTraderTerminalBars { get; } = new(
        "mt5-bars",
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
        "Bars as the MetaTrader 5 terminal writes them: bid prices with a spread in points, broker's server time.")
    {
        Columns = new RecordedColumns(0, TimeOfDay: 1, Open: 2, High: 3, Low: 4, Close: 5, Volume: 6, Spread: 8, Count: 9),
        Zone = new RecordedZone.MetaTrader(),
        TimeStyle = RecordedTimeStyle.Dotted,
        Separator = '\t',
        CountsTicks = true,
    };

    public static RecordedFormat MetaTraderTerminalTicks { get; } = new(
        "mt5-ticks",
        "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>",
        "Quotes as the MetaTrader 5 terminal writes them, broker's server time; a side that did not change is empty.")
    {
        Columns = new RecordedColumns(0, TimeOfDay: 1, Bid: 2, Ask: 3, Count: 7),
        Zone = new RecordedZone.MetaTrader(),
        TimeStyle = RecordedTimeStyle.Dotted,
        Separator = '\t',
        OmitsUnchanged = true,
    };

    public static RecordedFormat TabbedBars { get; } = new(
        "tabbed",
        "Timestamp\tOpen\tHigh\tLow\tClose\tVolume",
        "Tab-separated bars of one side; the zone is not stated, UTC is taken.")
    {
        Columns = Prices(Count: 6),
        Separator = '\t',
        CountsTicks = true,
        GuessesZone = true,
    };

    public static RecordedFormat EquityBars { get; } = new(
        "equity",
        "ts_new_york,open,high,low,close,volume",
        "Bars of shares in New York time.")
    {
        Columns = Prices(Count: 6),
        Zone = RecordedZone.NewYork,
    };

    public static RecordedFormat AdjustedEquityBars { get; } = new(
        "equity-adjusted",
        "ts_new_york,open,high,low,close,volume,close_adj,price_factor,split_factor",
        "Raw bars of shares in New York time with the factors that take dividends and splits out (--adjusted).")
    {
        Columns = Prices(Count: 9) with { PriceFactor = 7, SplitFactor = 8 },
        Zone = RecordedZone.NewYork,
    };

    public static RecordedFormat DatedBars { get; } = new(
        "dated",
        "date,open,high,low,close,volume",
        "Bars with a plain date or time; the zone is not stated, UTC is taken.")
    {
        Columns = Prices(Count: 6),
        GuessesZone = true,
    };

    public static RecordedFormat DukascopyBars { get; } = new(
        "dukascopy",
        "Gmt time,Open,High,Low,Close,Volume",
        "Dukascopy's bars of one side, in UTC.")
    {
        Columns = Prices(Count: 6),
        TimeStyle = RecordedTimeStyle.DayFirst,
    };

    public static RecordedFormat DukascopyLocalBars { get; } = new(
        "dukascopy-local",
        "Local time,Open,High,Low,Close,Volume",
        "Dukascopy's bars of one side, each time with its distance from UTC.")
    {
        Columns = Prices(Count: 6),
        TimeStyle = RecordedTimeStyle.DayFirst,
    };

    public static RecordedFormat DukascopyTicks { get; } = new(
        "dukascopy-ticks",
        "Gmt time,Ask,Bid,AskVolume,BidVolume",
        "Dukascopy's quotes, in UTC; sizes are in millions.")
    {
        Columns = new RecordedColumns(0, Ask: 1, Bid: 2, AskSize: 3, BidSize: 4, Count: 5),
        TimeStyle = RecordedTimeStyle.DayFirst,
    };

    public static RecordedFormat JForexBars { get; } = new(
        "jforex",
        "Time (UTC),Open,High,Low,Close,Volume",
        "Dukascopy's bars of one side as its platform writes them, in UTC.")
    {
        Columns = Prices(Count: 6),
        TimeStyle = RecordedTimeStyle.Dotted,
    };

    public static RecordedFormat JForexEasternBars { get; } = new(
        "jforex-eet",
        "Time (EET),Open,High,Low,Close,Volume",
        "The same in Eastern European time, which is that of most brokers' servers.")
    {
        Columns = Prices(Count: 6),
        Zone = new RecordedZone.MetaTrader(),
        TimeStyle = RecordedTimeStyle.Dotted,
    };

    public static RecordedFormat JForexTicks { get; } = new(
        "jforex-ticks",
        "Time (UTC),Ask,Bid,AskVolume,BidVolume",
        "Dukascopy's quotes as its platform writes them, in UTC.")
    {
        Columns = new RecordedColumns(0, Ask: 1, Bid: 2, AskSize: 3, BidSize: 4, Count: 5),
        TimeStyle = RecordedTimeStyle.Dotted,
    };

    public static RecordedFormat HistDataBars { get; } = new(
        "histdata",
        "20120201 000000;1.306600;1.306600;1.306560;1.306560;0",
        "HistData's bid bars without a header, in New York's winter time the whole year.")
    {
        Columns = Prices(Count: 6),
        Zone = RecordedZone.EasternStandard,
        TimeStyle = RecordedTimeStyle.Compact,
        Separator = ';',
        HasHeader = false,
    };

    public static RecordedFormat HistDataTicks { get; } = new(
        "histdata-ticks",
        "20120201 000003660,1.306600,1.306770,0",
        "HistData's quotes without a header, in New York's winter time the whole year.")
    {
        Columns = new RecordedColumns(0, Bid: 1, Ask: 2, Count: 4),
        Zone = RecordedZone.EasternStandard,
        TimeStyle = RecordedTimeStyle.Compact,
        HasHeader = false,
    };

    /// <summary>All but matrices and what a user maps.</summary>
    public static ImmutableArray<RecordedFormat> All { get; } =
    [
        Ticks, BidAskBars, TradeBars, MetaTraderBars, MetaTraderTerminalBars, MetaTraderTerminalTicks, TabbedBars, EquityBars, AdjustedEquityBars,
        DatedBars, DukascopyBars, DukascopyLocalBars, DukascopyTicks, JForexBars, JForexEasternBars, JForexTicks, HistDataBars, HistDataTicks,
    ];

    /// <summary>The format of a file's first line, or null.</summary>
    public static RecordedFormat? Detect(string? firstLine)
    {
        if (firstLine?.Trim('\r', '\n', ' ').TrimStart('\uFEFF') is not { Length: > 0 } line)
        {
            return null;
        }

        return All.FirstOrDefault(format => format.HasHeader && format.Header == line)
            ?? All.FirstOrDefault(format => !format.HasHeader && new RecordedLines(format).CanRead(line))
            ?? RecordedHeader.Read(line)
            ?? Matrix(line);
    }

    /// <summary>The format of a name, or null.</summary>
    public static RecordedFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>The column of a symbol in a matrix, as a format; null where it has none.</summary>
    public RecordedFormat? Of(Symbol symbol) => Symbols.IndexOf(symbol) is >= 0 and var at
        ? this with { Columns = Columns with { Open = at + 1, High = at + 1, Low = at + 1, Close = at + 1 } }
        : null;

    // Closes of many symbols: "Date,EEM,EWG".
    private static RecordedFormat? Matrix(string header)
    {
        var names = header.Split(',');
        if (names.Length is < 3 or > ColumnsMax || names[0] is not ("Date" or "date") || names.Skip(1).Any(name => !IsTicker(name))
            || names.Skip(1).Distinct().Count() < names.Length - 1)
        {
            return null;
        }

        return new RecordedFormat("matrix", header, "Daily closes, a column a symbol, in New York time.")
        {
            Columns = new RecordedColumns(0, Open: 1, High: 1, Low: 1, Close: 1, Count: names.Length),
            Zone = RecordedZone.NewYork,
            Symbols = [.. names.Skip(1).Select(Symbol.Parse)],
        };
    }

    private static bool IsTicker(string name) => name.Length is > 0 and <= 10 && name.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.');

    private static RecordedColumns Prices(int Count) => new(0, Open: 1, High: 2, Low: 3, Close: 4, Volume: 5, Count: Count);
}
