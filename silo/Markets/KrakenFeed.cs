using System.Collections.Immutable;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets;

/// <summary>
/// Quotes of Kraken's public WebSocket, version 2: the best bid and ask of each pair's order book, which needs no key. A lost connection is made
/// again with growing pauses, a lost message is seen by the book's checksum and the book asked for anew, and minutes that were missed are filled
/// in from the venue's candles.
/// </summary>
internal sealed partial class KrakenFeed(KrakenOptions options, TimeProvider time, Random random, ILogger<KrakenFeed> logger) : IMarketFeed
{
    private const int FrameMax = 1 << 20;
    private const int ResubscribesMax = 100;

    private readonly Dictionary<string, Pair> pairs = options.Symbols.Select(s => new Pair(options.Name, s, Description(options))).ToDictionary(p => p.Name);

    FeedDescription IMarketFeed.Description => Description(options);

    public async Task RunAsync(ITickSink sink, CancellationToken cancellationToken)
    {
        foreach (var pair in pairs.Values)
        {
            pair.Newest = (await sink.BeginAsync(pair.Session, cancellationToken))?.Time;
        }

        for (var failures = 0; ; failures++)
        {
            var pause = options.LimitedPause;
            try
            {
                using var socket = new ClientWebSocket();
                await ConnectAsync(socket, cancellationToken);
                var began = time.GetTimestamp();
                try
                {
                    await FollowAsync(socket, sink, cancellationToken);
                }
                finally
                {
                    // A connection that held for a while was none of a row of failures.
                    failures = time.GetElapsedTime(began) > options.PauseMax ? 0 : failures;
                }
            }
            catch (KrakenLimitedException e)
            {
                LogLimited(logger, e.Message);
            }
            catch (Exception e) when (e is WebSocketException or IOException or FormatException or TimeoutException or HttpRequestException)
            {
                pause = PauseAfter(failures);
                LogLost(logger, options.Name, e.Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>Doubled with every failure in a row, with up to half of it taken off by chance: many desks must not come back at one moment.</summary>
    private TimeSpan PauseAfter(int failures)
    {
        var most = Math.Min(options.PauseMax.TotalSeconds, options.PauseMin.TotalSeconds * Math.Pow(2.0, Math.Min(failures, 30)));
        return TimeSpan.FromSeconds(most * (1.0 - (random.NextDouble() / 2.0)));
    }

    private async Task ConnectAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        socket.Options.CollectHttpResponseDetails = true;
        using var silence = new CancellationTokenSource(options.SilenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(options.Address, either.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{options.Address} does not answer.");
        }
        catch (WebSocketException) when (socket.HttpStatusCode is HttpStatusCode.TooManyRequests)
        {
            throw new KrakenLimitedException($"{options.Address} refuses connections for a while: it was asked too often.");
        }

        await SendAsync(socket, "subscribe", "ohlc", pairs.Keys, cancellationToken);
        await SendAsync(socket, "subscribe", "book", pairs.Keys, cancellationToken);
    }

    private async Task FollowAsync(ClientWebSocket socket, ITickSink sink, CancellationToken cancellationToken)
    {
        var buffer = new byte[FrameMax];
        var frames = 0L;
        foreach (var pair in pairs.Values)
        {
            pair.Forget();
        }

        while (true)
        {
            var frame = await ReceiveAsync(socket, buffer, cancellationToken);
            frames++;
            IReadOnlyList<KrakenMessage> messages;
            try
            {
                messages = KrakenMessage.Read(frame);
            }
            catch (FormatException e)
            {
                // One frame that cannot be read is no reason to lose the others; the book's checksum tells whether it mattered.
                LogMalformed(logger, options.Name, e.Message);
                await sink.ReportMalformedAsync(pairs.Values.First().Session, frames, Shorten(e.Message), cancellationToken);
                continue;
            }

            foreach (var message in messages)
            {
                await TakeAsync(socket, message, sink, cancellationToken);
            }
        }
    }

    private async Task TakeAsync(ClientWebSocket socket, KrakenMessage message, ITickSink sink, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case KrakenMessage.Book book when pairs.TryGetValue(book.Pair, out var pair):
                await TakeBookAsync(socket, pair, book, sink, cancellationToken);
                break;
            case KrakenMessage.Bars { IsSnapshot: true } bars:
                foreach (var group in bars.Items.GroupBy(i => i.Pair))
                {
                    if (pairs.TryGetValue(group.Key, out var pair))
                    {
                        await BackfillAsync(pair, group.Select(i => i.Bar), sink, cancellationToken);
                    }
                }

                break;
            case KrakenMessage.Subscribed { Error: { } error } refused:
                LogRefused(logger, options.Name, refused.Pair, refused.Channel, error);
                if (error.Contains("rate", StringComparison.OrdinalIgnoreCase))
                {
                    throw new KrakenLimitedException($"{options.Address}: {error}");
                }

                break;
            case KrakenMessage.Status { System: not "online" } status:
                LogStatus(logger, options.Name, status.System);
                break;
        }
    }

    private async Task TakeBookAsync(
        ClientWebSocket socket, Pair pair, KrakenMessage.Book message, ITickSink sink, CancellationToken cancellationToken)
    {
        if (message.IsSnapshot)
        {
            pair.IsInStep = true;
        }

        if (!pair.IsInStep)
        {
            return;
        }

        if (!pair.Book.Apply(message))
        {
            pair.IsInStep = false;
            if (++pair.Resubscribes > ResubscribesMax)
            {
                throw new FormatException($"The book of {pair.Name} does not come in step with its checksums.");
            }

            LogOutOfStep(logger, options.Name, pair.Name);
            await sink.ReportMalformedAsync(pair.Session, pair.Resubscribes, $"A message of the book of {pair.Name} was lost.", cancellationToken);
            await SendAsync(socket, "unsubscribe", "book", [pair.Name], cancellationToken);
            await SendAsync(socket, "subscribe", "book", [pair.Name], cancellationToken);
            return;
        }

        if (pair.Next(message.Time ?? time.GetUtcNow()) is { } tick)
        {
            await sink.SendAsync(new TickBatch(pair.Session, [tick], null), cancellationToken);
        }
    }

    /// <summary>
    /// Minutes that were missed, as the four prices of each candle. Candles are of trades: their prices become quotes with the spread that the pair
    /// had last, or none where nothing is known of it.
    /// </summary>
    private async Task BackfillAsync(Pair pair, IEnumerable<KrakenBar> bars, ITickSink sink, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = now - options.BackfillMax;
        from = pair.Newest is { } newest && newest > from ? newest : from;
        var ticks = ImmutableArray.CreateBuilder<Tick>();
        foreach (var bar in bars.Where(b => b.Start > from && b.Start.AddMinutes(1) <= now && b.Low > 0m).OrderBy(b => b.Start))
        {
            ticks.AddRange(RecordedBars.Ticks(pair.ToBar(bar)));
        }

        if (ticks.Count == 0)
        {
            return;
        }

        pair.Newest = ticks[^1].Time;
        foreach (var batch in ticks.Chunk(512))
        {
            await sink.SendAsync(new TickBatch(pair.Session, [.. batch], null, History: true), cancellationToken);
        }

        LogBackfilled(logger, options.Name, ticks.Count / 4, pair.Name);
    }

    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(ClientWebSocket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.SilenceMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var length = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), either.Token);
                length += received.Count;
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    throw new IOException($"The venue closed the connection: {socket.CloseStatusDescription ?? socket.CloseStatus?.ToString() ?? "no reason"}.");
                }

                if (received.EndOfMessage)
                {
                    return buffer.AsMemory(0, length);
                }

                if (length == buffer.Length)
                {
                    throw new IOException($"A message has more than {FrameMax} bytes.");
                }
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing was heard for {options.SilenceMax.TotalSeconds:0} s, not even a heartbeat.");
        }
    }

    private static async Task SendAsync(
        ClientWebSocket socket, string method, string channel, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, object> { ["channel"] = channel, ["symbol"] = names };
        if (channel == "book")
        {
            parameters["depth"] = KrakenBook.Depth;
        }
        else
        {
            parameters["interval"] = 1;
        }

        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { method, @params = parameters }), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }

    private static FeedDescription Description(KrakenOptions options) => new(options.Name, Simulated: false, Recorded: false);

    private static string Shorten(string text) => text.Length <= FeedQuality.DetailLengthMax ? text : text[..FeedQuality.DetailLengthMax];

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: {Problem} Trying again in {Seconds:0.0} s.")]
    private static partial void LogLost(ILogger logger, string feed, string problem, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private static partial void LogLimited(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: {Problem}")]
    private static partial void LogMalformed(ILogger logger, string feed, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Feed} refuses {Pair} on {Channel}: {Problem}")]
    private static partial void LogRefused(ILogger logger, string feed, string pair, string channel, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed} is {Status}")]
    private static partial void LogStatus(ILogger logger, string feed, string status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: a message of the book of {Pair} was lost; it is asked for again")]
    private static partial void LogOutOfStep(ILogger logger, string feed, string pair);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Feed}: {Minutes} minutes of {Pair} filled in")]
    private static partial void LogBackfilled(ILogger logger, string feed, int minutes, string pair);

    /// <summary>The venue says that it is asked too often.</summary>
    private sealed class KrakenLimitedException(string message) : Exception(message);

    /// <summary>What is followed of one symbol.</summary>
    private sealed class Pair
    {
        private readonly Instrument instrument;
        private Tick last;
        private decimal spread;

        public Pair(string feed, Symbol symbol, FeedDescription description)
        {
            instrument = Instruments.Find(symbol) ?? throw new ArgumentException($"The desk does not know {symbol}.", nameof(symbol));
            Name = $"{instrument.BaseCurrency}/{instrument.QuoteCurrency}";
            Session = new FeedSession(feed, symbol, description);
        }

        /// <summary>As the venue writes it.</summary>
        public string Name { get; }

        public FeedSession Session { get; }

        public KrakenBook Book { get; private set; } = new();

        /// <summary>The book is the venue's: its checksum was right with every message since the snapshot.</summary>
        public bool IsInStep { get; set; }

        public int Resubscribes { get; set; }

        /// <summary>Time of the newest tick sent; null where none was.</summary>
        public DateTimeOffset? Newest { get; set; }

        /// <summary>A new connection begins with snapshots.</summary>
        public void Forget()
        {
            Book = new KrakenBook();
            IsInStep = false;
            Resubscribes = 0;
            last = default;
        }

        /// <summary>The quote that the book makes now; null where it is the one before, or a side is empty.</summary>
        public Tick? Next(DateTimeOffset at)
        {
            if (Book.BestBid is not { } bid || Book.BestAsk is not { } ask)
            {
                return null;
            }

            // Several messages can bear one time, and a venue's clock can step back: the desk's time only goes on.
            at = Newest is { } newest && at < newest ? newest : at;
            var tick = new Tick(at, new Price(bid.Price), new Price(ask.Price), new Quantity(bid.Quantity), new Quantity(ask.Quantity));
            if (tick with { Time = last.Time } == last)
            {
                return null;
            }

            (last, Newest, spread) = (tick, at, ask.Price - bid.Price);
            return tick;
        }

        public Bar ToBar(KrakenBar bar)
        {
            var half = Math.Max(0m, spread / 2m);
            var period = Timeframe.M1.PeriodAt(bar.Start);
            return new Bar(
                Timeframe.M1, period.Start, period.End, period.Day,
                new Ohlc(Rounded(bar.Open - half), Rounded(bar.High - half), Rounded(bar.Low - half), Rounded(bar.Close - half)),
                new Ohlc(Rounded(bar.Open + half), Rounded(bar.High + half), Rounded(bar.Low + half), Rounded(bar.Close + half)), 0, default);
        }

        private Price Rounded(decimal price) => instrument.RoundPrice(new Price(price));
    }
}
