using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Two symbols of which each is judged beside the other: rules name features of the partner's bars (<c>close@partner</c>) and statistics of both
/// (<c>pair_score(60)</c>). Both bars are of the strategy's timeframe, and the partner's is one that was complete when the own bar ended.
/// </summary>
/// <param name="MaxAgeBars">
/// So many bars of the timeframe, by the clock, may lie between the ends of the partner's last complete bar and of the own; where it is older nothing
/// is decided. 0 (which asks for a bar of the same end) to 100.
/// </param>
public sealed record Partnership(Symbol First, Symbol Second, int MaxAgeBars = Partnership.MaxAgeStandard)
{
    public const int MaxAgeStandard = 2;

    /// <summary>The other symbol; null where this one is neither.</summary>
    public Symbol? PartnerOf(Symbol symbol) => symbol == First ? Second : symbol == Second ? First : null;
}
