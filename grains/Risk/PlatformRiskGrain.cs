using Countersign.Domain.Accounts;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Notifications;
using Orleans;

namespace Countersign.Grains.Risk;

internal sealed class PlatformRiskGrain(IJournal journal, IReadModels reads, TimeProvider time) : Grain, IPlatformRiskGrain
{
    private readonly RiskPolicyBook book =
        new(journal, new JournalStream(TenantId.Platform, "risk/platform"), RiskPolicy.Unset(RiskLevel.Platform), time);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => book.LoadAsync(cancellationToken);

    public Task<Reply<RiskPolicy>> SetLimitsAsync(SetRiskCaps command, CancellationToken cancellationToken) =>
        book.SetAsync(command, cancellationToken);

    public Task<Reply<RiskPolicy>> SetBlackoutsAsync(SetBlackouts command, CancellationToken cancellationToken) =>
        book.SetAsync(command, cancellationToken);

    public Task<Reply<RiskPolicy>> SetCalendarBlackoutsAsync(SetCalendarBlackouts command, CancellationToken cancellationToken) =>
        book.SetAsync(command, cancellationToken);

    public async Task<Reply<RiskPolicy>> SetTradingStateAsync(ChangeTradingState command, CancellationToken cancellationToken)
    {
        var before = book.Policy.TradingState;
        var reply = await book.SetAsync(command, cancellationToken);
        if (book.Policy.TradingState != before)
        {
            await TellAsync();
        }

        return reply;
    }

    public Task<RiskPolicy> GetAsync(CancellationToken cancellationToken) => Task.FromResult(book.Policy);

    // Every tenant's people: their own switch shows nothing of it. The state is on record, so nothing here may fail the command or stop with its caller.
    private async Task TellAsync()
    {
        var text = book.Policy.TradingState switch
        {
            TradingState.Active => "The platform lets trading go on",
            TradingState.Reducing => "The platform lets only closing orders pass",
            _ => "The platform halted all trading",
        };
        try
        {
            for (PageRequest? page = new(PageRequest.LimitMax, null); page is { } next;)
            {
                var tenants = await reads.TenantsAsync(next, CancellationToken.None);
                foreach (var tenant in tenants.Items)
                {
                    await this.NoticeAsync(tenant, new DeskNotice("risk", tenant.Value));
                    await this.NoticeAsync(
                        tenant, DeskNotice.ForPeople(NoticeTopic.Risk, tenant.Value, text, "It holds for every tenant.", time.GetUtcNow()));
                }

                page = tenants.Next is { } cursor ? next with { Cursor = cursor } : null;
            }
        }
        catch (JournalUnavailableException)
        {
            // Pages find it when they next look, and the risk gate asks for it before every order.
        }
    }
}
