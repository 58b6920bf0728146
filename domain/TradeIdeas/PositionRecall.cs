using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.TradeIdeas;

/// <summary>What an evaluator remembers of a position, made again after a restart from the journaled ideas and the bars of the past.</summary>
public static class PositionRecall
{
    /// <param name="held">What the strategy holds of the symbol; null where it is flat.</param>
    /// <param name="ideas">The strategy's newest on the symbol, newest first.</param>
    /// <param name="past">Bars of the strategy's own timeframe, oldest first, those since the position was opened among them.</param>
    public static PositionMemory Of(Position? held, IReadOnlyList<TradeIdea> ideas, IEnumerable<Bar> past)
    {
        var memory = EntriesOf(ideas);
        if (held is null)
        {
            return memory;
        }

        var view = StrategyPosition.Flat with { Quantity = held.Quantity, EntryPrice = held.AveragePrice!.Value, OpenedAt = held.OpenedAt };
        foreach (var bar in past)
        {
            memory = bar.End > held.OpenedAt ? memory.Next(new BarView(bar), in view) : memory;
        }

        var own = ideas.Where(idea => idea.Proposal.Snapshot.Frame.Position.Memory is { } then && then.OpenedAt == held.OpenedAt).ToArray();
        var added = own.Where(idea => idea is { Proposal.Intent: TradeIntent.Open, FillPrice: not null }).ToArray();
        var partials = own.Where(IsPartial).Select(idea => idea.Proposal.Snapshot.Frame.Position.Memory!.Value.Partials + 1);

        // Without a bar since the entry nothing was seen of it yet: the first one begins it.
        return memory.Quantity.IsZero ? memory : memory with
        {
            Partials = partials.DefaultIfEmpty(0).Max(),
            Entries = 1 + added.Length,
            LastEntry = added.Length == 0 ? memory.LastEntry : added[0].FillPrice!.Value,
        };
    }

    /// <summary>An idea that leaves a part of the position it was made on.</summary>
    public static bool IsPartial(TradeIdea idea) =>
        idea.Proposal.Intent == TradeIntent.Close && idea.Proposal.Quantity < idea.Proposal.Snapshot.Frame.Position.Quantity.Abs();

    private static PositionMemory EntriesOf(IReadOnlyList<TradeIdea> ideas)
    {
        var newest = ideas.FirstOrDefault(idea => idea.Proposal.Intent == TradeIntent.Open)?.Proposal.Snapshot.Frame;
        return newest?.Position.Memory is not { } then
            ? default
            : new PositionMemory { Day = then.Day, EntriesToday = then.EntriesToday }.Entered(FxDay.DateAt(newest.Bar.End));
    }
}
