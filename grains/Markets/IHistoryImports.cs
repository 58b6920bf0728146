using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Markets;

/// <summary>Takes recordings in parts, and stores them in the market history in the background. It knows what came since the process began.</summary>
public interface IHistoryImports
{
    Reply<HistoryImport> Begin(string id, HistoryImportOptions options);

    /// <summary>Adds a part of the contents. One that is there already changes nothing.</summary>
    /// <param name="offset">Where it begins, bytes of UTF-8.</param>
    /// <param name="isLast">Nothing follows: it is stored from now on.</param>
    /// <exception cref="HistoryUnavailableException">It cannot be written down.</exception>
    Task<Reply<HistoryImport>> WriteAsync(string id, long offset, string text, bool isLast, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    ImmutableArray<HistoryImport> List();

    Reply<HistoryImport> Get(string id);

    /// <summary>Stops it where it has not ended, and forgets it. What is stored stays.</summary>
    Task<Reply<HistoryImport>> RemoveAsync(string id, CancellationToken cancellationToken);
}

/// <summary>The imports of recordings. Its key is <see cref="GrainKeys.HistoryImports"/>. Market data is every tenant's, so only the platform imports it.</summary>
public interface IHistoryImportsGrain : IGrainWithStringKey
{
    /// <inheritdoc cref="IHistoryImports.Begin"/>
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<HistoryImport>> BeginAsync(string id, HistoryImportOptions options, CancellationToken cancellationToken);

    /// <inheritdoc cref="IHistoryImports.WriteAsync"/>
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<HistoryImport>> WriteAsync(string id, long offset, string text, bool isLast, CancellationToken cancellationToken);

    /// <inheritdoc cref="IHistoryImports.List"/>
    [AllowRoles(Roles.PlatformAdmin)]
    Task<ImmutableArray<HistoryImport>> ListAsync(CancellationToken cancellationToken);

    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<HistoryImport>> GetAsync(string id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IHistoryImports.RemoveAsync"/>
    [AllowRoles(Roles.PlatformAdmin)]
    Task<Reply<HistoryImport>> RemoveAsync(string id, CancellationToken cancellationToken);
}

/// <summary>One for all: the parts of an import come to one process, and one after the other.</summary>
internal sealed class HistoryImportsGrain(IHistoryImports imports) : Grain, IHistoryImportsGrain
{
    public Task<Reply<HistoryImport>> BeginAsync(string id, HistoryImportOptions options, CancellationToken cancellationToken) =>
        Task.FromResult(imports.Begin(id, options));

    public Task<Reply<HistoryImport>> WriteAsync(string id, long offset, string text, bool isLast, CancellationToken cancellationToken) =>
        imports.WriteAsync(id, offset, text, isLast, cancellationToken);

    public Task<ImmutableArray<HistoryImport>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(imports.List());

    public Task<Reply<HistoryImport>> GetAsync(string id, CancellationToken cancellationToken) => Task.FromResult(imports.Get(id));

    public Task<Reply<HistoryImport>> RemoveAsync(string id, CancellationToken cancellationToken) => imports.RemoveAsync(id, cancellationToken);
}
