using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Accounts;

/// <summary>A trading account: its orders, positions and books. Its key is <see cref="GrainKeys.Account"/>.</summary>
public interface IAccountGrain : IGrainWithStringKey
{
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> OpenAsync(OpenAccount command, CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> DepositAsync(DepositFunds command, CancellationToken cancellationToken);

    /// <summary>Pays out what no position needs.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> WithdrawAsync(WithdrawFunds command, CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> AdjustAsync(AdjustBalance command, CancellationToken cancellationToken);

    /// <summary>How the books are kept: netting or hedging, cost method, margin, swaps, interest, commission.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> SetTermsAsync(SetAccountTerms command, CancellationToken cancellationToken);

    /// <summary>Applies a split of shares to positions; open orders of the symbol are cancelled.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> SplitAsync(SplitPositions command, CancellationToken cancellationToken);

    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> SetLimitsAsync(SetRiskLimits command, CancellationToken cancellationToken);

    /// <summary>Trading states: a portfolio manager may stop, as may the tenant's administrator.</summary>
    [AllowRoles(Roles.TenantAdmin | Roles.PortfolioManager | Roles.Desk)]
    Task<Reply<AccountView>> SetTradingStateAsync(SetTradingState command, CancellationToken cancellationToken);

    /// <summary>Replaces how much of the account's ideas goes without a person.</summary>
    [AllowRoles(Roles.TenantAdmin)]
    Task<Reply<AccountView>> SetAutonomyAsync(SetAccountAutonomy command, CancellationToken cancellationToken);

    /// <summary>The account valued at the newest quotes.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<AccountView>> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Places an order: checked by the risk gate, durable before it goes to the broker. The order's id makes it happen once, however often it
    /// is sent. The reply is the order, also where it was denied or rejected: its status and refusals say so.
    /// </summary>
    [AllowRoles(RoleSets.Traders | Roles.ApiUser | Roles.Desk)]
    Task<Reply<Order>> PlaceOrderAsync(OrderTicket ticket, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a resting order. The reply is the order after the venue's answer, or its refusal; where the venue has not answered, the order is
    /// <see cref="OrderStatus.PendingReplace"/> and may fill on its old terms.
    /// </summary>
    [AllowRoles(RoleSets.Traders | Roles.ApiUser | Roles.Desk)]
    Task<Reply<Order>> AmendOrderAsync(AmendOrder command, CancellationToken cancellationToken);

    /// <summary>Wants an order gone. The reply is the order as it is now: a fill may have been first, or the venue not have answered.</summary>
    [AllowRoles(RoleSets.Traders | Roles.ApiUser | Roles.Desk)]
    Task<Reply<Order>> CancelOrderAsync(CancelOrder command, CancellationToken cancellationToken);

    /// <summary>Wants all orders gone, or those of a symbol. The reply holds each that was asked for, as it is now.</summary>
    [AllowRoles(RoleSets.Traders | Roles.ApiUser | Roles.Desk)]
    Task<Reply<ImmutableArray<Order>>> CancelAllOrdersAsync(CancelAllOrders command, CancellationToken cancellationToken);

    /// <summary>What the gate would say of an order, check by check, without placing it.</summary>
    [AllowRoles(RoleSets.Members)]
    Task<Reply<RiskReport>> CheckOrderAsync(OrderTicket ticket, CancellationToken cancellationToken);

    /// <summary>Closes a position, or a part of it, with a reduce-only market order. The reply is the order.</summary>
    [AllowRoles(RoleSets.Traders | Roles.ApiUser | Roles.Desk)]
    Task<Reply<Order>> ClosePositionAsync(ClosePosition request, CancellationToken cancellationToken);

    /// <summary>An order, however old.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<Reply<Order>> GetOrderAsync(OrderId id, CancellationToken cancellationToken);

    /// <summary>What the gate needs to know of the account for a symbol; null where there is no account.</summary>
    [AllowRoles(Roles.Desk)]
    Task<AccountRiskFacts?> GetRiskFactsAsync(Symbol symbol, Quote? quote, CancellationToken cancellationToken);

    /// <summary>What an idea is routed, approved or checked again on; null where there is no account.</summary>
    /// <exception cref="TimeoutException">The limits of the other levels cannot be asked now.</exception>
    [AllowRoles(Roles.Desk)]
    Task<IdeaFacts?> GetIdeaFactsAsync(IdeaQuestion question, CancellationToken cancellationToken);

    /// <summary>The open position in a symbol that a strategy opened; null where it has none.</summary>
    [AllowRoles(Roles.Desk)]
    ValueTask<Position?> GetPositionAsync(Symbol symbol, StrategyId strategy);

    /// <summary>The stop-loss orders that are open for what a strategy holds in a symbol.</summary>
    [AllowRoles(Roles.Desk)]
    ValueTask<ImmutableArray<Order>> GetProtectionAsync(Symbol symbol, StrategyId strategy);

    /// <summary>
    /// Does what the trading states on record ask for, those of tenant and platform included: cancels working orders, closes positions. It follows
    /// from the record, so that doing it again goes on where it was.
    /// </summary>
    /// <returns>How much there was to do.</returns>
    [AllowRoles(Roles.Desk)]
    Task<int> EnforceAsync(CancellationToken cancellationToken);

    /// <summary>Asks the broker after orders that a crash or a lost answer left without an outcome.</summary>
    [AllowRoles(Roles.Desk)]
    Task RecoverAsync(CancellationToken cancellationToken);
}

/// <summary>A wish to close a position.</summary>
/// <param name="OrderId">Of the order that does it: sent again, it answers with that order.</param>
/// <param name="Quantity">Above zero; null closes all of it.</param>
public sealed record ClosePosition(OrderId OrderId, PositionId Position, Quantity? Quantity = null);

/// <summary>An idea, as an account is asked about it.</summary>
/// <param name="Quote">The market that the idea is made on, whose time is now; null takes the newest, and the desk's clock.</param>
/// <param name="OpenIdeas">The strategy's other ideas that wait for a decision.</param>
public sealed record IdeaQuestion(OrderIntent Order, StrategyId StrategyId, Quote? Quote, int OpenIdeas);

/// <summary>What the risk gate and the conditions of autonomy are judged on.</summary>
public sealed record IdeaFacts(RiskFacts Risk, AutonomyFacts Autonomy);

/// <summary>An account and its value.</summary>
/// <param name="Account">Its state.</param>
/// <param name="Quotes">The quotes that it was valued at, of symbols with a position or with an order that could open one.</param>
/// <param name="Unrealised">In the account's currency.</param>
/// <param name="Equity">In the account's currency.</param>
/// <param name="RealisedToday">Since the last 17:00 New York, in the account's currency.</param>
public sealed record AccountView(
    Account Account, ImmutableSortedDictionary<Symbol, Quote> Quotes, Money Unrealised, Money Equity, Money RealisedToday)
{
    /// <summary>Null while a position cannot be valued.</summary>
    [JsonIgnore]
    public MarginFigures? Margin => AccountMargin.Of(Account, Quotes);

    /// <summary>By currency; null while a position has no quote.</summary>
    [JsonIgnore]
    public ImmutableArray<CurrencyHolding>? Exposure => AccountExposure.ByCurrency(Account, Quotes);

    /// <summary>What it loses if every stop is reached; null while something of it cannot be valued.</summary>
    [JsonIgnore]
    public PortfolioHeat? Heat => PortfolioHeat.Of(Account, Quotes, Equity.Amount);
}
