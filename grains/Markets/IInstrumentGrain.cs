using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Markets;

/// <summary>One symbol's market, shared by all tenants: quote, bars, features, quality. Its key is <see cref="GrainKeys.Instrument"/>.</summary>
public interface IInstrumentGrain : IGrainWithStringKey
{
    /// <summary>The instrument, its quote and its feed; null where the desk does not know the symbol.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<InstrumentView?> GetAsync(CancellationToken cancellationToken);

    /// <summary>The newest quote; null before the first tick.</summary>
    [AllowRoles(RoleSets.Readers)]
    ValueTask<Quote?> GetQuoteAsync();

    /// <summary>Closed bars, oldest first, with the one that is forming last.</summary>
    /// <param name="timeframe">Which bars.</param>
    /// <param name="countMax">1 to 1,000; the newest so many.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    [AllowRoles(RoleSets.Readers)]
    Task<ImmutableArray<Bar>> GetBarsAsync(Timeframe timeframe, int countMax, CancellationToken cancellationToken);

    /// <summary>Closed bars of a feed session only, oldest first, for a strategy to warm up on.</summary>
    [AllowRoles(Roles.Desk)]
    Task<BarHistory> GetHistoryAsync(Timeframe timeframe, int countMax, CancellationToken cancellationToken);

    /// <summary>The standard indicators at the last closed bar.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<FeaturesView> GetFeaturesAsync(Timeframe timeframe, CancellationToken cancellationToken);

    /// <summary>The feed's quality report.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<FeedView> GetFeedAsync(CancellationToken cancellationToken);

    /// <summary>Begins a feed session: history of the same session goes on, that of another is dropped.</summary>
    /// <returns>The newest quote of the session that goes on; null where there is none.</returns>
    [AllowRoles(Roles.Desk)]
    Task<Quote?> BeginSessionAsync(FeedSession session, CancellationToken cancellationToken);

    /// <summary>Counts lines of a recording that could not be read.</summary>
    [AllowRoles(Roles.Desk)]
    Task ReportMalformedAsync(long line, string detail, CancellationToken cancellationToken);

    /// <summary>Answers once every tick sent before has been taken in: a feed waits with it so as not to run ahead of the desk.</summary>
    [AllowRoles(Roles.Desk)]
    Task<long> TakenAsync(CancellationToken cancellationToken);
}

/// <summary>Bars with the feed session that made them.</summary>
/// <param name="Session">Null before the first feed.</param>
public sealed record BarHistory(FeedSession? Session, ImmutableArray<Bar> Bars);
