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
