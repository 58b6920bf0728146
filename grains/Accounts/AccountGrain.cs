using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Accounts;

internal sealed class AccountGrain(IJournal journal, IBroker broker, IMarketClock clock) : Grain, IAccountGrain
{
    private EventSourced<Account, AccountEvent> book = null!;
    private Domain.Tenants.TenantId tenant;
    private AccountId id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = AccountId.Parse(GrainKeys.LocalPart(key));
        book = new(journal, new JournalStream(tenant, $"account/{id}"), "account.v2", AccountDecider.Apply);
        return book.LoadAsync(cancellationToken);
    }

    public Task<Reply<AccountView>> OpenAsync(OpenAccount command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command with { Id = id }, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> DepositAsync(DepositFunds command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> SetLimitsAsync(SetRiskLimits command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> SetTradingStateAsync(SetTradingState command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> SetAutonomyAsync(SetAccountAutonomy command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public async Task<Reply<AccountView>> GetAsync(CancellationToken cancellationToken) => book.State is { } account
        ? Reply.Done(await ValueAsync(account, cancellationToken))
        : Reply.NotFound<AccountView>("account");

    public async Task<Reply<Order>> PlaceOrderAsync(OrderTicket ticket, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return Reply.NotFound<Order>("account");
        }

        if (account.Orders.Find(ticket.Id) is { } known)
        {
            return await AnswerKnownAsync(known, ticket, cancellationToken);
        }

        if (Check(ticket) is { } refusal)
        {
            return Reply.Refused<Order>(refusal);
        }

        var facts = await FactsAsync(account, ticket.Symbol, cancellationToken);
        var command = new PlaceOrder(PlacedBy(ticket.Id), CallerContext.Actor, ticket);
        var answer = await book.ExecuteAsync(
            command.CommandId, command.By, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);
        if (answer is CommandAnswer<AccountEvent>.Refused refused)
        {
            return new Reply<Order>.Refused(refused.Refusals);
        }

        if (book.State!.Orders.Find(ticket.Id) is not { } order)
        {
            return await AnswerForgottenAsync(ticket, cancellationToken);
        }

        var settled = await SendAsync(order, cancellationToken);
        await this.NoticeAsync(tenant, new DeskNotice("account", id.Value));
        return Reply.Done(settled);
    }

    public async Task<Reply<Order>> GetOrderAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        if (book.State?.Orders.Find(orderId) is { } order)
        {
            return Reply.Done(order);
        }

        return await ForgottenAsync(orderId, cancellationToken) is { } old ? Reply.Done(old) : Reply.NotFound<Order>("order");
    }

    public async Task<AccountRiskFacts?> GetRiskFactsAsync(Symbol symbol, Quote? quote, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return null;
        }

        var quotes = await QuotesAsync(account, symbol, cancellationToken);
        return account.RiskFacts(symbol, quote is null ? quotes : quotes.SetItem(symbol, quote), FxDay.At(quote?.Time ?? clock.Now).Date);
    }

    public async Task<AutonomyFacts?> GetAutonomyFactsAsync(StrategyId strategy, Quote? quote, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return null;
        }

        var quotes = await QuotesAsync(account, null, cancellationToken);
        return account.AutonomyFacts(
            strategy, quote is null ? quotes : quotes.SetItem(quote.Symbol, quote), FxDay.At(quote?.Time ?? clock.Now).Date);
    }

    public ValueTask<Position?> GetPositionAsync(Symbol symbol) => new(book.State?.Positions.GetValueOrDefault(symbol));

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var order in OpenOrders())
        {
            await SendAsync(order, cancellationToken);
        }
    }

    private static CommandId PlacedBy(OrderId order) => CommandId.Parse("order/" + order);

    private static CommandId EndedBy(OrderId order) => CommandId.Parse("outcome/" + order);

    private static Refusal? Check(OrderTicket ticket) => Instruments.Find(ticket.Symbol) is { } instrument
        ? instrument.RefuseQuantity(ticket.Quantity)
        : new InstrumentRefusal.Unknown(ticket.Symbol);

    private ImmutableArray<Order> OpenOrders() => book.State is { Orders.Open: { IsEmpty: false } open }
        ? [.. open.Values.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id.Value, StringComparer.Ordinal)]
        : [];

    /// <summary>Sends an order that has no outcome yet and books what the broker answers; asks first where it may have been sent before.</summary>
    private async Task<Order> SendAsync(Order order, CancellationToken cancellationToken)
    {
        if (OrderStateMachine.IsFinal(order.Status))
        {
            return order;
        }

        var reply = await AskAsync(order, cancellationToken);
        if (reply is BrokerReport.Unknown && order.Status == OrderStatus.Unknown)
        {
            return order;
        }

        var facts = await FactsAsync(book.State!, order.Ticket.Symbol, cancellationToken);
        var commandId = reply is BrokerReport.Unknown ? CommandId.Parse("unknown/" + order.Id) : EndedBy(order.Id);
        var command = new RecordBrokerReports(commandId, CallerContext.Actor, [new BrokerMessage(0, order.Id, reply, clock.Now)]);
        var answer = await book.ExecuteAsync(
            command.CommandId, command.By, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);
        if (answer is CommandAnswer<AccountEvent>.Refused refused)
        {
            throw new InvalidOperationException($"The broker's reply to {order.Id} cannot be booked: {refused.Refusals[0].Message}");
        }

        if (answer is CommandAnswer<AccountEvent>.Accepted accepted)
        {
            foreach (var request in OrderOutbox.Of(book.State!, accepted.Events).OfType<OrderRequest.Submit>())
            {
                await SendAsync(request.Order, cancellationToken);
            }
        }

        return book.State!.Orders.Find(order.Id)!;
    }

    private async ValueTask<BrokerReport> AskAsync(Order order, CancellationToken cancellationToken)
    {
        var sent = BrokerOrder.Of(id, order);
        try
        {
            var messages = await broker.FindAsync(tenant, sent, cancellationToken) ?? await broker.SubmitAsync(tenant, sent, cancellationToken);
            return messages[^1].Report;
        }
        catch (Exception e) when (e is IOException or TimeoutException or OperationCanceledException)
        {
            return new BrokerReport.Unknown(e.Message);
        }
    }

    private async Task<Reply<Order>> AnswerKnownAsync(Order known, OrderTicket ticket, CancellationToken cancellationToken) =>
        known.Ticket == ticket
            ? Reply.Done(await SendAsync(known, cancellationToken))
            : Reply.Refused<Order>(AnotherOrder(ticket.Id));

    private async Task<Reply<Order>> AnswerForgottenAsync(OrderTicket ticket, CancellationToken cancellationToken)
    {
        var old = await ForgottenAsync(ticket.Id, cancellationToken);
        return old is not null && old.Ticket == ticket ? Reply.Done(old) : Reply.Refused<Order>(AnotherOrder(ticket.Id));
    }

    private static Refusal AnotherOrder(OrderId orderId) =>
        new("order.id_in_use", $"Order id {orderId} belongs to another order: a new order needs a new id.");

    /// <summary>A finished order that the state no longer remembers, from the journal; null where there was none.</summary>
    private async Task<Order?> ForgottenAsync(OrderId orderId, CancellationToken cancellationToken)
    {
        Order? order = null;
        foreach (var e in await book.FindCommandAsync(PlacedBy(orderId), cancellationToken))
        {
            order = e switch
            {
                OrderSubmitted s => Order.New(s.Ticket, s.At).MoveTo(OrderStatus.Submitted, s.At),
                OrderDenied d => Order.New(d.Ticket, d.At).MoveTo(OrderStatus.Denied, d.At) with { Refusals = d.Refusals },
                _ => order,
            };
        }

        foreach (var e in order is null ? [] : await book.FindCommandAsync(EndedBy(orderId), cancellationToken))
        {
            order = e switch
            {
                OrderFilled f => order!.Fill(f.Execution, f.At),
                OrderRejected r => order!.MoveTo(OrderStatus.Rejected, r.At) with { Refusals = r.Refusals },
                _ => order,
            };
        }

        return order;
    }

    private async Task<Reply<AccountView>> ChangeAsync(
        AccountCommand command, Func<Account?, Outcome<AccountEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await book.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        if (answer is CommandAnswer<AccountEvent>.Refused refused)
        {
            return new Reply<AccountView>.Refused(refused.Refusals);
        }

        await this.NoticeAsync(tenant, new DeskNotice("account", id.Value));
        return Reply.Done(await ValueAsync(book.State!, cancellationToken));
    }

    private async Task<OrderFacts> FactsAsync(Account account, Symbol symbol, CancellationToken cancellationToken)
    {
        var quotes = await QuotesAsync(account, symbol, cancellationToken);
        return new OrderFacts(Instruments.Find(symbol)!, quotes, FxDay.At(clock.Now).Date);
    }

    private async Task<AccountView> ValueAsync(Account account, CancellationToken cancellationToken)
    {
        var quotes = await QuotesAsync(account, null, cancellationToken);
        return new AccountView(
            account, quotes, account.Unrealised(quotes), account.Equity(quotes),
            new Money(account.RealisedOn(FxDay.At(clock.Now).Date), account.Currency));
    }

    private async Task<ImmutableSortedDictionary<Symbol, Quote>> QuotesAsync(
        Account account, Symbol? extra, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var quotes = ImmutableSortedDictionary<Symbol, Quote>.Empty;
        if (extra is { } symbol)
        {
            quotes = await WithQuoteAsync(quotes, symbol);
        }

        foreach (var held in account.Positions.Keys)
        {
            quotes = held == extra ? quotes : await WithQuoteAsync(quotes, held);
        }

        return quotes;
    }

    private async ValueTask<ImmutableSortedDictionary<Symbol, Quote>> WithQuoteAsync(
        ImmutableSortedDictionary<Symbol, Quote> quotes, Symbol symbol) =>
        await GrainFactory.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol)).GetQuoteAsync() is { } quote
            ? quotes.Add(symbol, quote)
            : quotes;
}
