using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>
/// Watches the margin: a call below one level, a stop-out below another. Each ends only above where it began, so that a level that swings
/// about a border does not call twice; a stop-out once begun goes on until the account is above the call level.
/// </summary>
public static class MarginMonitor
{
    public const string StopOutPrefix = "o-stop-out-";

    public static MarginStatus StatusOf(MarginStatus before, MarginTerms terms, MarginFigures figures) => figures.Level switch
    {
        null => MarginStatus.Sufficient,
        { } level when level <= terms.StopOutLevel => MarginStatus.StoppingOut,
        { } level when before == MarginStatus.StoppingOut && level <= terms.CallLevel => MarginStatus.StoppingOut,
        { } level when level <= terms.CallLevel => MarginStatus.Called,
        { } level when before != MarginStatus.Sufficient && level < terms.EndOfCall => MarginStatus.Called,
        _ => MarginStatus.Sufficient,
    };

    /// <summary>
    /// The order that comes next in a stop-out: it closes the position that has lost most, in the account's currency. One at a time: the next is
    /// decided on what its fill has left. Null where there is no stop-out, one such order is under way, or no position can be valued.
    /// </summary>
    public static PlaceOrder? CloseOut(Account account, IReadOnlyDictionary<Symbol, Quote> quotes, DateTimeOffset now)
    {
        if (account.MarginStatus != MarginStatus.StoppingOut || IsUnderWay(account) || LargestLoser(account, quotes) is not { } worst)
        {
            return null;
        }

        // A denied order counts none, so that the time is needed; two in one moment differ in their count.
        var id = OrderId.Parse(string.Create(
            CultureInfo.InvariantCulture, $"{StopOutPrefix}{account.Totals.Orders + 1}-{now.ToUnixTimeMilliseconds()}"));
        var ticket = new OrderTicket(
            id, worst.Symbol, worst.Quantity.Value > 0m ? Side.Sell : Side.Buy, worst.Quantity.Abs(),
            TimeInForce: TimeInForce.ImmediateOrCancel, ReduceOnly: true, PositionId: worst.HedgeId);
        return new PlaceOrder(CommandId.Parse("order/" + id), Actor.Desk, ticket, Closeout: true);
    }

    private static bool IsUnderWay(Account account)
    {
        foreach (var (id, _) in account.Orders.Open)
        {
            if (id.Value.StartsWith(StopOutPrefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Position? LargestLoser(Account account, IReadOnlyDictionary<Symbol, Quote> quotes)
    {
        var (worst, least) = ((Position?)null, decimal.MaxValue);
        foreach (var (_, position) in account.Positions)
        {
            if (quotes.TryGetValue(position.Symbol, out var quote)
                && position.Unrealised(quote, account.Currency, quotes) is { } result && result.Amount < least)
            {
                (worst, least) = (position, result.Amount);
            }
        }

        return worst;
    }
}

public static partial class AccountDecider
{
    /// <summary>No event where the status stays. Refused where a position cannot be valued: a status is never guessed.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, RecordMarginStatus command, AccountFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (AccountMargin.Of(state, facts.Quotes) is not { } figures)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotValued);
        }

        var status = state.Terms?.Margin is { } terms ? MarginMonitor.StatusOf(state.MarginStatus, terms, figures) : MarginStatus.Sufficient;
        return status == state.MarginStatus
            ? Outcome<AccountEvent>.Accept()
            : Outcome<AccountEvent>.Accept(new MarginStatusChanged(
                status, new Money(figures.Equity, state.Currency), new Money(figures.Used, state.Currency), figures.Level, command.By, now));
    }
}
