using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Domain.Accounts;

/// <summary>An open position: of a symbol in a netting account, of one opening order in a hedging account.</summary>
/// <param name="Quantity">Signed: positive is long; zero is flat.</param>
/// <param name="Cost">Signed, exact: what the open quantity cost in the quote currency. The average price follows from it, so no rounding
/// adds up.</param>
/// <param name="Stop">Protective level, set by the order that opened the position.</param>
/// <param name="Target">Profit-taking level, set by the order that opened the position.</param>
/// <param name="HedgeId">Its own id in a hedging account; null in a netting account, where it is the symbol's.</param>
/// <param name="Lots">What it is made of, oldest first, where closing takes the first in first; null where it takes the average.</param>
/// <param name="RolledTo">The last trading day whose end it was rolled over; null before the first.</param>
/// <param name="StrategyVersion">The version of the strategy that opened it; null without a strategy, and in old records.</param>
public sealed record Position(
    InstrumentTerms Instrument,
    Quantity Quantity,
    decimal Cost,
    Price? Stop,
    Price? Target,
    StrategyId? StrategyId,
    TradeIdeaId? IdeaId,
    DateTimeOffset OpenedAt,
    PositionId? HedgeId = null,
    ImmutableArray<Lot>? Lots = null,
    DateOnly? RolledTo = null,
    int? StrategyVersion = null)
{
    [JsonIgnore]
    public Symbol Symbol => Instrument.Symbol;

    [JsonIgnore]
    public PositionId Id => HedgeId ?? PositionId.Of(Symbol);

    /// <summary>Null when flat.</summary>
    [JsonIgnore]
    public Price? AveragePrice => Quantity.IsZero ? null : new Price(Cost / Quantity.Value);

    /// <summary>A position that nothing has been filled into yet.</summary>
    public static Position Flat(InstrumentTerms instrument, DateTimeOffset now, PositionId? hedgeId = null, CostMethod method = CostMethod.WeightedAverage) =>
        new(instrument, Quantity.Zero, 0m, null, null, null, null, now, hedgeId, method == CostMethod.FirstInFirstOut ? [] : null);

    /// <summary>The position after a fill, and the result of the part that it closed.</summary>
    public PositionChange Apply(OrderTicket ticket, Execution.Execution fill) => Apply(new PositionFill(
        fill.Side, fill.Quantity, fill.Price, fill.Time, ticket.Stop, ticket.Target, ticket.StrategyId, ticket.IdeaId, ticket.StrategyVersion));

    /// <inheritdoc cref="Apply(OrderTicket, Execution.Execution)"/>
    internal PositionChange Apply(in PositionFill fill)
    {
        var signed = fill.Side.Sign() * fill.Quantity.Value;
        if (Quantity.IsZero)
        {
            return new PositionChange(Open(in fill, signed), Quantity.Zero, 0m);
        }

        if (Math.Sign(Quantity.Value) == Math.Sign(signed))
        {
            var more = this with
            {
                Quantity = new Quantity(Quantity.Value + signed),
                Cost = Cost + (signed * fill.Price.Value),
                Lots = Lots?.Add(new Lot(new Quantity(signed), fill.Price, fill.Time)),
            };
            return new PositionChange(more, Quantity.Zero, 0m);
        }

        return Close(in fill, signed);
    }

    /// <summary>
    /// After a split of <paramref name="shares"/> new shares for <paramref name="of"/> old ones. What it cost stays what it was.
    /// </summary>
    public Position Split(int shares, int of)
    {
        var quantity = new Quantity(Ledger.Round(Quantity.Value * shares / of));
        if (Lots is not { IsEmpty: false } lots)
        {
            return this with { Quantity = quantity, Stop = Scaled(Stop), Target = Scaled(Target) };
        }

        // The last lot takes what rounding leaves, so that the lots are the position.
        var split = ImmutableArray.CreateBuilder<Lot>(lots.Length);
        var left = quantity.Value;
        for (var i = 0; i < lots.Length; i++)
        {
            var part = i == lots.Length - 1 ? left : Ledger.Round(lots[i].Quantity.Value * shares / of);
            left -= part;
            split.Add(lots[i].Split(new Quantity(part)));
        }

        return this with { Quantity = quantity, Stop = Scaled(Stop), Target = Scaled(Target), Lots = split.MoveToImmutable() };

        Price? Scaled(Price? level) => level is { } l ? new Price(l.Value * of / shares) : null;
    }

    /// <summary>Pays out a part that is too small to keep.</summary>
    /// <param name="units">Above zero, and no more than there are.</param>
    public PositionChange PayOut(decimal units, Price price)
    {
        var signed = Math.Sign(Quantity.Value) * units;
        var (released, lots) = Release(units, signed);
        var rest = this with { Quantity = new Quantity(Quantity.Value - signed), Cost = Cost - released, Lots = lots };
        return new PositionChange(rest, new Quantity(units), (signed * price.Value) - released);
    }

    /// <summary>What closing now would gain, in the quote currency: a long sells at the bid, a short buys at the ask.</summary>
    public decimal UnrealisedInQuoteCurrency(Quote quote) => (Quantity.Value * ExitPrice(quote).Value) - Cost;

    /// <summary>In the account's currency; null where the quotes give no rate.</summary>
    public Money? Unrealised(Quote quote, Currency account, IReadOnlyDictionary<Symbol, Quote> quotes) =>
        Instrument.Convert(UnrealisedInQuoteCurrency(quote), ExitPrice(quote), account, quotes, quote.Time);

    public Price ExitPrice(Quote quote) => Quantity.Value >= 0m ? quote.Bid : quote.Ask;

    private PositionChange Close(in PositionFill fill, decimal signed)
    {
        var closed = Math.Min(Math.Abs(signed), Math.Abs(Quantity.Value));
        var closedSigned = Math.Sign(Quantity.Value) * closed;
        var (released, lots) = Release(closed, closedSigned);
        var realised = (closedSigned * fill.Price.Value) - released;
        var rest = Quantity.Value + signed;
        var after = Math.Sign(rest) == Math.Sign(signed)
            ? Open(in fill, rest)
            : rest == 0m
                ? new Position(Instrument, Quantity.Zero, 0m, null, null, null, null, fill.Time, HedgeId, lots)
                : this with { Quantity = new Quantity(rest), Cost = Cost - released, Lots = lots };
        return new PositionChange(after, new Quantity(closed), realised);
    }

    /// <summary>What the closed part had cost, and the lots that stay.</summary>
    private (decimal Cost, ImmutableArray<Lot>? Lots) Release(decimal closed, decimal closedSigned)
    {
        if (closed == Math.Abs(Quantity.Value))
        {
            return (Cost, Lots is null ? null : []);
        }

        if (Lots is not { } lots)
        {
            return (Ledger.Round(Cost * closedSigned / Quantity.Value), null);
        }

        var (released, left, first) = (0m, closed, 0);
        for (; left > 0m && Math.Abs(lots[first].Quantity.Value) <= left; first++)
        {
            released += lots[first].Cost;
            left -= Math.Abs(lots[first].Quantity.Value);
        }

        var stay = lots.RemoveRange(0, first);
        if (left > 0m)
        {
            var (cost, rest) = stay[0].Take(Math.Sign(Quantity.Value) * left);
            released += cost;
            stay = stay.SetItem(0, rest);
        }

        return (released, stay);
    }

    private Position Open(in PositionFill fill, decimal signed) => new(
        Instrument, new Quantity(signed), signed * fill.Price.Value, fill.Stop, fill.Target, fill.StrategyId, fill.IdeaId, fill.Time, HedgeId,
        Lots is null ? null : [new Lot(new Quantity(signed), fill.Price, fill.Time)], StrategyVersion: fill.StrategyVersion);

    public bool Equals(Position? other) => other is not null && Instrument == other.Instrument && Quantity == other.Quantity && Cost == other.Cost
        && Stop == other.Stop && Target == other.Target && StrategyId == other.StrategyId && IdeaId == other.IdeaId && OpenedAt == other.OpenedAt
        && HedgeId == other.HedgeId && RolledTo == other.RolledTo && StrategyVersion == other.StrategyVersion
        && Lots.HasValue == other.Lots.HasValue && (Lots ?? []).AsSpan().SequenceEqual((other.Lots ?? []).AsSpan());

    public override int GetHashCode() => HashCode.Combine(Instrument, Quantity, Cost, OpenedAt, HedgeId);
}

