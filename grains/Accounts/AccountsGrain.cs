using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Accounts;

internal sealed class AccountsGrain(IReadModels reads) : Grain, IAccountsGrain
{
    private const int PagesMax = 1000;

    private static readonly Comparer<AccountId> ById = Comparer<AccountId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value));

    private ImmutableArray<AccountId> known = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var tenant = GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;
        known = [.. (await StoredAsync(tenant, cancellationToken)).Order(ById)];
    }

    public Task<ImmutableArray<AccountId>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(known);

    public Task AddAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (known.BinarySearch(account, ById) is < 0 and var place)
        {
            known = known.Insert(~place, account);
        }

        return Task.CompletedTask;
    }

    private async Task<List<AccountId>> StoredAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var found = new List<AccountId>();
        string? cursor = null;
        for (var number = 0; number < PagesMax; number++)
        {
            var page = await reads.AccountsAsync(tenant, new PageRequest(PageRequest.LimitMax, cursor), cancellationToken);
            found.AddRange(page.Items.Select(row => row.Id));
            cursor = page.Next;
            if (cursor is null)
            {
                break;
            }
        }

        return found;
    }
}
