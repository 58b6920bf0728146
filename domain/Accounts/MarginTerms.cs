using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>Leverage and what happens when the margin runs out.</summary>
/// <param name="Tiers">By notional of one symbol, smallest first; each holds for the part of the notional within it.</param>
/// <param name="CallLevel">Margin level (equity over used margin, percent) at which the account is warned and may open nothing more.</param>
/// <param name="StopOutLevel">Margin level at which the desk closes positions, the largest loser first.</param>
/// <param name="RestoreLevel">Margin level at which a call ends, so that it does not come and go with every tick; null is a tenth above the call
/// level.</param>
/// <param name="Symbols">Tiers of their own for some symbols; null where there are none.</param>
public sealed record MarginTerms(
    ImmutableArray<LeverageTier> Tiers, decimal CallLevel = 100m, decimal StopOutLevel = 50m, decimal? RestoreLevel = null,
    ImmutableArray<SymbolTiers>? Symbols = null)
{
    [JsonIgnore]
    public decimal EndOfCall => RestoreLevel ?? CallLevel * 1.1m;

    /// <summary>The same leverage for every size.</summary>
    public static MarginTerms Of(decimal leverage) => new([new LeverageTier(null, leverage)]);

    /// <summary>What a notional of a symbol needs; the last tier also holds for what is above it.</summary>
    public decimal For(Symbol symbol, decimal notional)
    {
        var tiers = TiersOf(symbol);
        var (margin, below) = (0m, 0m);
        for (var i = 0; i < tiers.Length && notional > below; i++)
        {
            var upTo = i == tiers.Length - 1 ? notional : Math.Min(notional, tiers[i].UpTo ?? notional);
            margin += Math.Max(0m, upTo - below) / tiers[i].Leverage;
            below = Math.Max(below, upTo);
        }

        return Ledger.Round(margin);
    }

    public bool Equals(MarginTerms? other) => other is not null && CallLevel == other.CallLevel && StopOutLevel == other.StopOutLevel
        && RestoreLevel == other.RestoreLevel && Tiers.AsSpan().SequenceEqual(other.Tiers.AsSpan())
        && (Symbols ?? []).AsSpan().SequenceEqual((other.Symbols ?? []).AsSpan());

    public override int GetHashCode() => HashCode.Combine(CallLevel, StopOutLevel, Tiers.Length);

    private ImmutableArray<LeverageTier> TiersOf(Symbol symbol)
    {
        foreach (var own in Symbols ?? [])
        {
            if (own.Symbol == symbol)
            {
                return own.Tiers;
            }
        }

        return Tiers;
    }
}

public sealed record SymbolTiers(Symbol Symbol, ImmutableArray<LeverageTier> Tiers)
{
    public bool Equals(SymbolTiers? other) => other is not null && Symbol == other.Symbol && Tiers.AsSpan().SequenceEqual(other.Tiers.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Symbol, Tiers.Length);
}

/// <param name="UpTo">Notional of a symbol in the account's currency up to which it holds; null for all that is above the tier before.</param>
/// <param name="Leverage">30 means that a thirtieth of the notional is needed; 1 or more.</param>
public sealed record LeverageTier(decimal? UpTo, decimal Leverage);
