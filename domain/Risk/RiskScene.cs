using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>An order before the gate, with the figures that several checks need. Amounts in the account's currency; null is not known.</summary>
internal sealed class RiskScene(RiskInputs inputs, bool reduces)
{
    public RiskFacts Facts { get; } = inputs.Facts;

    public OrderIntent Order { get; } = inputs.Order;

    public DateTimeOffset Now { get; } = inputs.Now;

    public EffectiveLimits Limits { get; } = EffectiveLimits.Of(inputs.Facts.Account.Limits, inputs.Facts.Levels);

    /// <summary>The order can only make a position smaller.</summary>
    public bool Reduces { get; } = reduces;

    public decimal Equity => Facts.Account.Equity;

    public RiskExposure? Exposure => Facts.Exposure;

    public Quote? Quote => Facts.Quote is { } quote && quote.Symbol == Order.Symbol ? quote : null;

    public int Sign => Order.Side.Sign();

    /// <summary>What the order would fill at, at worst, as far as is known.</summary>
    public decimal? EntryPrice => Order.Type switch
    {
        OrderType.Limit or OrderType.StopLimit when Order.LimitPrice is { } limit => limit.Value,
        OrderType.Stop or OrderType.TrailingStop when Order.TriggerPrice is { } trigger => trigger.Value,
        _ => Quote?.For(Order.Side).Value,
    };

    public decimal? OrderNotional => Order.Quantity.Value * EntryPrice * Exposure?.QuoteRate;

    /// <summary>Position of the symbol after the order and those of its side that are under way, signed units.</summary>
    public Quantity NetAfter
    {
        get
        {
            var most = Order.Quantity + Facts.Account.UnderWay(Order.Side);
            return new Quantity(Facts.Account.Position.Value + (Sign * most.Value));
        }
    }

    /// <summary>The same as an amount; the order's own part at its entry price.</summary>
    public decimal? NetAmountAfter
    {
        get
        {
            var before = Facts.Account.Position.Value + (Sign * Facts.Account.UnderWay(Order.Side).Value);
            return (before * Quote?.Mid.Value * Exposure?.QuoteRate) + (Sign * OrderNotional);
        }
    }

    /// <summary>Of the order's symbol, the larger of what could become open long and short, the order included.</summary>
    public decimal? OwnGrossAfter
    {
        get
        {
            var otherSide = Facts.Account.UnderWay(Order.Side.Opposite());
            if (Exposure?.OwnGross is { } gross)
            {
                var most = Math.Max(0m, otherSide.Value - Facts.Account.UnderWay(Order.Side).Value);
                return ((gross + Facts.Account.UnderWay(Order.Side)).Value + most) * Quote?.Mid.Value * Exposure?.QuoteRate + OrderNotional;
            }

            var other = Math.Abs(Facts.Account.Position.Value - (Sign * otherSide.Value)) * Quote?.Mid.Value * Exposure?.QuoteRate;
            return NetAmountAfter is { } net && other is { } o ? Math.Max(Math.Abs(net), o) : null;
        }
    }

    /// <summary>Everything of the symbol: what is open, and what is under way both ways.</summary>
    public decimal? SymbolGrossAfter
    {
        get
        {
            var account = Facts.Account;
            var open = Exposure?.OwnGross ?? account.Position.Abs();
            return ((open + account.BuysUnderWay + account.SellsUnderWay).Value * Quote?.Mid.Value * Exposure?.QuoteRate) + OrderNotional;
        }
    }

    public decimal? GrossAfter => Exposure?.OthersGross + OwnGrossAfter;

    /// <summary>What the order loses at its stop; null without one, or with one on the wrong side.</summary>
    public decimal? RiskToStop
    {
        get
        {
            var distance = (EntryPrice - Order.Stop?.Value) * Sign;
            return distance > 0m ? distance * Order.Quantity.Value * Exposure?.QuoteRate : null;
        }
    }

    public decimal? OfEquity(decimal? amount) => Equity > 0m ? amount / Equity * 100m : null;
}
