using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Risk;

/// <summary>A policy in the journal. What both policy grains do with it.</summary>
internal sealed class RiskPolicyBook(IJournal journal, JournalStream stream, RiskPolicy unset, TimeProvider time)
{
    private readonly EventSourced<RiskPolicy, RiskPolicyEvent> book =
        new(journal, stream, schema: null, (state, e) => RiskPolicyDecider.Apply(state ?? unset, e));

    public RiskPolicy Policy => book.State ?? unset;

    public Task LoadAsync(CancellationToken cancellationToken) => book.LoadAsync(cancellationToken);

    public Task<Reply<RiskPolicy>> SetAsync(SetRiskCaps command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => RiskPolicyDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    public Task<Reply<RiskPolicy>> SetAsync(SetBlackouts command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => RiskPolicyDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    public Task<Reply<RiskPolicy>> SetAsync(SetCalendarBlackouts command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => RiskPolicyDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    public Task<Reply<RiskPolicy>> SetAsync(ChangeTradingState command, CancellationToken cancellationToken) =>
        ChangeAsync(command, s => RiskPolicyDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);

    private async Task<Reply<RiskPolicy>> ChangeAsync(
        RiskPolicyCommand command, Func<RiskPolicy, Outcome<RiskPolicyEvent>> decide, CancellationToken cancellationToken)
    {
        var answer = await book.ExecuteAsync(command.CommandId, command.By, s => decide(s ?? unset), cancellationToken);
        return answer.ToReply(() => Policy);
    }
}
