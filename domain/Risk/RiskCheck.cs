using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

internal enum Breach
{
    /// <summary>The limit itself is allowed.</summary>
    Above,

    /// <summary>At the limit it is over: losses, counts that are full.</summary>
    AtOrAbove,

    /// <summary>The figure must reach the limit.</summary>
    Below,
}

/// <summary>One check of the gate: what it measures against which limit.</summary>
/// <param name="Name">In words, with which its refusal begins.</param>
/// <param name="Limit">Null for what always holds.</param>
/// <param name="Reducing">It is made of orders that only reduce, too.</param>
/// <param name="Measure">The figure; null where it is not known.</param>
/// <param name="Concerns">Whether the order has what the check looks at; null where every order does.</param>
/// <param name="UnknownAs">Why there is no figure where price and rate are known, for people.</param>
internal sealed record RiskCheck(
    string Name,
    string Code,
    RiskUnit Unit,
    LimitKind? Limit,
    Breach Breach,
    Func<RiskScene, decimal?> Measure,
    bool Reducing = false,
    Func<RiskScene, bool>? Concerns = null,
    Func<RiskScene, decimal, EffectiveLimit, Refusal>? Refuse = null,
    string? UnknownAs = null)
{
    public bool IsBreached(decimal figure, decimal limit) => Breach switch
    {
        Breach.Above => figure > limit,
        Breach.AtOrAbove => figure >= limit,
        _ => figure < limit,
    };

    public Refusal Refusal(RiskScene scene, decimal figure, EffectiveLimit limit) => Refuse is { } words
        ? words(scene, figure, limit)
        : new Refusal(
            Code, $"{Name}: {Text(scene, figure)}; {Rule} {Text(scene, limit.Value)}{RiskRefusals.Of(limit.Level)}.");

    public Refusal Unknown(RiskScene scene, EffectiveLimit limit) => new(
        Code,
        $"{Name}: not known{Why(scene)}; {Rule} {Text(scene, limit.Value)}{RiskRefusals.Of(limit.Level)}, and what is not known is refused.");

    private string Rule => Breach switch
    {
        Breach.Above => "at most",
        Breach.AtOrAbove => "trading stops at",
        _ => "at least",
    };

    private string Why(RiskScene scene) =>
        scene.Quote is null ? " (there is no quote)"
        : UnknownAs is { } why ? $" ({why})"
        : scene.Exposure?.Missing is { } missing ? $" ({missing})" : string.Empty;

    private string Text(RiskScene scene, decimal value)
    {
        var number = value.ToString("0.########", CultureInfo.InvariantCulture);
        return Unit switch
        {
            RiskUnit.Amount => $"{number} {scene.Facts.Account.Currency}",
            RiskUnit.Percent => number + " %",
            RiskUnit.Seconds => number + " s",
            RiskUnit.Multiple => number + " times",
            RiskUnit.Units => $"{new Quantity(value)} units",
            _ => number,
        };
    }
}
