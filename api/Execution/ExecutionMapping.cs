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
    public static Body.OrderSummary ToBody(this OrderRow row) => new(
        row.Id.Value, row.Account.Value, row.Symbol.Value, Choice.Name(row.Side), row.Quantity, Choice.Name(row.Status), row.CreatedAt,
        row.FillPrice, row.FilledQuantity, row.Commission, row.RealisedPnl, row.Idea?.Value, row.RefusalCode);

    public static Body.Order ToBody(this Order order, AccountId account)
    {
        var ticket = order.Ticket;
        return new Body.Order(
            order.Id.Value, account.Value, ticket.Symbol.Value, Choice.Name(ticket.Side), ticket.Quantity.Value, Choice.Name(order.Status),
            order.PlacedAt, order.ChangedAt, order.Filled.Value, order.FillPrice?.Value, ticket.Stop?.Value, ticket.Target?.Value,
            ticket.IdeaId?.Value, [.. order.Refusals.Select(ToReason)]);
    }

    public static RefusalReason ToReason(this Refusal refusal) => new(refusal.Code, refusal.Message);

    /// <summary>The account's open positions at the quotes that it was valued at.</summary>
    public static IEnumerable<Body.Position> ToPositions(this AccountView view) =>
        view.Account.Positions.Values.Where(p => !p.Quantity.IsZero).Select(p => ToBody(p, view));

    private static Body.Position ToBody(Position position, AccountView view)
    {
        var quote = view.Quotes.GetValueOrDefault(position.Symbol);
        return new Body.Position(
            view.Account.Id.Value, position.Symbol.Value, position.Quantity.Value, position.AveragePrice!.Value.Value, position.Stop?.Value,
            position.Target?.Value, position.OpenedAt, quote?.ToBody(),
            quote is null ? null : position.Unrealised(quote, view.Account.Currency).Amount);
    }
}
