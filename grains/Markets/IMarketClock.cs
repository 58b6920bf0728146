namespace Countersign.Grains.Markets;

/// <summary>
/// The time by which the desk trades. Live it is the system's; in a replay it is the recording's and moves with the ticks, so that a price of
/// 2014 is not stale in a replay of 2014. Technical time (timeouts, timers, tokens) stays with <see cref="TimeProvider"/>.
/// </summary>
public interface IMarketClock
{
    /// <summary>Now, UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Tells the clock that a tick of this time was taken in. A live clock ignores it.</summary>
    void Observe(DateTimeOffset tickTime);
}
