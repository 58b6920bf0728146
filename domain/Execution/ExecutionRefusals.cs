using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

public static class ExecutionRefusals
{
    public static Refusal NoConversionRate(Currency from, Currency to) => new(
        "execution.no_conversion_rate",
        $"The account is in {to} and the result would be in {from}: there is no {from}{to} rate to convert it.");

    public static Refusal StaleConversionRate(ConversionRate rate, TimeSpan age, TimeSpan allowed) => new(
        "execution.stale_conversion_rate",
        FormattableString.Invariant(
            $"The rate from {rate.From} to {rate.To} ({rate.Path}) is {age.TotalSeconds:0.###} s old; at most {allowed.TotalSeconds:0.###} s is allowed."));

    public static Refusal Stop(Side side, Price stop, Price price) => new(
        "execution.stop", $"The stop {stop} of a {Name(side)} must be {(side == Side.Buy ? "below" : "above")} the price {price}.");

    public static Refusal Target(Side side, Price target, Price price) => new(
        "execution.target", $"The target {target} of a {Name(side)} must be {(side == Side.Buy ? "above" : "below")} the price {price}.");

    public static Refusal UnknownOrder(OrderId id) => new("execution.unknown_order", $"The account has no order {id}.");

    public static Refusal OrderFinished(OrderId id, OrderStatus status) => new(
        "execution.order_finished", $"Order {id} is {status}: nothing more can happen to it.");

    public static Refusal Overfill(OrderId id, Quantity remaining, Quantity fill) => new(
        "execution.overfill", $"The venue reports a fill of {fill} for order {id}, of which only {remaining} remained.");

    private static string Name(Side side) => side == Side.Buy ? "buy" : "sell";
}
