using System.Collections.Concurrent;

namespace Countersign.Web.TradeIdeas;

/// <summary>The ideas that a signed-in person put off. They are this person's matter: others go on seeing them, and they expire as before.</summary>
internal sealed class Snoozes(TimeProvider time)
{
    private const int IdeasMax = 1_000;
    private static readonly TimeSpan For = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, DateTimeOffset> until = new(StringComparer.Ordinal);

    public bool Has(string ideaId) => until.TryGetValue(ideaId, out var end) && end > time.GetUtcNow();

    /// <summary>Puts an idea off, or takes that back; until when, null where it is taken back.</summary>
    public DateTimeOffset? Toggle(string ideaId)
    {
        var now = time.GetUtcNow();
        foreach (var over in until.Where(u => u.Value <= now).Select(u => u.Key).ToArray())
        {
            until.TryRemove(over, out _);
        }

        if (until.TryRemove(ideaId, out _) || until.Count >= IdeasMax)
        {
            return null;
        }

        return until[ideaId] = now + For;
    }
}
