using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;

namespace Countersign.Grains.Accounts;

/// <summary>Orders, as clients and ideas ask for them.</summary>
internal sealed partial class AccountGrain
{
    public async Task<Reply<Order>> PlaceOrderAsync(OrderTicket ticket, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return Reply.NotFound<Order>("account");
        }

        if (account.Orders.Find(ticket.Id) is { } known && known.Ticket == ticket)
        {
            return await DoneAsync(ticket.Id, await ResolveAsync(known, cancellationToken));
        }

        if (Instruments.Find(ticket.Symbol) is null)
        {
            return Reply.Refused<Order>(new InstrumentRefusal.Unknown(ticket.Symbol));
        }

        if (await GateFactsAsync(account, ticket, cancellationToken) is not { } facts)
        {
            return Reply.Refused<Order>(RiskRefusals.Unavailable);
        }

        var command = new PlaceOrder(OrderHistory.PlacedBy(ticket.Id), CallerContext.Actor, ticket);
        var answer = await book.ExecuteAsync(
            command.CommandId, command.By, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);
        risk.Note(clock.Now);
        return answer switch
        {
            CommandAnswer<AccountEvent>.Refused refused => new Reply<Order>.Refused(refused.Refusals),
            CommandAnswer<AccountEvent>.Accepted accepted =>
                await DoneAsync(ticket.Id, await desk.SendAsync(accepted.Events, CancellationToken.None)),
            _ => await RepeatedAsync(ticket, cancellationToken),
        };
    }

    public async Task<Reply<Order>> AmendOrderAsync(AmendOrder command, CancellationToken cancellationToken)
    {
        if (await FindAsync(command.OrderId, cancellationToken) is not { } order)
        {
            return Reply.NotFound<Order>("order");
        }

        return await GateFactsAsync(book.State!, command.Amendment.Apply(order.Working), cancellationToken) is not { } facts
            ? Reply.Refused<Order>(RiskRefusals.Unavailable)
            : await AskAsync(command, order, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);
    }

    public async Task<Reply<Order>> CancelOrderAsync(CancelOrder command, CancellationToken cancellationToken) =>
        await FindAsync(command.OrderId, cancellationToken) is { } order
            ? await AskAsync(command, order, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken)
            : Reply.NotFound<Order>("order");

    public async Task<Reply<ImmutableArray<Order>>> CancelAllOrdersAsync(CancelAllOrders command, CancellationToken cancellationToken)
    {
        if (book.State is null)
        {
            return Reply.NotFound<ImmutableArray<Order>>("account");
        }

        var answer = await book.ExecuteAsync(
            command.CommandId, command.By, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);
        var events = answer.Caused();
        await ToldAsync(
            answer is CommandAnswer<AccountEvent>.Accepted
                ? await desk.SendAsync(events, CancellationToken.None)
                : await desk.SettleAsync(cancellationToken),
            null);
        var orders = ImmutableArray.CreateBuilder<Order>();
        foreach (var orderId in events.Select(OrderHistory.IdOf).OfType<OrderId>().Distinct())
        {
            orders.Add((await FindAsync(orderId, cancellationToken))!);
        }

        return answer.ToReply(orders.ToImmutable);
    }

    public async Task<Reply<RiskReport>> CheckOrderAsync(OrderTicket ticket, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return Reply.NotFound<RiskReport>("account");
        }

        if (Instruments.Find(ticket.Symbol) is null)
        {
            return Reply.Refused<RiskReport>(new InstrumentRefusal.Unknown(ticket.Symbol));
        }

        return await GateFactsAsync(account, ticket, cancellationToken) is { } facts
            ? Reply.Done(RiskGate.WhatIf(InputsOf(account, ticket, facts)))
            : Reply.Refused<RiskReport>(RiskRefusals.Unavailable);
    }

    public async Task<Reply<Order>> ClosePositionAsync(ClosePosition request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.OrderId, cancellationToken) is { } known)
        {
            return Closing.IsOf(known, request)
                ? await DoneAsync(known.Id, await ResolveAsync(known, cancellationToken))
                : Reply.Refused<Order>(OrderRefusals.IdInUse(known.Id));
        }

        return book.State is { } account && Closing.Of(account, request) is { } ticket
            ? await PlaceOrderAsync(ticket, cancellationToken)
            : Reply.NotFound<Order>("position");
    }

    public async Task<Reply<Order>> GetOrderAsync(OrderId orderId, CancellationToken cancellationToken) =>
        await FindAsync(orderId, cancellationToken) is { } order ? Reply.Done(order) : Reply.NotFound<Order>("order");

    /// <summary>Carries out what is asked of an order, and answers with the order after it.</summary>
    private async Task<Reply<Order>> AskAsync(
        AccountCommand command, Order order, Func<Account?, Outcome<AccountEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await book.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        if (answer is CommandAnswer<AccountEvent>.Refused refused)
        {
            return order.IsFinal
                ? Reply.Refused<Order>(ExecutionRefusals.OrderFinished(order.Id, order.Status))
                : new Reply<Order>.Refused(refused.Refusals);
        }

        var events = answer is CommandAnswer<AccountEvent>.Accepted accepted
            ? await desk.SendAsync(accepted.Events, CancellationToken.None)
            : await ResolveAsync(order, cancellationToken);
        return events.OfType<OrderAmendRejected>().FirstOrDefault(e => e.OrderId == order.Id) is { } no
            ? new Reply<Order>.Refused(no.Refusals)
            : await DoneAsync(order.Id, events);
    }

    private async ValueTask<OrderFacts?> GateFactsAsync(Account account, OrderTicket ticket, CancellationToken cancellationToken)
    {
        var facts = await market.FactsAsync(account, ticket.Symbol, cancellationToken);
        return await risk.CompleteAsync(account, facts, ticket.StrategyId, ticket, clock.Now, cancellationToken);
    }

    private RiskInputs InputsOf(Account account, OrderTicket ticket, OrderFacts facts)
    {
        var intent = OrderIntent.Of(ticket);
        return new RiskInputs(
            intent, RiskFactsOf.Order(account, intent, facts.Terms, facts.Quotes, facts.TradingDay, facts.Around!, clock.Now), clock.Now);
    }

    private ValueTask<Order?> FindAsync(OrderId orderId, CancellationToken cancellationToken) =>
        book.State is null ? default
        : book.State.Orders.Find(orderId) is { } order ? new(order)
        : new(history.FindAsync(orderId, cancellationToken));

    private Task<ImmutableArray<AccountEvent>> ResolveAsync(Order order, CancellationToken cancellationToken) =>
        order.IsFinal ? Task.FromResult(ImmutableArray<AccountEvent>.Empty) : desk.ResolveAsync(order, cancellationToken);

    private async Task<Reply<Order>> RepeatedAsync(OrderTicket ticket, CancellationToken cancellationToken)
    {
        var first = await FindAsync(ticket.Id, cancellationToken);
        return first is not null && first.Ticket == ticket
            ? await DoneAsync(ticket.Id, await ResolveAsync(first, cancellationToken))
            : Reply.Refused<Order>(OrderRefusals.IdInUse(ticket.Id));
    }

    private async Task<Reply<Order>> DoneAsync(OrderId orderId, ImmutableArray<AccountEvent> events)
    {
        await ToldAsync(events, orderId, always: true);
        return Reply.Done((await FindAsync(orderId, CancellationToken.None))!);
    }
}
