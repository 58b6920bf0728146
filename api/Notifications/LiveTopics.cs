using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Countersign.Api.Notifications;

/// <summary>What a client of the live stream can ask for. Quotes are the newest ones; all else comes whole or ends the stream.</summary>
[Flags]
internal enum LiveTopics
{
    None = 0,
    Ideas = 1,
    Orders = 2,
    Positions = 4,
    Accounts = 8,
    Risk = 16,
    Strategies = 32,
    Backtests = 64,
    Notifications = 128,
    Quotes = 256,
    Bars = 512,

    /// <summary>What is kept for clients that come back.</summary>
    Kept = Ideas | Orders | Positions | Accounts | Risk | Strategies | Backtests | Notifications,

    /// <summary>What a client gets that asks for nothing in particular.</summary>
    Usual = Kept | Quotes,
}

internal static class LiveTopicNames
{
    private static readonly FrozenDictionary<string, (string Event, LiveTopics Topic)> Known = new Dictionary<string, (string, LiveTopics)>
    {
        ["ideas"] = ("idea", LiveTopics.Ideas),
        ["orders"] = ("order", LiveTopics.Orders),
        ["positions"] = ("position", LiveTopics.Positions),
        ["accounts"] = ("account", LiveTopics.Accounts),
        ["risk"] = ("risk", LiveTopics.Risk),
        ["strategies"] = ("strategy", LiveTopics.Strategies),
        ["backtests"] = ("backtest", LiveTopics.Backtests),
        ["notifications"] = ("notification", LiveTopics.Notifications),
        ["quotes"] = ("quote", LiveTopics.Quotes),
        ["bars"] = ("bar", LiveTopics.Bars),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, LiveTopics> ByEvent =
        Known.Values.ToFrozenDictionary(known => known.Event, known => known.Topic, StringComparer.Ordinal);

    /// <summary>The names that a client may give.</summary>
    public static ImmutableArray<string> All { get; } =
        ["ideas", "orders", "positions", "accounts", "risk", "strategies", "backtests", "notifications", "quotes", "bars"];

    /// <summary>The names of topics.</summary>
    public static IEnumerable<string> Of(LiveTopics topics) => All.Where(name => (topics & Known[name].Topic) != LiveTopics.None);

    public static LiveTopics? Find(string name) => Known.TryGetValue(name, out var known) ? known.Topic : null;

    /// <summary>The topic that an event belongs to; none where every client gets it.</summary>
    public static LiveTopics OfEvent(string kind) => ByEvent.GetValueOrDefault(kind);
}
