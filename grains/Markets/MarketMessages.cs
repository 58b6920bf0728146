using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Grains.Markets;

/// <summary>Ticks of one symbol on their way into the desk, in the order they happened.</summary>
/// <param name="Session">The feed session that they belong to.</param>
/// <param name="Ticks">1 to 1,024.</param>
/// <param name="FirstLine">Line of the first tick in its recording, from 1; null for a live feed. Ticks of one batch stand in following lines.</param>
/// <param name="History">The ticks are of the past and more of it follows, so time that passes meanwhile closes no bars.</param>
public sealed record TickBatch(FeedSession Session, ImmutableArray<Tick> Ticks, long? FirstLine, bool History = false);

/// <summary>Ticks of one symbol that are fit to trade on.</summary>
/// <param name="Ticks">In the order they happened; none where none of a batch was fit.</param>
/// <param name="Through">Ticks of the session, fit or not, that this and all before it stand for.</param>
/// <param name="History">They are of the past, and more of it follows.</param>
public sealed record PriceBatch(FeedSession Session, ImmutableArray<Tick> Ticks, long Through, bool History = false);

/// <summary>Bars that closed, with the quote that closed them: what strategies decide on.</summary>
/// <param name="Session">The feed session; a strategy whose bars come from another one starts anew.</param>
/// <param name="Bars">Smallest timeframe first; at least one.</param>
/// <param name="Quote">The first tick after the bars. Its time is the decision's now.</param>
/// <param name="Health">Whether the live feed could be trusted then.</param>
public sealed record BarsClosed(FeedSession Session, ImmutableArray<Bar> Bars, Quote Quote, FeedCondition Health = FeedCondition.Good);

/// <summary>An instrument as the desk shows it.</summary>
/// <param name="Quote">Null before the first tick.</param>
/// <param name="Feed">Null before the first feed.</param>
public sealed record InstrumentView(Instrument Instrument, Quote? Quote, FeedDescription? Feed);

/// <summary>A symbol's feed and how good it has been.</summary>
/// <param name="Health">Of a live feed, how far it can be trusted now; null for recordings, and before the first tick.</param>
public sealed record FeedView(Symbol Symbol, FeedDescription? Feed, FeedQuality Quality, FeedHealth? Health = null);

/// <summary>A live feed's condition changed.</summary>
public sealed record FeedHealthChanged(Symbol Symbol, FeedDescription Feed, FeedCondition Before, FeedHealth Health);

/// <summary>Indicator values by name at a timeframe's last closed bar.</summary>
/// <param name="Bar">Null before the first bar.</param>
/// <param name="Values">Those that are warm.</param>
public sealed record FeaturesView(Symbol Symbol, Timeframe Timeframe, Bar? Bar, ImmutableSortedDictionary<string, double> Values);
