using Countersign.Api.Contracts;
using Countersign.Api.Markets;
using Countersign.Api.Requests;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Execution;

internal static class ExecutionMapping
{
    public static Body.OrderSummary ToBody(this OrderRow row)
    {
        var (ticket, hasFill) = (row.Ticket, row.FillPrice is not null);
        return new Body.OrderSummary(
            row.Id.Value, row.Account.Value, ticket.Symbol.Value, Choice.Name(ticket.Side), Choice.Name(ticket.Type),
            Choice.Name(ticket.TimeInForce), ticket.Quantity.Value, Choice.Name(row.Status), row.CreatedAt, row.ChangedAt,
            ticket.LimitPrice?.Value, ticket.TriggerPrice?.Value, row.FillPrice, hasFill ? row.Filled : null,
            row.Remaining, hasFill ? row.Commission : null, hasFill ? row.RealisedPnl : null,
            ticket.ReduceOnly, row.IsAmended, ticket.ParentId?.Value, ticket.OcoGroup, ticket.PositionId?.Value, ticket.IdeaId?.Value,
            row.RefusalCode, ticket.Stop?.Value, ticket.Target?.Value);
    }

    public static Body.Order ToBody(this Order order, AccountId account)
    {
        var ticket = order.Working;
        return new Body.Order(
            order.Id.Value, account.Value, ticket.Symbol.Value, Choice.Name(ticket.Side), Choice.Name(ticket.Type),
            Choice.Name(ticket.TimeInForce), ticket.Quantity.Value, Choice.Name(order.Status), order.PlacedAt, order.ChangedAt,
            order.Filled.Value, order.IsFinal ? 0m : order.Remaining.Value, order.FillPrice?.Value, ticket.LimitPrice?.Value,
            ticket.TriggerPrice?.Value, ToBody(ticket.Trail), ticket.ExpiresAt, ticket.ReduceOnly, ticket.PostOnly,
            ticket.DisplayQuantity?.Value, ticket.Stop?.Value, ticket.Target?.Value, ToBody(ticket.StopTrail), ticket.OcoGroup,
            ticket.ParentId?.Value, ticket.PositionId?.Value, ticket.IdeaId?.Value, order.Amended is not null, ToBody(order.Asked),
            order.ArrivalPrice?.Value, [.. order.Refusals.Select(ToReason)]);
    }

    public static Body.Execution ToBody(this ExecutionRow row) => new(
        row.Id.Value, row.Account.Value, row.Order.Value, row.Position.Value, row.Symbol.Value, Choice.Name(row.Side), row.Quantity,
        row.Price, row.At, row.Liquidity is { } liquidity ? Choice.Name(liquidity) : null, row.Closed, row.Commission, row.RealisedPnl,
        row.Slippage, row.Entry);

    public static Body.Trade ToBody(this TradeRow row)
    {
        var trade = row.Trade;
        return new Body.Trade(
            row.Account.Value, row.Order.Value, trade.PositionId.Value, row.Symbol.Value, Choice.Name(trade.Side), trade.Quantity.Value,
            trade.EntryPrice.Value, trade.ExitPrice.Value, trade.OpenedAt, trade.ClosedAt, trade.HoldingTime.TotalSeconds,
            trade.Gross.Amount, row.Commission, row.Slippage, trade.FavourableExcursion, trade.AdverseExcursion,
            trade.StrategyId?.Value, trade.StrategyVersion, trade.IdeaId?.Value);
    }

    public static RefusalReason ToReason(this Refusal refusal) => new(refusal.Code, refusal.Message);

    /// <summary>The account's open positions at the quotes that it was valued at.</summary>
    public static IEnumerable<Body.Position> ToPositions(this AccountView view) =>
        view.Account.Positions.Values.Where(p => !p.Quantity.IsZero).Select(p => ToBody(p, view));

    private static Body.Trail? ToBody(Trail? trail) => trail is null ? null : new Body.Trail(trail.Value, Choice.Name(trail.Unit));

    private static Body.Amendment? ToBody(OrderAmendment? asked) => asked is null ? null : new Body.Amendment(
        asked.Quantity?.Value, asked.LimitPrice?.Value, asked.TriggerPrice?.Value, ToBody(asked.Trail), asked.ExpiresAt);

    private static Body.Position ToBody(Position position, AccountView view)
    {
        var quote = view.Quotes.GetValueOrDefault(position.Symbol);
        return new Body.Position(
            position.Id.Value, view.Account.Id.Value, position.Symbol.Value,
            Choice.Name(position.Quantity.Value < 0m ? Side.Sell : Side.Buy), position.Quantity.Value, position.AveragePrice!.Value.Value, position.Stop?.Value,
            position.Target?.Value, position.OpenedAt, quote?.ToBody(),
            quote is null ? null : position.Unrealised(quote, view.Account.Currency, view.Quotes)?.Amount);
    }
}
