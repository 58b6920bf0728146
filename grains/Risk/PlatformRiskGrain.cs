using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Risk;

internal sealed class PlatformRiskGrain(IJournal journal, TimeProvider time) : Grain, IPlatformRiskGrain
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

    public Task<Reply<RiskPolicy>> SetTradingStateAsync(ChangeTradingState command, CancellationToken cancellationToken) =>
        book.SetAsync(command, cancellationToken);

    public Task<RiskPolicy> GetAsync(CancellationToken cancellationToken) => Task.FromResult(book.Policy);
}
