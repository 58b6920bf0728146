using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

public static class StrategyRefusals
{
    public static Refusal NotFound { get; } = new("not_found", "There is no such strategy.");

    public static Refusal NotActive { get; } = new("strategy.not_active", "The strategy is not active.");

    public static Refusal ReasonMissing { get; } = new("strategy.reason", "A reason of 1 to 1,000 characters is missing.");

    public static Refusal TooManyVersions { get; } = new(
        "strategy.too_many_versions", FormattableString.Invariant($"A strategy has at most {StrategyVersion.Max} versions: create another one."));

    public static Refusal Retired(StrategyRetirement retirement) => new(
        "strategy.retired", FormattableString.Invariant(
            $"The strategy was retired on {retirement.At:yyyy-MM-dd} by {retirement.By}: create another one with its definition."));

    public static Refusal UnknownSymbol(Symbol symbol) => new(
        "strategy.unknown_symbol", $"The desk does not know {symbol}: {string.Join(", ", Instruments.Known.Select(i => i.Symbol))} are known.");

    public static Refusal AlreadyCreated(StrategyId id) => new("strategy.exists", $"Strategy {id} exists already: choose another id.");
}
