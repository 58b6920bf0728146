using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Grains.Tenants;

internal sealed class SettingsGrain(IJournal journal, TimeProvider time) : Grain, ISettingsGrain
{
    private EventSourced<SettingsBook, SettingEvent> book = null!;
    private SettingLevel level;
    private UserId? owner;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        owner = GrainKeys.OwnerOfSettings(key);
        level = key == GrainKeys.PlatformSettings ? SettingLevel.Platform : owner is null ? SettingLevel.Tenant : SettingLevel.User;
        var stream = new JournalStream(GrainKeys.TenantOf(key) ?? TenantId.Platform, owner is { } user ? $"settings/{user}" : $"settings/{Choice(level)}");
        book = new(journal, stream, schema: null, SettingsDecider.Apply);
        return book.LoadAsync(cancellationToken);
    }

    public Task<Reply<SettingsView>> SetPlatformAsync(SettingCommand command, CancellationToken cancellationToken) =>
        SetAsync(SettingLevel.Platform, command, cancellationToken);

    public Task<Reply<SettingsView>> SetTenantAsync(SettingCommand command, CancellationToken cancellationToken) =>
        SetAsync(SettingLevel.Tenant, command, cancellationToken);

    public Task<Reply<SettingsView>> SetOwnAsync(SettingCommand command, CancellationToken cancellationToken) =>
        owner is { } user && CallerContext.Actor == Actor.User(user)
            ? SetAsync(SettingLevel.User, command, cancellationToken)
            : Task.FromResult(Reply.Refused<SettingsView>(SettingRefusals.NotYours));

    public Task<SettingsView> GetAsync(CancellationToken cancellationToken) => Task.FromResult(View());

    private async Task<Reply<SettingsView>> SetAsync(SettingLevel wanted, SettingCommand command, CancellationToken cancellationToken)
    {
        if (wanted != level)
        {
            return Reply.Refused<SettingsView>(SettingRefusals.NotYours);
        }

        var answer = await book.ExecuteAsync(
            command.CommandId, command.By, s => SettingsDecider.Decide(s, command, level, book.Version, time.GetUtcNow()), cancellationToken);
        return answer.ToReply(View);
    }

    private SettingsView View() => new(book.Version, book.State ?? SettingsBook.None);

    private static string Choice(SettingLevel level) => level == SettingLevel.Platform ? "platform" : "tenant";
}
