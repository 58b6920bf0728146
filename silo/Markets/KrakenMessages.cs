using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Silo.Markets;

/// <summary>A price level. Its numbers keep the digits that they were sent with: the checksum is of them.</summary>
internal readonly record struct KrakenLevel(decimal Price, decimal Quantity);

/// <summary>A minute of trades.</summary>
internal readonly record struct KrakenBar(DateTimeOffset Start, decimal Open, decimal High, decimal Low, decimal Close);

/// <summary>What Kraken's public WebSocket (version 2) sends. Closed set.</summary>
internal abstract record KrakenMessage
{
    private KrakenMessage()
    {
    }

    /// <summary>Sent about once a second while nothing else is.</summary>
    public sealed record Heartbeat : KrakenMessage;

    /// <param name="System"><c>online</c>, <c>cancel_only</c>, <c>post_only</c> or <c>maintenance</c>.</param>
    public sealed record Status(string System) : KrakenMessage;

    /// <summary>The answer to a subscription of one pair.</summary>
    /// <param name="Error">Null where it succeeded.</param>
    public sealed record Subscribed(string Channel, string Pair, string? Error) : KrakenMessage;

    /// <summary>The levels that changed, or with a snapshot all there are.</summary>
    /// <param name="Time">When; null where it does not say.</param>
    public sealed record Book(
        string Pair, bool IsSnapshot, ImmutableArray<KrakenLevel> Bids, ImmutableArray<KrakenLevel> Asks, uint Checksum, DateTimeOffset? Time)
        : KrakenMessage;

    /// <summary>Minutes of trades, oldest first.</summary>
    public sealed record Bars(ImmutableArray<(string Pair, KrakenBar Bar)> Items, bool IsSnapshot) : KrakenMessage;

    /// <summary>Something that the feed has no use for.</summary>
    public sealed record Other(string What) : KrakenMessage;

    /// <summary>Reads a frame. One frame may hold the books of several pairs.</summary>
    /// <exception cref="FormatException">It is not such a message; the text says what is wrong.</exception>
    public static IReadOnlyList<KrakenMessage> Read(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame);
            var root = document.RootElement;
            return root.TryGetProperty("channel", out var channel)
                ? ReadChannel(channel.GetString()!, root)
                : [ReadAnswer(root)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new FormatException("The frame is not a message as the venue documents them: " + e.Message, e);
        }
    }

    private static IReadOnlyList<KrakenMessage> ReadChannel(string channel, JsonElement root) => channel switch
    {
        "heartbeat" => [new Heartbeat()],
        "status" => [.. root.GetProperty("data").EnumerateArray().Select(d => new Status(d.GetProperty("system").GetString()!))],
        "book" => [.. root.GetProperty("data").EnumerateArray().Select(d => ReadBook(d, IsWhole(root)))],
        "ohlc" => [new Bars([.. root.GetProperty("data").EnumerateArray().Select(ReadBar)], IsWhole(root))],
        _ => [new Other(channel)],
    };

    private static bool IsWhole(JsonElement root) => root.GetProperty("type").GetString() == "snapshot";

    private static Book ReadBook(JsonElement data, bool isSnapshot) => new(
        data.GetProperty("symbol").GetString()!, isSnapshot, ReadLevels(data, "bids"), ReadLevels(data, "asks"), data.GetProperty("checksum").GetUInt32(),
        data.TryGetProperty("timestamp", out var time) ? ReadTime(time) : null);

    private static ImmutableArray<KrakenLevel> ReadLevels(JsonElement data, string side) => data.TryGetProperty(side, out var levels)
        ? [.. levels.EnumerateArray().Select(l => new KrakenLevel(ReadNumber(l, "price"), ReadNumber(l, "qty")))]
        : [];

    // Not GetDecimal of the number alone: 0.10 must stay 0.10.
    private static decimal ReadNumber(JsonElement level, string name)
    {
        var value = decimal.Parse(level.GetProperty(name).GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
        return value >= 0m ? value : throw new FormatException($"{name} is {value}, below zero.");
    }

    private static (string Pair, KrakenBar Bar) ReadBar(JsonElement data) => (
        data.GetProperty("symbol").GetString()!,
        new KrakenBar(
            ReadTime(data.GetProperty("interval_begin")), ReadNumber(data, "open"), ReadNumber(data, "high"), ReadNumber(data, "low"),
            ReadNumber(data, "close")));

    // Nine digits of a second are sent, of which seven can be kept.
    private static DateTimeOffset ReadTime(JsonElement time)
    {
        var text = time.GetString()!;
        var point = text.IndexOf('.');
        if (point > 0 && text.Length - point > 9 && text[^1] == 'Z')
        {
            text = text[..(point + 8)] + "Z";
        }

        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }

    private static KrakenMessage ReadAnswer(JsonElement root)
    {
        var method = root.GetProperty("method").GetString()!;
        if (method != "subscribe")
        {
            return new Other(method);
        }

        var success = root.GetProperty("success").GetBoolean();
        var result = root.TryGetProperty("result", out var body) ? body : root;
        return new Subscribed(
            result.TryGetProperty("channel", out var channel) ? channel.GetString()! : string.Empty,
            result.TryGetProperty("symbol", out var pair) ? pair.GetString()! : string.Empty,
            success ? null : root.TryGetProperty("error", out var error) ? error.GetString() ?? "refused" : "refused");
    }
}
