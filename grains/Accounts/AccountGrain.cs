using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Grains.Accounts;

[ImplicitStreamSubscription(DeskStreams.BrokerReports)]
internal sealed class AccountGrain(IJournal journal, IBroker broker, IMarketClock clock) : Grain, IAccountGrain
{
    private static readonly TimeSpan SettlePeriod = TimeSpan.FromSeconds(5);

    private EventSourced<Account, AccountEvent> book = null!;
    private OrderHistory history = null!;
    private AccountMarket market = null!;
    private OrderDesk desk = null!;
    private TenantId tenant;
    private AccountId id;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = AccountId.Parse(GrainKeys.LocalPart(key));
        var stream = new JournalStream(tenant, $"account/{id}");
        book = new(journal, stream, "account.v4", AccountDecider.Apply);
        history = new OrderHistory(journal, stream);
        market = new AccountMarket(GrainFactory, clock);
        desk = new OrderDesk(tenant, id, book, broker, clock, market, history);
        await book.LoadAsync(cancellationToken);
        await this.GetStreamProvider(DeskStreams.Provider)
            .GetStream<BrokerMessages>(StreamId.Create(DeskStreams.BrokerReports, key)).SubscribeAsync(OnReportsAsync);
        this.RegisterGrainTimer(RecoverAsync, new GrainTimerCreationOptions(SettlePeriod, SettlePeriod));
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

        if (account.Orders.Find(ticket.Id) is { } known && known.Ticket == ticket)
        {
            return await DoneAsync(ticket.Id, await ResolveAsync(known, cancellationToken));
        }

        if (Instruments.Find(ticket.Symbol) is null)
        {
            return Reply.Refused<Order>(new InstrumentRefusal.Unknown(ticket.Symbol));
        }

        var facts = await market.FactsAsync(account, ticket.Symbol, cancellationToken);
        var command = new PlaceOrder(OrderHistory.PlacedBy(ticket.Id), CallerContext.Actor, ticket);
        var answer = await book.ExecuteAsync(
            command.CommandId, command.By, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);
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

        var facts = await market.FactsAsync(book.State!, order.Ticket.Symbol, cancellationToken);
        return await AskAsync(command, order, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);
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

    public async Task<AccountRiskFacts?> GetRiskFactsAsync(Symbol symbol, Quote? quote, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return null;
        }

        var facts = await market.FactsAsync(account, symbol, cancellationToken);
        return account.RiskFacts(symbol, With(facts.Quotes, quote), FxDay.At(quote?.Time ?? clock.Now).Date);
    }

    public async Task<IdeaFacts?> GetIdeaFactsAsync(IdeaQuestion question, CancellationToken cancellationToken)
    {
        var (order, strategy, quote, openIdeas) = question;
        if (book.State is not { } account)
        {
            return null;
        }

        var facts = await market.FactsAsync(account, order.Symbol, cancellationToken);
        var quotes = With(facts.Quotes, quote);
        var now = quote?.Time ?? clock.Now;
        var day = FxDay.At(now).Date;
        return new IdeaFacts(
            RiskFactsOf.Order(account, order, facts.Terms, quotes, day, facts.Around ?? RiskSurroundings.None, now, openIdeas),
            account.AutonomyFacts(strategy, quotes, day));
    }

    public ValueTask<Position?> GetPositionAsync(Symbol symbol, StrategyId strategy) =>
        new(book.State?.PositionsIn(symbol).FirstOrDefault(p => p.StrategyId == strategy));

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (book.State is not null)
        {
            await ToldAsync(await desk.SettleAsync(cancellationToken), null);
        }
    }

    private async Task OnReportsAsync(BrokerMessages told, StreamSequenceToken? token)
    {
        if (book.State is not null)
        {
            await ToldAsync(await desk.ReceiveAsync(told, CancellationToken.None), null);
        }
    }

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

    /// <summary>Tells who watches, and the ideas whose orders came to their end, but the one that is being answered.</summary>
    private async Task ToldAsync(ImmutableArray<AccountEvent> events, OrderId? answered, bool always = false)
    {
        if (events.IsEmpty && !always)
        {
            return;
        }

        foreach (var e in events)
        {
            if (OrderHistory.IdOf(e) is { } orderId && orderId != answered
                && book.State!.Orders.Find(orderId) is { IsFinal: true, Ticket.IdeaId: { } idea } order)
            {
                await this.OrderEndedAsync(GrainKeys.TradeIdea(tenant, idea), order);
            }
        }

        await this.NoticeAsync(tenant, new DeskNotice("account", id.Value));
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

    private async Task<AccountView> ValueAsync(Account account, CancellationToken cancellationToken)
    {
        var quotes = await market.QuotesAsync(account, cancellationToken);
        return new AccountView(
            account, quotes, account.Unrealised(quotes), account.Equity(quotes),
            new Money(account.RealisedOn(market.TradingDay), account.Currency));
    }

    private static IReadOnlyDictionary<Symbol, Quote> With(IReadOnlyDictionary<Symbol, Quote> quotes, Quote? quote) =>
        quote is null ? quotes : new Dictionary<Symbol, Quote>(quotes) { [quote.Symbol] = quote };
}
