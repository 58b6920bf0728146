using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Hosting;

namespace Countersign.Silo.Markets;

/// <summary>What a file of records holds.</summary>
internal enum RecordKind
{
    Calendar,
    News,
}

/// <summary>An import of an economic calendar or of news that every tenant sees.</summary>
/// <param name="Source">Who published it: 1 to 32 lower-case letters, digits and hyphens.</param>
/// <param name="Zone">Of times without an offset.</param>
/// <param name="Replaces">A calendar is all that its source has between its first and its last release.</param>
internal sealed record RecordImportOptions(StoreOptions Store, RecordKind Kind, string File, string Source, TimeZoneInfo Zone, bool Replaces);

/// <summary><c>./run calendar import FILE</c> and <c>./run news import FILE</c>: into the desk's database, which nobody else may be using.</summary>
internal static class RecordImport
{
    private const int DefectsShown = 20;
    private const long FileBytesMax = 64 * 1024 * 1024;

    /// <exception cref="DeskInUseException">A running desk has the data folder.</exception>
    /// <exception cref="Grains.Audit.JournalUnavailableException">The database does not answer.</exception>
    public static async Task<int> RunAsync(RecordImportOptions options, TextWriter output, TextWriter errors)
    {
        if (!File.Exists(options.File))
        {
            await errors.WriteLineAsync($"There is no file {options.File}.");
            return 1;
        }

        if (new FileInfo(options.File).Length > FileBytesMax)
        {
            await errors.WriteLineAsync(FormattableString.Invariant($"{options.File} has more than {FileBytesMax / 1024 / 1024} MB: split it."));
            return 1;
        }

        var text = await File.ReadAllTextAsync(options.File);
        using var folder = options.Store.Postgres is null ? DataFolder.Take(options.Store.DataFolder) : null;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddJournal(DeskHost.JournalOptionsOf(options.Store));
        services.AddMarketRecords();
        await using var provider = services.BuildServiceProvider();
        var (summary, imported, defects) = options.Kind == RecordKind.Calendar
            ? await ImportCalendarAsync(provider.GetRequiredService<ICalendarStore>(), text, options)
            : await ImportNewsAsync(provider.GetRequiredService<INewsStore>(), text, options);
        await output.WriteLineAsync(summary);
        foreach (var defect in defects.Take(DefectsShown))
        {
            await errors.WriteLineAsync(FormattableString.Invariant($"line {defect.Line}: {defect.Detail}"));
        }

        if (defects.Length > DefectsShown)
        {
            await errors.WriteLineAsync(FormattableString.Invariant($"… and {defects.Length - DefectsShown} more."));
        }

        return imported > 0 || defects.IsEmpty ? 0 : 1;
    }

    private static async Task<(string Summary, int Imported, ImmutableArray<RowDefect> Defects)> ImportCalendarAsync(
        ICalendarStore store, string text, RecordImportOptions options)
    {
        var file = CalendarReader.Read(text, options.Source, options.Zone);
        var change = await store.WriteAsync(new CalendarWrite(options.Source, file.Releases, options.Replaces), CancellationToken.None);
        return (
            FormattableString.Invariant(
                $"Releases: {file.Releases.Length} ({change.Added} new, {change.Changed} changed, {change.Unchanged} known; {change.Removed} called off). Lines that could not be read: {file.Defects.Length}."),
            file.Releases.Length, file.Defects);
    }

    private static async Task<(string Summary, int Imported, ImmutableArray<RowDefect> Defects)> ImportNewsAsync(
        INewsStore store, string text, RecordImportOptions options)
    {
        var file = NewsReader.Read(text, options.Source, options.Zone);
        await store.WriteAsync(TenantId.Platform, file.Items, CancellationToken.None);
        return (
            FormattableString.Invariant($"News: {file.Items.Length}. Lines that could not be read: {file.Defects.Length}."), file.Items.Length,
            file.Defects);
    }
}
