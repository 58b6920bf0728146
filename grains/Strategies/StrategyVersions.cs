using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Strategies;

/// <summary>One version of a strategy in a list.</summary>
/// <param name="Number">From 1.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When, by the desk's clock.</param>
/// <param name="Hash">SHA-256 of the definition's canonical text.</param>
public sealed record StrategyVersionRow(int Number, Actor By, DateTimeOffset At, string Hash);

/// <summary>What changed from one version of a strategy to another.</summary>
public sealed record StrategyComparison(int From, int To, ImmutableArray<StrategyChange> Changes);

/// <summary>A strategy's versions as its journal stream has them; read when they are asked for, since nobody needs them otherwise.</summary>
internal sealed class StrategyVersions(IJournal journal, JournalStream stream)
{
    private const int PageSize = 200;

    /// <summary>Newest first, or the other way round; the cursor is the last number of the part before.</summary>
    /// <exception cref="FormatException">The cursor is none of this list's.</exception>
    public async Task<Page<StrategyVersionRow>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        int? after = page.After is { } cursor ? Read(cursor) : null;
        var rows = new List<StrategyVersionRow>();
        await ReadAsync(
            version =>
            {
                if (after is not { } end || (page.Reversed ? version.Number > end : version.Number < end))
                {
                    rows.Add(new StrategyVersionRow(version.Number, version.By, version.At, version.Hash()));
                }
            },
            cancellationToken);
        if (!page.Reversed)
        {
            rows.Reverse();
        }

        return rows.Count > page.Limit
            ? new Page<StrategyVersionRow>([.. rows.Take(page.Limit)], page.Next(rows[page.Limit - 1].Number.ToString(CultureInfo.InvariantCulture)))
            : new Page<StrategyVersionRow>([.. rows], null);
    }

    /// <summary>Null where there is no such version.</summary>
    public async Task<StrategyVersion?> FindAsync(int number, CancellationToken cancellationToken)
    {
        StrategyVersion? found = null;
        await ReadAsync(version => found = version.Number == number ? version : found, cancellationToken);
        return found;
    }

    private async Task ReadAsync(Action<StrategyVersion> take, CancellationToken cancellationToken)
    {
        ImmutableArray<JournaledEvent> page;
        long after = 0;
        do
        {
            page = await journal.ReadAsync(stream, after, PageSize, cancellationToken);
            foreach (var e in page)
            {
                after = e.Version;
                if (StrategyVersion.Of((StrategyEvent)e.Event) is { } version)
                {
                    take(version);
                }
            }
        }
        while (page.Length == PageSize);
    }

    private static int Read(string cursor) => int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException("This is no cursor of this list: give back the one that came with the part before.");
}
