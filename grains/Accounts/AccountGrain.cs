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
internal sealed partial class AccountGrain(IJournal journal, IBroker broker, IMarketClock clock) : Grain, IAccountGrain
{
    private static readonly TimeSpan SettlePeriod = TimeSpan.FromSeconds(5);

    private EventSourced<Account, AccountEvent> book = null!;
    private OrderHistory history = null!;
    private AccountMarket market = null!;
    private AccountRisk risk = null!;
    private AccountWatch watch = null!;
    private OrderDesk desk = null!;
    private TradingHalt halt = null!;
    private TenantId tenant;
    private AccountId id;
    private Valued? valued;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        id = AccountId.Parse(GrainKeys.LocalPart(key));
        var stream = new JournalStream(tenant, $"account/{id}");
        book = new(journal, stream, "account.v5", AccountDecider.Apply);
        history = new OrderHistory(journal, stream);
        var streams = this.GetStreamProvider(DeskStreams.Provider);
        watch = new AccountWatch(clock);
        market = new AccountMarket(GrainFactory, streams, clock, OnPricesAsync) { Excursions = watch.Excursions };
        risk = new AccountRisk(GrainFactory, tenant);
        desk = new OrderDesk(tenant, id, book, broker, clock, market, history);
        halt = new TradingHalt(book, desk, market, risk, history, clock);
        await book.LoadAsync(cancellationToken);
        await streams
            .GetStream<BrokerMessages>(StreamId.Create(DeskStreams.BrokerReports, key)).SubscribeAsync(OnReportsAsync);
        if (book.State is not null)
        {
            await MakeKnownAsync(cancellationToken);
            await WatchAsync([]);
        }

        this.RegisterGrainTimer(RecoverAsync, new GrainTimerCreationOptions(SettlePeriod, SettlePeriod));
    }

    public async Task<Reply<AccountView>> OpenAsync(OpenAccount command, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(command, s => AccountDecider.Decide(s, command with { Id = id }, clock.Now), cancellationToken);
        if (reply is Reply<AccountView>.Done)
        {
            await MakeKnownAsync(cancellationToken);
        }

        return reply;
    }

    public Task<Reply<AccountView>> DepositAsync(DepositFunds command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> WithdrawAsync(WithdrawFunds command, CancellationToken cancellationToken) =>
        ChangeAsync(command, (s, facts) => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> AdjustAsync(AdjustBalance command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> SetTermsAsync(SetAccountTerms command, CancellationToken cancellationToken) =>
        ChangeAsync(command, (s, facts) => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> SplitAsync(SplitPositions command, CancellationToken cancellationToken) =>
        ChangeAsync(command, (s, facts) => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken);

    public Task<Reply<AccountView>> SetLimitsAsync(SetRiskLimits command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public async Task<Reply<AccountView>> SetTradingStateAsync(SetTradingState command, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);
        return reply is Reply<AccountView>.Done && await EnforceAsync(cancellationToken) > 0
            ? Reply.Done(await ValueAsync(book.State!, cancellationToken))
            : reply;
    }

    public Task<Reply<AccountView>> SetAutonomyAsync(SetAccountAutonomy command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken);

    public async Task<Reply<AccountView>> GetAsync(CancellationToken cancellationToken) => book.State is { } account
        ? Reply.Done(await ValueAsync(account, cancellationToken))
        : Reply.NotFound<AccountView>("account");

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

        var facts = await risk.CompleteAsync(
            account, await market.FactsAsync(account, order.Symbol, cancellationToken), strategy, null, clock.Now, cancellationToken)
            ?? throw new TimeoutException(RiskRefusals.Unavailable.Message);
        var quotes = With(facts.Quotes, quote);
        var now = quote?.Time ?? clock.Now;
        var day = FxDay.At(now).Date;
        return new IdeaFacts(
            RiskFactsOf.Order(account, order, facts.Terms, quotes, day, facts.Around!, now, openIdeas),
            account.AutonomyFacts(strategy, quotes, day));
    }

    public ValueTask<Position?> GetPositionAsync(Symbol symbol, StrategyId strategy) =>
        new(book.State?.PositionsIn(symbol).FirstOrDefault(p => p.StrategyId == strategy));

    public ValueTask<ImmutableArray<Order>> GetProtectionAsync(Symbol symbol, StrategyId strategy) => new(book.State is not { } account ? [] :
    [
        .. account.Orders.Open.Values.Where(o => o.Ticket is { ReduceOnly: true, Type: OrderType.Stop or OrderType.TrailingStop }
            && o.Ticket.Symbol == symbol && o.Ticket.StrategyId == strategy).OrderBy(o => o.Id.Value, StringComparer.Ordinal),
    ]);

    private async Task OnReportsAsync(BrokerMessages told, StreamSequenceToken? token)
    {
        if (book.State is not null)
        {
            await ToldAsync(await desk.ReceiveAsync(told, CancellationToken.None), null);
        }
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

        await WatchAsync(events);
        await this.NoticeAsync(tenant, AccountNotices.Of(id, events));
        foreach (var message in AccountNotices.ForPeople(book.State!, events))
        {
            await this.NoticeAsync(tenant, message);
        }
    }

    private async Task<Reply<AccountView>> ChangeAsync(
        AccountCommand command, Func<Account?, AccountFacts, Outcome<AccountEvent>> decide, CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return Reply.NotFound<AccountView>("account");
        }

        var facts = await market.MoneyFactsAsync(account, cancellationToken);
        return await ChangeAsync(command, s => decide(s, facts), cancellationToken);
    }

    private async Task<Reply<AccountView>> ChangeAsync(
        AccountCommand command, Func<Account?, Outcome<AccountEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await book.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        if (answer is CommandAnswer<AccountEvent>.Refused refused)
        {
            return new Reply<AccountView>.Refused(refused.Refusals);
        }

        var events = answer.Caused();
        await ToldAsync(
            answer is CommandAnswer<AccountEvent>.Accepted ? events.AddRange(await desk.SendAsync(events, CancellationToken.None)) : [],
            null, always: true);
        return Reply.Done(await ValueAsync(book.State!, cancellationToken));
    }

    private Task MakeKnownAsync(CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<IAccountsGrain>(GrainKeys.Accounts(tenant)).AddAsync(id, cancellationToken);

    /// <summary>The value stands as long as what it was made of: the books, every quote and the trading day. Who has it already knows it by its reference.</summary>
    private async ValueTask<AccountView> ValueAsync(Account account, CancellationToken cancellationToken)
    {
        await market.AskForUnknownAsync(account, cancellationToken);
        var day = market.TradingDay;
        if (valued is not { } last || !ReferenceEquals(last.View.Account, account) || last.Prices != market.Version || last.Day != day)
        {
            var quotes = market.QuotesOf(account);
            var view = new AccountView(
                account, quotes, account.Unrealised(quotes), account.Equity(quotes), new Money(account.RealisedOn(day), account.Currency));
            valued = last = new Valued(view, market.Version, day);
        }

        return last.View;
    }

    /// <param name="Prices">The market's version that it was valued at.</param>
    private sealed record Valued(AccountView View, long Prices, DateOnly Day);

    private static IReadOnlyDictionary<Symbol, Quote> With(IReadOnlyDictionary<Symbol, Quote> quotes, Quote? quote) =>
        quote is null ? quotes : new Dictionary<Symbol, Quote>(quotes) { [quote.Symbol] = quote };
}
