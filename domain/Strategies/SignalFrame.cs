using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Everything that one decision was made on: <see cref="StrategyRules.Decide"/> with the definition and this frame gives the same signal again,
/// to the last bit, however much later. Stored as JSON, which keeps the numbers exactly; names of members are a stored contract.
/// </summary>
public sealed record SignalFrame
{
    /// <summary><see cref="StrategyRules.Version"/> of the rules that decided.</summary>
    public required int RulesVersion { get; init; }

    /// <summary>SHA-256 of the definition's canonical text, lower-case hexadecimal.</summary>
    public required string DefinitionHash { get; init; }

    public required Symbol Symbol { get; init; }

    public required Timeframe Timeframe { get; init; }

    /// <summary>The bar at whose close the decision was made.</summary>
    public required Bar Bar { get; init; }

    /// <summary>Smallest difference of two prices, and the pip, of the instrument at the decision.</summary>
    public required PriceSteps Steps { get; init; }

    /// <summary>The features by canonical name at the bar's close.</summary>
    public required ImmutableSortedDictionary<string, double> Current { get; init; }

    /// <summary>The features one bar earlier; one that had no value yet is left out.</summary>
    public required ImmutableSortedDictionary<string, double> Previous { get; init; }

    /// <summary>What is remembered of each compared pair of operands from before the bar, by <c>left ~ right</c>.</summary>
    public required ImmutableSortedDictionary<string, PairMemory> Pairs { get; init; }

    public required StrategyPosition Position { get; init; }

    /// <summary>A session is open at the bar's close.</summary>
    public required bool InSession { get; init; }

    /// <summary>Start of the bar that last raised an entry on this symbol, for the cooldown.</summary>
    public DateTimeOffset? LastEntryBar { get; init; }

    /// <summary>
    /// Of each <c>within</c> of the definition, an inner one before the one around it: at the bar before, for how many bars its rule had not held any
    /// more; −1 where it never did. Null where the definition has none.
    /// </summary>
    public ImmutableArray<int>? BarsSince { get; init; }

    /// <summary>What was told of the market beside the bar; null where the definition asks for nothing.</summary>
    public MarketFacts? Market { get; init; }

    /// <summary>What the spread usually was before the bar, in the quote currency; null where the definition does not ask, and before the second bar.</summary>
    public double? TypicalSpread { get; init; }

    /// <summary>The partner's bar that was seen; null where no rule looks at one.</summary>
    public PartnerBar? Partner { get; init; }

    public bool Equals(SignalFrame? other) =>
        other is not null && RulesVersion == other.RulesVersion && DefinitionHash == other.DefinitionHash && Symbol == other.Symbol
        && Timeframe == other.Timeframe && Bar.Equals(other.Bar) && Steps == other.Steps && Position == other.Position
        && InSession == other.InSession && LastEntryBar == other.LastEntryBar && Current.SequenceEqual(other.Current)
        && Previous.SequenceEqual(other.Previous) && Pairs.SequenceEqual(other.Pairs)
        && Partner == other.Partner && Market == other.Market && TypicalSpread.Equals(other.TypicalSpread) && (BarsSince ?? []).SequenceEqual(other.BarsSince ?? []);

    public override int GetHashCode() => HashCode.Combine(DefinitionHash, Symbol, Bar, Position, InSession);
}

/// <summary>The instrument's steps that decisions need.</summary>
/// <param name="Tick">Prices are rounded to it; more than 0.</param>
/// <param name="Pip">What a distance in pips counts; more than 0.</param>
public readonly record struct PriceSteps(decimal Tick, decimal Pip);

/// <summary>What the evaluator remembers of the difference left − right of two operands, up to the bar before.</summary>
/// <param name="LastSign">Sign of the last difference that was not exactly zero: +1, −1, or 0 where there was none yet.</param>
/// <param name="TypicalDistance">Exponential mean of |difference|, share 2/51; in the operands' unit.</param>
/// <param name="TypicalMove">Exponential mean of |change of the difference| from bar to bar, share 2/51.</param>
public readonly record struct PairMemory(int LastSign, double TypicalDistance, double TypicalMove)
{
    private const double Share = 2.0 / 51.0;

    /// <summary>Takes in the difference of a further bar; one that is not a number changes nothing.</summary>
    /// <param name="previous">The difference one bar earlier; NaN where there was none.</param>
    public PairMemory Next(double difference, double previous)
    {
        if (double.IsNaN(difference))
        {
            return this;
        }

        var sign = difference > 0.0 ? 1 : difference < 0.0 ? -1 : 0;
        return new PairMemory(
            sign == 0 ? LastSign : sign,
            Mean(TypicalDistance, Math.Abs(difference)),
            double.IsNaN(previous) ? TypicalMove : Mean(TypicalMove, Math.Abs(difference - previous)));
    }

    private static double Mean(double mean, double value) => mean == 0.0 ? value : mean + (Share * (value - mean));
}
