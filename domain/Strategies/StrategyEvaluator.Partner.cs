using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>The part that is told of the symbol's partner.</summary>
public sealed partial class StrategyEvaluator
{
    /// <summary>The symbol whose bars are to be given too; null where no rule looks at one.</summary>
    public Symbol? Partner => partner?.Symbol;

    /// <summary>
    /// Takes a closed bar of the partner, in order of time, as soon as it is known: a decision sees those that ended by the end of its own bar, whatever
    /// else was given. One that was given before is left alone.
    /// </summary>
    /// <exception cref="InvalidOperationException">No rule looks at a partner.</exception>
    public void OnPartnerBar(Bar bar) => RequirePartner().Add(bar);

    /// <summary>Whether the partner's bars are known up to a time.</summary>
    public bool KnowsPartnerTo(DateTimeOffset time) => RequirePartner().KnownTo >= time.UtcTicks;

    /// <summary>Likewise, a bar that ends no later than the own one that comes next.</summary>
    internal void OnPartnerBar(in BarView bar) => RequirePartner().Take(in bar);

    private PartnerSeries PartnerOf(StrategyDefinition definition, PartnerSeriesState? restored) =>
        definition.PartnershipOf(symbol) is { } partnership
            ? new PartnerSeries(partnership, symbol, program, restored)
            : throw new ArgumentException($"The rules of '{definition.Name}' look at a partner, and {symbol} has none.", nameof(definition));

    private PartnerSeries RequirePartner() =>
        partner ?? throw new InvalidOperationException($"No rule of '{program.Definition.Name}' looks at a partner.");
}
