using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

internal sealed class ApiKeysGrain(IJournal journal, TimeProvider time) : Grain, IApiKeysGrain
{
    private EventSourced<ApiKeys, ApiKeyEvent> keys = null!;
    private TenantId tenant;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        tenant = GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;
        keys = new(journal, new JournalStream(tenant, "api-keys"), "api-keys.v1", ApiKeyDecider.Apply);
        return keys.LoadAsync(cancellationToken);
    }

    public Task<ImmutableArray<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<ApiKey>>(keys.State is { } state ? [.. state.Keys.Values] : []);

    public async Task<Reply<ApiKey?>> ChangeAsync(ApiKeyCommand command, CancellationToken cancellationToken)
    {
        var answer = await keys.ExecuteAsync(
            command.CommandId, command.By, s => ApiKeyDecider.Decide(s, command, time.GetUtcNow()), cancellationToken);
        var id = command switch { CreateApiKey c => c.Id, RotateApiKey c => c.Id, _ => string.Empty };
        return answer.ToReply(() => keys.State?.Keys.GetValueOrDefault(id));
    }

    public async Task<ApiKey?> OpenAsync(string id, string presentedHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (keys.State?.Keys.GetValueOrDefault(id) is not { } key || !key.Opens(presentedHash, now))
        {
            return null;
        }

        if (key.LastUsedAt is not { } last || now - last >= ApiKeys.UseResolution)
        {
            await NoteUseAsync(id, now, cancellationToken);
        }

        return key;
    }

    // A journal that cannot write must not keep programs from cancelling their orders.
    private async Task NoteUseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var note = new RecordApiKeyUse(
                CommandId.Parse(FormattableString.Invariant($"used/{id}/{now.UtcTicks}")), Actor.Desk, id);
            await keys.ExecuteAsync(note.CommandId, note.By, s => ApiKeyDecider.Decide(s, note, now), cancellationToken);
        }
        catch (JournalUnavailableException)
        {
        }
    }
}
