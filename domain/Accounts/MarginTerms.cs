using System.Collections.Immutable;

namespace Countersign.Domain.Accounts;

/// <summary>Leverage and what happens when the margin runs out.</summary>
/// <param name="Tiers">By notional of one symbol, smallest first; each holds for the part of the notional within it.</param>
/// <param name="CallLevel">Margin level (equity over used margin, percent) at which the account is warned and may open nothing more.</param>
/// <param name="StopOutLevel">Margin level at which the desk closes positions, the largest loser first.</param>
public sealed record MarginTerms(ImmutableArray<LeverageTier> Tiers, decimal CallLevel = 100m, decimal StopOutLevel = 50m)
{
    /// <summary>The same leverage for every size.</summary>
    public static MarginTerms Of(decimal leverage) => new([new LeverageTier(null, leverage)]);

    /// <summary>What a notional needs; the last tier also holds for what is above it.</summary>
    public decimal For(decimal notional)
    {
        var (margin, below) = (0m, 0m);
        for (var i = 0; i < Tiers.Length && notional > below; i++)
        {
            var upTo = i == Tiers.Length - 1 ? notional : Math.Min(notional, Tiers[i].UpTo ?? notional);
            margin += Math.Max(0m, upTo - below) / Tiers[i].Leverage;
            below = Math.Max(below, upTo);
        }

        return margin;
    }

    public bool Equals(MarginTerms? other) => other is not null && CallLevel == other.CallLevel && StopOutLevel == other.StopOutLevel
        && Tiers.AsSpan().SequenceEqual(other.Tiers.AsSpan());

    public override int GetHashCode() => HashCode.Combine(CallLevel, StopOutLevel, Tiers.Length);
}

/// <param name="UpTo">Notional of a symbol in the account's currency up to which it holds; null for all that is above the tier before.</param>
/// <param name="Leverage">30 means that a thirtieth of the notional is needed; 1 or more.</param>
public sealed record LeverageTier(decimal? UpTo, decimal Leverage);
