using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Risk;

internal sealed class RiskPolicyGrain(IJournal journal, TimeProvider time) : Grain, IRiskPolicyGrain
{
    private readonly Dictionary<AccountId, (Money Gross, int OpenOrders)> accounts = [];
    private RiskPolicyBook book = null!;
    private TenantId tenant;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        tenant = GrainKeys.TenantOf(key)!.Value;
        var strategy = GrainKeys.StrategyOfRisk(key);
        var unset = RiskPolicy.Unset(strategy is null ? RiskLevel.Tenant : RiskLevel.Strategy, strategy);
        book = new(journal, new JournalStream(tenant, strategy is null ? $"risk/{tenant}" : $"risk/{strategy}"), unset, time);
        return book.LoadAsync(cancellationToken);
    }

    public Task<Reply<RiskPolicy>> SetLimitsAsync(SetRiskCaps command, CancellationToken cancellationToken) =>
        ToldAsync(book.SetAsync(command, cancellationToken));

    public Task<Reply<RiskPolicy>> SetBlackoutsAsync(SetBlackouts command, CancellationToken cancellationToken) =>
        ToldAsync(book.SetAsync(command, cancellationToken));

    public Task<Reply<RiskPolicy>> SetCalendarBlackoutsAsync(SetCalendarBlackouts command, CancellationToken cancellationToken) =>
        ToldAsync(book.SetAsync(command, cancellationToken));

    public Task<Reply<RiskPolicy>> SetTradingStateAsync(ChangeTradingState command, CancellationToken cancellationToken) =>
        ChangeStateAsync(command, cancellationToken);

    public Task<Reply<RiskPolicy>> HaltAsync(ChangeTradingState command, CancellationToken cancellationToken) =>
        command.To <= book.Policy.TradingState
            ? Task.FromResult(Reply.Done(book.Policy))
            : ChangeStateAsync(command, cancellationToken);

    public Task<RiskPolicy> GetAsync(CancellationToken cancellationToken) => Task.FromResult(book.Policy);

    public async Task<TradingState> GetPlatformStateAsync(CancellationToken cancellationToken) =>
        (await GrainFactory.GetGrain<IPlatformRiskGrain>(GrainKeys.PlatformRisk).GetAsync(cancellationToken)).TradingState;

    public async Task<LevelsForOrder> AskAsync(AskLevels ask, CancellationToken cancellationToken)
    {
        var platform = await GrainFactory.GetGrain<IPlatformRiskGrain>(GrainKeys.PlatformRisk).GetAsync(cancellationToken);
        var strategy = ask.StrategyId is { } id
            ? await GrainFactory.GetGrain<IRiskPolicyGrain>(GrainKeys.StrategyRisk(tenant, id)).GetAsync(cancellationToken)
            : null;
        var others = Others(ask.AccountId);
        if (ask.Gross is { } gross)
        {
            accounts[ask.AccountId] = (gross, ask.OpenOrders);
        }

        return new LevelsForOrder(
            new RiskLevels(platform.InForce(), book.Policy.InForce(), strategy?.InForce()),
            await BlackoutAsync(ask, platform, strategy, cancellationToken), others);
    }

    private async ValueTask<BlackoutWindow?> BlackoutAsync(
        AskLevels ask, RiskPolicy platform, RiskPolicy? strategy, CancellationToken cancellationToken)
    {
        if (ask.Symbol is not { } symbol || Instruments.Find(symbol) is not { } instrument)
        {
            return null;
        }

        return platform.BlackoutAt(ask.Now, instrument) ?? book.Policy.BlackoutAt(ask.Now, instrument) ?? strategy?.BlackoutAt(ask.Now, instrument)
            ?? await CalendarBlackoutAsync(ask.Now, instrument, platform, strategy, cancellationToken);
    }

    /// <summary>The calendar is asked only where a level has a rule about it: most orders need not wait for it.</summary>
    private async ValueTask<BlackoutWindow?> CalendarBlackoutAsync(
        DateTimeOffset now, Instrument instrument, RiskPolicy platform, RiskPolicy? strategy, CancellationToken cancellationToken)
    {
        ImmutableArray<CalendarBlackout> rules = [.. platform.CalendarBlackouts, .. book.Policy.CalendarBlackouts, .. strategy?.CalendarBlackouts ?? []];
        if (rules.IsEmpty)
        {
            return null;
        }

        var releases = await GrainFactory.GetGrain<ICalendarGrain>(GrainKeys.Calendar).AroundAsync(now, cancellationToken);
        return CalendarBlackout.At(rules, releases, now, instrument);
    }

    private OtherAccounts Others(AccountId asking)
    {
        var gross = new SortedDictionary<Currency, decimal>();
        var orders = 0;
        foreach (var (account, open) in accounts)
        {
            if (account != asking)
            {
                gross[open.Gross.Currency] = gross.GetValueOrDefault(open.Gross.Currency) + open.Gross.Amount;
                orders += open.OpenOrders;
            }
        }

        return new OtherAccounts([.. gross.Select(g => new Money(g.Value, g.Key))], orders);
    }

    private Task<Reply<RiskPolicy>> ChangeStateAsync(ChangeTradingState command, CancellationToken cancellationToken)
    {
        var before = book.Policy.TradingState;
        return ToldAsync(book.SetAsync(command, cancellationToken), command, before);
    }

    private async Task<Reply<RiskPolicy>> ToldAsync(Task<Reply<RiskPolicy>> change, ChangeTradingState? command = null, TradingState before = default)
    {
        var reply = await change;
        var about = book.Policy.StrategyId?.Value ?? tenant.Value;
        await this.NoticeAsync(tenant, new DeskNotice("risk", about));
        if (command is not null && book.Policy.TradingState != before)
        {
            var subject = book.Policy.StrategyId is { } strategy
                ? $"Trading of {strategy} is {AccountNotices.Name(book.Policy.TradingState)}"
                : $"All trading is {AccountNotices.Name(book.Policy.TradingState)}";
            await this.NoticeAsync(
                tenant, DeskNotice.ForPeople(NoticeTopic.Risk, about, subject, $"By {command.By}: {command.Reason}", time.GetUtcNow()));
        }

        return reply;
    }
}
