using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>Why a tick is kept out of the bars. Closed set.</summary>
public enum TickDefect
{
    /// <summary>The line or message could not be read.</summary>
    Malformed,

    /// <summary>Bid or ask is zero or below.</summary>
    NotPositive,

    /// <summary>The bid is above the ask. Equal prices are a locked market and are kept.</summary>
    Crossed,

    /// <summary>Its time is later than the clock allows; accepting it would make every later tick look old.</summary>
    FromTheFuture,

    /// <summary>It is older than the last accepted tick, or than a bar already closed.</summary>
    OutOfOrder,

    /// <summary>Time, bid and ask repeat the last accepted tick's. Ticks that merely share a time are kept.</summary>
    Duplicate,

    /// <summary>Its mid price is too far from the last accepted one, and not (yet) confirmed by the ticks around it.</summary>
    Absurd,
}

/// <summary>A defect that was seen, for people to look at.</summary>
/// <param name="Line">Line in the recording, from 1; null for a live feed.</param>
/// <param name="Detail">A sentence with the figures, at most <see cref="FeedQuality.DetailLengthMax"/> characters.</param>
public sealed record TickDefectSample(TickDefect Defect, DateTimeOffset? Time, long? Line, string Detail);

/// <summary>How good a feed has been since it started.</summary>
/// <param name="First">Time of the first accepted tick.</param>
/// <param name="Last">Time of the last accepted tick.</param>
/// <param name="Samples">The latest defects, oldest first, at most <see cref="SamplesMax"/>.</param>
public sealed record FeedQuality(
    long Accepted,
    long Malformed,
    long NotPositive,
    long Crossed,
    long FromTheFuture,
    long OutOfOrder,
    long Duplicate,
    long Absurd,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    ImmutableArray<TickDefectSample> Samples)
{
    public const int SamplesMax = 20;

    public const int DetailLengthMax = 200;

    public static FeedQuality Unseen { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, null, null, []);

    public long Rejected => Malformed + NotPositive + Crossed + FromTheFuture + OutOfOrder + Duplicate + Absurd;

    /// <summary>
    /// Share of the ticks that were fit to use, 0 to 100, rounded down to a tenth so that 100 means "not one defect". A feed that has sent
    /// nothing has no defect either: 100.
    /// </summary>
    public double Score => Rejected == 0 ? 100.0 : Math.Floor(1000.0 * Accepted / (Accepted + Rejected)) / 10.0;

    public long Count(TickDefect defect) => defect switch
    {
        TickDefect.Malformed => Malformed,
        TickDefect.NotPositive => NotPositive,
        TickDefect.Crossed => Crossed,
        TickDefect.FromTheFuture => FromTheFuture,
        TickDefect.OutOfOrder => OutOfOrder,
        TickDefect.Duplicate => Duplicate,
        TickDefect.Absurd => Absurd,
        _ => throw new ArgumentOutOfRangeException(nameof(defect)),
    };
}
