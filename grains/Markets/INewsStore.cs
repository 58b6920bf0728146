using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Markets;

/// <summary>News as it is kept. What the platform imports is everybody's; what a tenant adds is its own.</summary>
public interface INewsStore
{
    /// <summary>A tenant's news and the platform's, newest first.</summary>
    Task<Page<NewsItem>> ReadAsync(TenantId tenant, NewsFilter filter, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Stores items; one of the same source and id is replaced.</summary>
    /// <param name="owner">Whose they are; <see cref="TenantId.Platform"/> for everybody's.</param>
    Task WriteAsync(TenantId owner, IReadOnlyList<NewsItem> items, CancellationToken cancellationToken);
}

/// <summary>Narrows the news; times are inclusive from, exclusive to.</summary>
/// <param name="Symbol">News that name it.</param>
public sealed record NewsFilter(Symbol? Symbol = null, string? Source = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
