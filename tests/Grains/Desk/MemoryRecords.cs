using System.Collections.Immutable;
using System.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Grains.Desk;

/// <summary>Calendar, news and snapshots in memory, for desks in virtual time.</summary>
internal sealed class MemoryRecords : ICalendarStore, INewsStore, ISnapshotStore
{
    public List<EconomicRelease> Releases { get; } = [];

    public List<(TenantId Owner, NewsItem Item)> News { get; } = [];

    public Dictionary<(TenantId Owner, SnapshotId Id), SnapshotTaken> Taken { get; } = [];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<ICalendarStore>(this).AddSingleton<INewsStore>(this).AddSingleton<ISnapshotStore>(this);

    Task<ImmutableArray<EconomicRelease>> ICalendarStore.ReadAsync(CalendarQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(Releases.Where(r => r.Time >= query.From && r.Time < query.Until).ToImmutableArray());

    Task<Page<EconomicRelease>> ICalendarStore.ReadPageAsync(CalendarQuery query, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Lists are the database's.");

    Task<CalendarChange> ICalendarStore.WriteAsync(CalendarWrite write, CancellationToken cancellationToken)
    {
        Releases.AddRange(write.Releases);
        return Task.FromResult(new CalendarChange(write.Releases.Length, 0, 0, 0));
    }

    Task<Page<NewsItem>> INewsStore.ReadAsync(TenantId tenant, NewsFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<NewsItem>(
            [
                .. News.Where(n => n.Owner == tenant || n.Owner == TenantId.Platform).Select(n => n.Item)
                    .Where(n => n.Time >= (filter.From ?? n.Time) && n.Time < (filter.To ?? DateTimeOffset.MaxValue)),
            ],
            null));

    Task INewsStore.WriteAsync(TenantId owner, IReadOnlyList<NewsItem> items, CancellationToken cancellationToken)
    {
        News.AddRange(items.Select(item => (owner, item)));
        return Task.CompletedTask;
    }

    Task ISnapshotStore.KeepAsync(SnapshotTaken taken, CancellationToken cancellationToken)
    {
        Taken[(taken.Owner, taken.Id)] = taken;
        return Task.CompletedTask;
    }

    Task<SnapshotContent?> ISnapshotStore.FindAsync(TenantId tenant, SnapshotId id, CancellationToken cancellationToken)
    {
        var found = Taken.GetValueOrDefault((tenant, id)) ?? Taken.GetValueOrDefault((TenantId.Platform, id));
        return Task.FromResult(found is null ? null : new SnapshotContent(id, found.Kind, Encoding.UTF8.GetString(found.Content.Span)));
    }

    Task<Page<SnapshotRow>> ISnapshotStore.ListAsync(
        TenantId tenant, SnapshotFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Lists are the database's.");

    Task ISnapshotStore.ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.CompletedTask;
}
