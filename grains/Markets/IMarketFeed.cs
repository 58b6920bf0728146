using Countersign.Domain.Markets;

namespace Countersign.Grains.Markets;

/// <summary>A source of ticks: a recorded file, a simulation, later a venue. It runs until it ends or is cancelled.</summary>
public interface IMarketFeed
{
    /// <summary>What the feed is, for people: shown wherever its prices are.</summary>
    FeedDescription Description { get; }

    /// <summary>Sends ticks into the sink, in the feed's own time, until the feed ends.</summary>
    Task RunAsync(ITickSink sink, CancellationToken cancellationToken);
}

/// <summary>Where a feed's ticks go. Waits while the desk is behind, so that nothing is dropped and nothing piles up.</summary>
public interface ITickSink
{
    /// <summary>Begins a run of ticks of one symbol. History of the same feed session is continued, that of another is dropped.</summary>
    /// <returns>The newest quote of the session that is continued; null where there is none.</returns>
    ValueTask<Quote?> BeginAsync(FeedSession session, CancellationToken cancellationToken);

    /// <summary>Sends ticks in the order they happened.</summary>
    ValueTask SendAsync(TickBatch batch, CancellationToken cancellationToken);

    /// <summary>Tells of a line of a recording that could not be read, for the quality report.</summary>
    ValueTask ReportMalformedAsync(FeedSession session, long line, string detail, CancellationToken cancellationToken);

    /// <summary>Waits until every tick sent has been taken in.</summary>
    ValueTask DrainAsync(FeedSession session, CancellationToken cancellationToken);
}

/// <summary>A feed, for people.</summary>
/// <param name="Name">Such as <c>simulation</c> or <c>replay of eurusd.csv</c>.</param>
/// <param name="Simulated">The prices are made up by the desk.</param>
/// <param name="Recorded">The prices were recorded earlier.</param>
public sealed record FeedDescription(string Name, bool Simulated, bool Recorded);

/// <summary>One uninterrupted run of a feed for a symbol.</summary>
/// <param name="Id">Equal for runs that continue each other.</param>
/// <param name="Symbol">Which symbol.</param>
/// <param name="Feed">Which feed.</param>
public sealed record FeedSession(string Id, Symbol Symbol, FeedDescription Feed);
