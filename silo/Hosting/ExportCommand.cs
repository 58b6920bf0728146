using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Markets.History;

namespace Countersign.Silo.Hosting;

/// <summary>Writes a part of the market history as CSV, in the formats that an import reads again.</summary>
internal static class ExportCommand
{
    public static async Task<int> RunAsync(Command.Export command, TextWriter output)
    {
        using var history = HistoryServices.Open(DeskHost.JournalOptionsOf(command.Store), HistoryServices.OptionsOfEnvironment());
        var options = command.Options;
        await using var file = options.File is { } path ? Create(path) : null;
        var rows = await WriteAsync(history, options, file ?? output);
        if (file is not null)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows of {options.Symbol} are in {options.File}."));
        }

        return rows > 0
            ? EntryPoint.Done
            : throw new RecordingException($"The history holds nothing of {options.Symbol} then and there; ./run data list says what there is.");
    }

    private static async Task<long> WriteAsync(MarketHistoryStore history, ExportOptions options, TextWriter output)
    {
        var query = new HistoryQuery(options.Symbol, options.From, options.Until, options.Source is { } source ? [source] : []);
        var rows = 0L;
        if (options.Timeframe is not { } timeframe)
        {
            await foreach (var tick in history.ReadTicksAsync(query, CancellationToken.None))
            {
                await HeaderAsync(output, rows++, options.Side == MarketSide.Both ? RecordedFormat.Ticks.Header : "ts_utc,price");
                await output.WriteLineAsync(Line(in tick, options.Side));
            }

            return rows;
        }

        await foreach (var (bar, _) in history.ReadBarsAsync(query, timeframe, CancellationToken.None))
        {
            await HeaderAsync(output, rows++, (options.Side == MarketSide.Both ? RecordedFormat.BidAskBars : RecordedFormat.TradeBars).Header);
            await output.WriteLineAsync(Line(bar, options.Side));
        }

        return rows;
    }

    // Only once there is a row: an empty answer must not look like a file.
    private static Task HeaderAsync(TextWriter output, long row, string header) => row == 0 ? output.WriteLineAsync(header) : Task.CompletedTask;

    private static string Line(in Tick tick, MarketSide side) => side switch
    {
        MarketSide.Both => $"{Time(tick.Time)},{tick.Bid},{tick.Ask}",
        MarketSide.Bid => $"{Time(tick.Time)},{tick.Bid}",
        MarketSide.Ask => $"{Time(tick.Time)},{tick.Ask}",
        _ => $"{Time(tick.Time)},{Price.Mid(tick.Bid, tick.Ask)}",
    };

    private static string Line(Bar bar, MarketSide side) => side switch
    {
        MarketSide.Both => $"{Start(bar)},{Text(bar.Bid)},{bar.Volume},{Text(bar.Ask)},{bar.Volume}",
        MarketSide.Bid => $"{Start(bar)},{Text(bar.Bid)},{bar.Volume}",
        MarketSide.Ask => $"{Start(bar)},{Text(bar.Ask)},{bar.Volume}",
        _ => $"{Start(bar)},{Text(Ohlc.Mid(bar.Bid, bar.Ask))},{bar.Volume}",
    };

    private static string Text(Ohlc prices) => $"{prices.Open},{prices.High},{prices.Low},{prices.Close}";

    private static string Start(Bar bar) => bar.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
        CultureInfo.InvariantCulture);

    private static StreamWriter Create(string path)
    {
        try
        {
            return new StreamWriter(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{path} cannot be written: {e.Message}");
        }
    }
}
