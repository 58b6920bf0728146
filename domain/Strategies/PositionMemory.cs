using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// What the evaluator remembers of the open position from bar to bar, beside what the account knows. Stored in frames: members only ever grow.
/// </summary>
/// <param name="OpenedAt">When it was opened; the default where there is none.</param>
/// <param name="Quantity">At the last bar; signed.</param>
/// <param name="EntryPrice">At the last bar.</param>
/// <param name="Best">Best price since the entry, on the side where it would be closed. Of the bar of the entry only the close counts, as the
/// rest of it may have been before.</param>
/// <param name="Partials">Partial exits raised so far.</param>
/// <param name="Entries">Fills that made it larger, the first included; bar by bar, so that two in one bar count once.</param>
/// <param name="LastEntry">Price of the last of them.</param>
/// <param name="Day">Trading day of <paramref name="EntriesToday"/>.</param>
/// <param name="EntriesToday">Entry signals raised in it.</param>
public readonly record struct PositionMemory(
    DateTimeOffset OpenedAt,
    Quantity Quantity,
    Price EntryPrice,
    Price Best,
    int Partials,
    int Entries,
    Price LastEntry,
    DateOnly Day = default,
    int EntriesToday = 0)
{
    /// <summary>After a further bar.</summary>
    /// <param name="position">As it is at the bar's close.</param>
    internal PositionMemory Next(in BarView bar, in StrategyPosition position)
    {
        if (position.Quantity.IsZero)
        {
            return Quantity.IsZero ? this : new PositionMemory { Day = Day, EntriesToday = EntriesToday };
        }

        var next = IsOther(in position) ? Begin(in bar, in position) : Change(in position);
        return next with { Best = next.Reached(in bar) };
    }

    /// <summary>After an entry signal.</summary>
    internal PositionMemory Entered(DateOnly day) => this with { Day = day, EntriesToday = (Day == day ? EntriesToday : 0) + 1 };

    private bool IsOther(in StrategyPosition position) =>
        Math.Sign(Quantity.Value) != Math.Sign(position.Quantity.Value) || (position.OpenedAt is { } opened && opened != OpenedAt);

    private PositionMemory Begin(in BarView bar, in StrategyPosition position) => new(
        position.OpenedAt ?? bar.Start, position.Quantity, position.EntryPrice, position.EntryPrice, 0, 1, position.EntryPrice, Day, EntriesToday);

    private PositionMemory Change(in StrategyPosition position)
    {
        var (quantity, price) = (position.Quantity, position.EntryPrice);
        if (quantity == Quantity)
        {
            return this;
        }

        var added = quantity.Value - Quantity.Value;
        var grew = quantity.Abs() > Quantity.Abs();
        return this with
        {
            Quantity = quantity,
            EntryPrice = price,
            Entries = Entries + (grew ? 1 : 0),
            LastEntry = grew ? new Price(((quantity.Value * price.Value) - (Quantity.Value * EntryPrice.Value)) / added) : LastEntry,
        };
    }

    private Price Reached(in BarView bar)
    {
        var isLong = Quantity > Quantity.Zero;
        var side = isLong ? bar.Bid : bar.Ask;
        var reached = bar.Start <= OpenedAt ? side.Close : isLong ? side.High : side.Low;
        return isLong == reached > Best ? reached : Best;
    }
}
