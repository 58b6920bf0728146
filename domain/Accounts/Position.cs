using System.Text.Json.Serialization;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Domain.Accounts;

/// <summary>A netted position of one symbol.</summary>
/// <param name="Quantity">Signed: positive is long; zero is flat.</param>
/// <param name="Cost">Signed, exact: what the open quantity cost in the quote currency. The average price follows from it, so no rounding
/// adds up.</param>
/// <param name="Stop">Protective level, set by the order that opened the position.</param>
/// <param name="Target">Profit-taking level, set by the order that opened the position.</param>
public sealed record Position(
    InstrumentTerms Instrument,
    Quantity Quantity,
    decimal Cost,
    Price? Stop,
    Price? Target,
    StrategyId? StrategyId,
    TradeIdeaId? IdeaId,
    DateTimeOffset OpenedAt)
{
    [JsonIgnore]
    public Symbol Symbol => Instrument.Symbol;

    /// <summary>Null when flat.</summary>
    [JsonIgnore]
    public Price? AveragePrice => Quantity.IsZero ? null : new Price(Cost / Quantity.Value);

    public static Position Flat(InstrumentTerms instrument, DateTimeOffset now) =>
        new(instrument, Quantity.Zero, 0m, null, null, null, null, now);

    /// <summary>The position after a fill, and the result of the part that it closed.</summary>
    public PositionChange Apply(OrderTicket ticket, Execution.Execution fill)
    {
        var signed = fill.Side.Sign() * fill.Quantity.Value;
        if (Quantity.IsZero)
        {
            return new PositionChange(Open(ticket, fill, signed), Quantity.Zero, 0m);
        }

        if (Math.Sign(Quantity.Value) == Math.Sign(signed))
        {
            var more = this with { Quantity = new Quantity(Quantity.Value + signed), Cost = Cost + (signed * fill.Price.Value) };
            return new PositionChange(more, Quantity.Zero, 0m);
        }

        return Close(ticket, fill, signed);
    }

    /// <summary>What closing now would gain, in the quote currency: a long sells at the bid, a short buys at the ask.</summary>
    public decimal UnrealisedInQuoteCurrency(Quote quote) => (Quantity.Value * ExitPrice(quote).Value) - Cost;

    public Money Unrealised(Quote quote, Currency account) =>
        Instrument.Convert(UnrealisedInQuoteCurrency(quote), ExitPrice(quote), account);

    private Price ExitPrice(Quote quote) => Quantity.Value >= 0m ? quote.Bid : quote.Ask;

    private PositionChange Close(OrderTicket ticket, Execution.Execution fill, decimal signed)
    {
        var closed = Math.Min(Math.Abs(signed), Math.Abs(Quantity.Value));
        var closedSigned = Math.Sign(Quantity.Value) * closed;
        var released = closed == Math.Abs(Quantity.Value) ? Cost : Ledger.Round(Cost * closedSigned / Quantity.Value);
        var realised = (closedSigned * fill.Price.Value) - released;
        var rest = Quantity.Value + signed;
        var after = Math.Sign(rest) == Math.Sign(signed)
            ? Open(ticket, fill, rest)
            : this with { Quantity = new Quantity(rest), Cost = Cost - released };
        return new PositionChange(rest == 0m ? Flat(Instrument, fill.Time) : after, new Quantity(closed), realised);
    }

    private Position Open(OrderTicket ticket, Execution.Execution fill, decimal signed) => new(
        Instrument, new Quantity(signed), signed * fill.Price.Value, ticket.Stop, ticket.Target, ticket.StrategyId, ticket.IdeaId,
        fill.Time);
}

/// <param name="Closed">Quantity that the fill closed, zero where it only opened.</param>
/// <param name="Realised">Result of the closed part, in the quote currency.</param>
public sealed record PositionChange(Position Position, Quantity Closed, decimal Realised);
