using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

public static class StrategyRefusals
{
    public static Refusal NotFound { get; } = new("not_found", "There is no such strategy.");

    public static Refusal NotActive { get; } = new("strategy.not_active", "The strategy is not active.");

    public static Refusal UnknownSymbol(Symbol symbol) => new(
        "strategy.unknown_symbol", $"The desk does not know {symbol}: {string.Join(", ", Instruments.Known.Select(i => i.Symbol))} are known.");

    public static Refusal AlreadyCreated(StrategyId id) => new("strategy.exists", $"Strategy {id} exists already: choose another id.");
}
