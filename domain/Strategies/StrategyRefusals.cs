using Countersign.Domain.Audit;

namespace Countersign.Domain.Strategies;

public static class StrategyRefusals
{
    public static Refusal NotFound { get; } = new("not_found", "There is no such strategy.");

    public static Refusal NotActive { get; } = new("strategy.not_active", "The strategy is not active.");

    public static Refusal Autonomy { get; } = new("strategy.autonomy", "The largest quantity that goes on its own must be above zero.");

    public static Refusal AlreadyCreated(StrategyId id) => new("strategy.exists", $"Strategy {id} exists already: choose another id.");
}
