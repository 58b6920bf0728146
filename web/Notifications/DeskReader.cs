using Countersign.Web.TradeIdeas;
using System.Collections.Immutable;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Audit;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.Tenants;

namespace Countersign.Web.Notifications;

/// <summary>Reads the parts of a <see cref="DeskView"/> from the API. Throws as <see cref="DeskApi"/> does.</summary>
internal sealed class DeskReader(DeskApi api, DeskSession session)
{
    private const int IdeasMax = 20;
    private const int AccountsMax = 20;
    private const int DecisionsRead = 40;
    private const int DecisionsMax = 10;

    public async Task<DeskView> ReadAsync(DeskView? known, CancellationToken cancellationToken)
    {
        var instruments = InstrumentsAsync(cancellationToken);
        var ideas = IdeasAsync(known, cancellationToken);
        var accounts = AccountsAsync(cancellationToken);
        var decisions = DecisionsAsync(cancellationToken);
        var (waiting, more) = await ideas;
        return new DeskView(await instruments, waiting, more, await accounts, await decisions);
    }

    public async Task<ImmutableArray<Instrument>> InstrumentsAsync(CancellationToken cancellationToken) =>
        [.. (await api.For(session).ListInstrumentsAsync(cancellationToken).NeededAsync()).Items.Where(i => i.Feed is not null)];

    /// <summary>What an idea proposes does not change while it waits, so only new ones are read whole.</summary>
    public async Task<(ImmutableArray<TradeIdea> Waiting, bool More)> IdeasAsync(DeskView? known, CancellationToken cancellationToken)
    {
        var client = api.For(session);
        var list = await client.ListIdeasAsync(IdeaStatus.NeedsApproval, limit: IdeasMax, cancellationToken: cancellationToken).NeededAsync();
        var ideas = await Task.WhenAll(list.Items.Select(s => known?.Waiting.FirstOrDefault(i => i.Id == s.Id) is { } idea
            ? Task.FromResult(idea)
            : client.GetIdeaAsync(s.Id, cancellationToken).NeededAsync()));
        return ([.. ideas.Where(i => i.Status == IdeaStatus.NeedsApproval)], list.Next is not null);
    }

    public async Task<ImmutableArray<Account>> AccountsAsync(CancellationToken cancellationToken)
    {
        var client = api.For(session);
        var list = await client.ListAccountsAsync(AccountsMax, cancellationToken: cancellationToken).NeededAsync();
        return [.. await Task.WhenAll(list.Items.Select(a => client.GetAccountAsync(a.Id, cancellationToken).NeededAsync()))];
    }

    /// <summary>Without the routing of ideas, which says nothing that their raising does not.</summary>
    public async Task<ImmutableArray<Decision>> DecisionsAsync(CancellationToken cancellationToken) =>
        [.. (await api.For(session).ListDecisionsAsync(limit: DecisionsRead, cancellationToken: cancellationToken).NeededAsync()).Items
            .Where(d => d.Action != "routed").Take(DecisionsMax)];
}
