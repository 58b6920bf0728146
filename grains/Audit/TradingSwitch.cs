using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Risk;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Grains.Audit;

/// <summary>The kill switch of a tenant: the record first, then the accounts, one after the other.</summary>
internal sealed class TradingSwitch(IGrainFactory grains, IReadModels reads, TenantId tenant)
{
    private const int PagesMax = 1000;

    public async Task<Reply<TradingStateView>> ChangeAsync(ChangeTrading request, CancellationToken cancellationToken)
    {
        if (request.Account is { } account)
        {
            return await ChangeAccountAsync(account, request, cancellationToken);
        }

        var key = request.Strategy is { } strategy ? GrainKeys.StrategyRisk(tenant, strategy) : GrainKeys.TenantRisk(tenant);
        var command = new ChangeTradingState(request.CommandId, CallerContext.Actor, request.Reason, request.To, Flatten: request.Flatten);
        switch (await grains.GetGrain<IRiskPolicyGrain>(key).SetTradingStateAsync(command, cancellationToken))
        {
            case Reply<RiskPolicy>.Done done:
                var (told, unreached) = await TellAsync(cancellationToken);
                return Reply.Done(new TradingStateView(done.Value.TradingState, told, unreached));
            case Reply<RiskPolicy>.Refused refused:
                return new Reply<TradingStateView>.Refused(refused.Refusals);
            default:
                throw new InvalidOperationException("A reply is done or refused.");
        }
    }

    private async Task<Reply<TradingStateView>> ChangeAccountAsync(AccountId id, ChangeTrading request, CancellationToken cancellationToken)
    {
        var command = new SetTradingState(request.CommandId, CallerContext.Actor, request.To, request.Reason, Flatten: request.Flatten);
        return await Account(id).SetTradingStateAsync(command, cancellationToken) switch
        {
            Reply<AccountView>.Done done => Reply.Done(new TradingStateView(done.Value.Account.TradingState, 1, 0)),
            Reply<AccountView>.Refused refused => new Reply<TradingStateView>.Refused(refused.Refusals),
            _ => throw new InvalidOperationException("A reply is done or refused."),
        };
    }

    private async Task<(int Told, int Unreached)> TellAsync(CancellationToken cancellationToken)
    {
        var (told, unreached) = (0, 0);
        string? cursor = null;
        for (var number = 0; number < PagesMax; number++)
        {
            var page = await reads.AccountsAsync(tenant, new PageRequest(PageRequest.LimitMax, cursor), cancellationToken);
            foreach (var row in page.Items)
            {
                try
                {
                    await Account(row.Id).EnforceAsync(cancellationToken);
                    told++;
                }
                catch (Exception e) when (e is OrleansException or TimeoutException or IOException or JournalUnavailableException)
                {
                    unreached++;
                }
            }

            if (page.Next is null)
            {
                break;
            }

            cursor = page.Next;
        }

        return (told, unreached);
    }

    private IAccountGrain Account(AccountId id) => grains.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, id));
}
