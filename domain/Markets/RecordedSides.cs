using System.Diagnostics.CodeAnalysis;

namespace Countersign.Domain.Markets;

/// <summary>Joins two recordings of one market, its bids and its asks, bar by bar. A bar that one of them lacks is left out and told.</summary>
/// <param name="onUnpaired">Told of each bar that is left out, by the bids' line.</param>
public sealed class RecordedSides(RecordedBarReader bids, RecordedBarReader asks, Action<MalformedLine> onUnpaired)
{
    private Bar? ask;
    private bool asksEnded;

    /// <summary>Line of the bids that was read last.</summary>
    public long Line => bids.Line;

    /// <summary>The next bar of both sides; its size is the bids'.</summary>
    /// <returns>False at the end of the bids.</returns>
    public bool TryRead([NotNullWhen(true)] out Bar? bar)
    {
        while (bids.TryRead(out var bid))
        {
            AdvanceTo(bid.Start);
            var problem = ask is null || ask.Start != bid.Start ? "the asks have no bar of this time"
                : ask.Bid.Close < bid.Bid.Close ? "the closing bid is above the closing ask"
                : null;
            if (problem is null)
            {
                bar = bid with { Ask = ask!.Bid };
                return true;
            }

            onUnpaired(new MalformedLine(bids.Line, string.Empty, problem));
        }

        bar = null;
        return false;
    }

    private void AdvanceTo(DateTimeOffset time)
    {
        while (!asksEnded && (ask is null || ask.Start < time))
        {
            asksEnded = !asks.TryRead(out ask);
        }
    }
}