/// <summary>What one fill opened and later ones have not closed yet.</summary>
/// <param name="Quantity">Signed.</param>
/// <param name="Price">At which it was filled; after a split, its cost for one unit.</param>
/// <param name="SplitCost">Exact cost since a split, whose price may have no end of digits; null where it was not split.</param>
public readonly record struct Lot(Quantity Quantity, Price Price, DateTimeOffset OpenedAt, decimal? SplitCost = null)
{
    [JsonIgnore]
    public decimal Cost => SplitCost ?? Quantity.Value * Price.Value;

    internal Lot Split(Quantity quantity) => this with
    {
        Quantity = quantity, Price = quantity.IsZero ? Price : new Price(Cost / quantity.Value), SplitCost = Cost,
    };

    /// <summary>The part that is closed and what stays.</summary>
    /// <param name="closed">Signed as the lot, and smaller.</param>
    internal (decimal Cost, Lot Left) Take(decimal closed)
    {
        var cost = SplitCost is { } exact ? Ledger.Round(exact * closed / Quantity.Value) : closed * Price.Value;
        return (cost, this with { Quantity = new Quantity(Quantity.Value - closed), SplitCost = SplitCost - cost });
    }
}

/// <summary>What a position needs to know of a fill and of the order behind it.</summary>
internal readonly record struct PositionFill(
    Side Side, Quantity Quantity, Price Price, DateTimeOffset Time, Price? Stop, Price? Target, StrategyId? StrategyId, TradeIdeaId? IdeaId,
    int? StrategyVersion = null);

/// <param name="Closed">Quantity that the fill closed, zero where it only opened.</param>
/// <param name="Realised">Result of the closed part, in the quote currency.</param>
public sealed record PositionChange(Position Position, Quantity Closed, decimal Realised);
