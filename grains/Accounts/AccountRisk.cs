using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Risk;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Grains.Accounts;

/// <summary>What the risk gate needs beside the account: limits and trading states of the levels above it, and how fast its orders come.</summary>
internal sealed class AccountRisk(IGrainFactory grains, TenantId tenant)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly OrderRateMeter placed = new();
    private readonly MarketHistory history = new(grains);
    private DateTimeOffset? since;

    /// <summary>An order was placed.</summary>
    public void Note(DateTimeOffset now)
    {
        since ??= now;
        placed.Note(now);
    }

    /// <summary>What the levels above said last, strategies aside; null before they were asked.</summary>
    public RiskLevels? Latest { get; private set; }

    /// <param name="ticket">The order that is to be placed; null where one is only thought about.</param>
    /// <summary>The facts with what surrounds the account; null where that cannot be had now, and nothing may be decided.</summary>
    public async ValueTask<OrderFacts?> CompleteAsync(
        Account account, OrderFacts facts, StrategyId? strategy, OrderTicket? ticket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // What is only thought about counts for nobody else.
        var gross = ticket is null ? null : OpenGross.Of(account, facts.Quotes, ticket);
        var ask = new AskLevels(account.Id, now, facts.Instrument.Symbol, strategy, gross, account.Orders.Open.Count + 1);
        if (await AskAsync(ask, cancellationToken) is not { } told)
        {
            return null;
        }

        var symbol = facts.Instrument.Symbol;
        var limits = EffectiveLimits.Of(account.Limits, told.Levels);
        return facts with
        {
            Around = new RiskSurroundings(
                told.Levels, told.Blackout,
                limits[LimitKind.MaxCorrelatedExposure] is null ? null : await history.CorrelationsAsync(account, symbol, now, cancellationToken),
                told.Others.Gross, told.Others.OpenOrders,
                limits[LimitKind.MaxVolatility] is null ? null : await history.VolatilityAsync(symbol, now, cancellationToken),
                since is { } first && now - first >= Minute ? OrderRate.Of(placed, now) : null, account.Record),
        };
    }

    /// <summary>What platform, tenant and, where one is named, strategy say; null where they cannot be asked now.</summary>
    public async ValueTask<RiskLevels?> LevelsAsync(
        Account account, StrategyId? strategy, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await AskAsync(new AskLevels(account.Id, now, null, strategy, null, account.Orders.Open.Count), cancellationToken))?.Levels;

    private async ValueTask<LevelsForOrder?> AskAsync(AskLevels ask, CancellationToken cancellationToken)
    {
        try
        {
            var told = await grains.GetGrain<IRiskPolicyGrain>(GrainKeys.TenantRisk(tenant)).AskAsync(ask, cancellationToken);
            Latest = told.Levels.Strategy is null ? told.Levels : told.Levels with { Strategy = null };
            return told;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or JournalUnavailableException)
        {
            return null;
        }
    }
}
