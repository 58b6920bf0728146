using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What a strategy proposes at a bar's close, and the recorded facts from which <see cref="StrategyRules.Decide"/> made it.</summary>
/// <param name="Reason">With <see cref="SignalReason.Reverse"/> and an entry kind: two orders, close what is open, then open.</param>
/// <param name="Confidence">0 to 1, see <see cref="Confidence"/>: how clear the signal is, not how likely it is to gain.</param>
/// <param name="Rationale">At least one line for people.</param>
/// <param name="Reference">The bar's close on the side that the order would trade at.</param>
/// <param name="Stop">
/// Suggested stop of an entry, from <paramref name="Reference"/>, rounded to the tick; null for exits, without a stop rule, and where it
/// would not be above zero.
/// </param>
/// <param name="Target">Suggested target of an entry, likewise.</param>
/// <param name="StopTrail">Makes the stop of an entry trail at the venue; null where it stays.</param>
/// <param name="Percent">Of the open quantity, where a part of it is to be left; null else.</param>
/// <param name="Basis">What the size of an entry is computed on.</param>
public sealed record Signal(
    SignalKind Kind,
    SignalReason Reason,
    double Confidence,
    ImmutableArray<string> Rationale,
    Price Reference,
    Price? Stop,
    Price? Target,
    SignalFrame Frame,
    Trail? StopTrail = null,
    decimal? Percent = null,
    SizeBasis Basis = default)
{
    /// <summary>How well it stands, and what each rule did to it; null where no rule decided, and in old records.</summary>
    public SignalStrength? Strength { get; init; }

    [JsonIgnore]
    public bool IsEntry => Kind is SignalKind.EnterLong or SignalKind.EnterShort;

    /// <summary>The side of the order that the signal asks for.</summary>
    [JsonIgnore]
    public Side Side => new Verdict(Kind, Reason).Side;

    /// <summary>What becomes of the open position first.</summary>
    [JsonIgnore]
    public Closing Closes => new Verdict(Kind, Reason).Closes;

    /// <summary>Price distance from reference to stop; null without a stop.</summary>
    [JsonIgnore]
    public decimal? StopDistance => Stop is { } stop ? Math.Abs(Reference - stop) : null;

    public bool Equals(Signal? other) =>
        other is not null && Kind == other.Kind && Reason == other.Reason && Confidence.Equals(other.Confidence)
        && Rationale.SequenceEqual(other.Rationale) && Reference == other.Reference && Stop == other.Stop && Target == other.Target
        && Strength == other.Strength && Frame == other.Frame && StopTrail == other.StopTrail && Percent == other.Percent && Basis == other.Basis;

    public override int GetHashCode() => HashCode.Combine(Kind, Reason, Confidence, Reference, Stop, Target, Rationale.Length);
}

public enum SignalKind
{
    EnterLong,
    EnterShort,
    ExitLong,
    ExitShort,

    /// <summary>Leaves a part of a long position.</summary>
    ReduceLong,

    /// <summary>Leaves a part of a short position.</summary>
    ReduceShort,
}

/// <summary>How much of the open position a decision closes.</summary>
public enum Closing
{
    Nothing,
    Part,
    All,
}

public enum SignalReason
{
    /// <summary>The strategy's entry or exit rule holds.</summary>
    Rule,

    /// <summary>The bar's range touched the position's stop.</summary>
    Stop,

    /// <summary>The bar's range touched the position's target.</summary>
    Target,

    /// <summary>The entry rule of the other side holds while a position is open.</summary>
    Reverse,

    /// <summary>The stop would have to move to where the market has gone past already.</summary>
    Trail,

    /// <summary>The position was held long enough, or has to be left before a time.</summary>
    Time,

    /// <summary>A gain was reached at which a part is left.</summary>
    Partial,

    /// <summary>The entry rule holds once more, and the position is added to.</summary>
    Pyramid,
}
