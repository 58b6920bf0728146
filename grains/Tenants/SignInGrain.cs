using Countersign.Grains.Audit;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Tenants;

[StatelessWorker]
internal sealed class SignInGrain(IReadModels reads) : Grain, ISignInGrain
{
    public Task<LoginRow?> FindLoginAsync(string login, CancellationToken cancellationToken) =>
        reads.FindLoginAsync(login, cancellationToken).AsTask();
}
