using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What an account may risk.</summary>
/// <param name="MaxPosition">Largest position of one symbol, either way, in units of the base.</param>
/// <param name="MaxDailyLoss">In the account's currency: trading stops once today's realised result and the open positions are down by
/// this.</param>
/// <param name="MaxOpenIdeas">Ideas that may wait for a decision at one time.</param>
/// <param name="QuoteAgeMax">A quote older than this decides nothing.</param>
/// <param name="Caps">The account's other limits; where one of the four above is among them too, the tighter holds.</param>
public sealed record RiskLimits(
    Quantity MaxPosition, decimal MaxDailyLoss, int MaxOpenIdeas, TimeSpan QuoteAgeMax, RiskCaps? Caps = null)
{
    /// <summary>500,000 units a symbol, 5,000 of the account's currency a day, 20 open ideas, quotes of at most a minute.</summary>
    public static RiskLimits Default { get; } = new(new Quantity(500_000m), 5_000m, 20, TimeSpan.FromMinutes(1));

    /// <summary>A limit as a number, as <see cref="RiskCaps"/> gives it; null where it is not set.</summary>
    public decimal? this[LimitKind kind]
    {
        get
        {
            decimal? own = kind switch
            {
                LimitKind.MaxPosition => MaxPosition.Value,
                LimitKind.MaxDailyLoss => MaxDailyLoss,
                LimitKind.MaxOpenIdeas => MaxOpenIdeas,
                LimitKind.QuoteAgeMax => RiskCaps.Seconds(QuoteAgeMax),
                _ => null,
            };
            return own is { } a && Caps?[kind] is { } b ? kind.Tighter(a, b) : own ?? Caps?[kind];
        }
    }
}
