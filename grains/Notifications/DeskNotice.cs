using System.Collections.Immutable;

namespace Countersign.Grains.Notifications;

/// <summary>Something of a tenant's changed; whoever shows it reads it again.</summary>
/// <param name="Kind">
/// <c>idea</c>, <c>account</c>, <c>strategy</c>, <c>backtest</c>, <c>risk</c> (limits and halts of the tenant or a strategy), or <c>notification</c>.
/// </param>
/// <param name="Id">Its id; of a notification its subject.</param>
/// <param name="Text">Of a notification.</param>
public sealed record DeskNotice(string Kind, string Id, string? Text = null)
{
    /// <summary>Of an account, the orders that changed.</summary>
    public ImmutableArray<string> Orders { get; init; } = [];

    /// <summary>Of an account, the positions that changed.</summary>
    public ImmutableArray<string> Positions { get; init; } = [];

    /// <summary>Of a notification, what it is about; people choose by it.</summary>
    public NoticeTopic? Topic { get; init; }

    /// <summary>Of a notification, the id of what it concerns: <c>i-…</c>, <c>o-…</c>, <c>a-…</c>, <c>s-…</c>, <c>b-…</c>, <c>w-…</c>, or the tenant's.</summary>
    public string? About { get; init; }

    /// <summary>Of a notification, when it came to be.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>A message for the tenant's people.</summary>
    /// <param name="subject">What it is about, one line.</param>
    /// <param name="text">At most 1,000 characters.</param>
    public static DeskNotice ForPeople(NoticeTopic topic, string about, string subject, string text, DateTimeOffset at) =>
        new("notification", subject, text) { Topic = topic, About = about, At = at };
}

/// <summary>What notifications are about, by the names of the setting <c>notifications.kinds</c>.</summary>
public enum NoticeTopic
{
    /// <summary>An idea waits for a person.</summary>
    Ideas,

    /// <summary>A venue did not take an order, or did not answer.</summary>
    Orders,

    /// <summary>Trading was stopped, reduced or resumed; margin runs short.</summary>
    Risk,

    /// <summary>A backtest came to its end.</summary>
    Backtests,

    /// <summary>A webhook was disabled.</summary>
    Webhooks,
}

/// <summary>The names of the desk's streams.</summary>
public static class DeskStreams
{
    /// <summary>The stream provider that carries all of them.</summary>
    public const string Provider = "desk";

    /// <summary>Ticks into the instrument; keyed by the instrument grain's key.</summary>
    public const string Ticks = "ticks";

    /// <summary>Ticks that passed the instrument's guard, as they came; keyed by the instrument grain's key.</summary>
    public const string Prices = "prices";

    /// <summary>Closed bars from the instrument; keyed by the instrument grain's key.</summary>
    public const string Bars = "bars";

    /// <summary>Changes of a live feed's condition; keyed by the instrument grain's key.</summary>
    public const string FeedHealth = "feed-health";

    /// <summary>The newest quote, at most a few a second; keyed by the instrument grain's key.</summary>
    public const string Quotes = "quotes";

    /// <summary>What a venue tells of its own accord; keyed by the account grain's key.</summary>
    public const string BrokerReports = "broker-reports";

    /// <summary>Orders of ideas that came to their end; keyed by the idea grain's key.</summary>
    public const string OrderEnds = "order-ends";

    /// <summary><see cref="DeskNotice"/>s of a tenant; keyed by the tenant.</summary>
    public const string Notices = "notices";
}
