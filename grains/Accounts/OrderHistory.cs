using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Accounts;

/// <summary>
/// Orders that an account's memory no longer holds, from the journal: an order id that was used once is never free again, and a late report of the
/// venue finds its order however old it is.
/// </summary>
internal sealed class OrderHistory(IJournal journal, JournalStream stream)
{
    private const int PageFirst = 64;
    private const int PageMax = 1000;

    public static CommandId PlacedBy(OrderId order) => CommandId.Parse("order/" + order);

    /// <summary>The order as all its events made it; null where the account never had it.</summary>
    public async Task<Order?> FindAsync(OrderId id, CancellationToken cancellationToken)
    {
        if (await BeginningAsync(id, cancellationToken) is not { } placed)
        {
            return null;
        }

        var opened = await journal.ReadAsync(stream, 0, 1, cancellationToken);
        var account = AccountDecider.Apply(null, (AccountEvent)opened[0].Event);
        var version = placed.Version - 1;
        for (var page = PageFirst; ; page = Math.Min(page * 4, PageMax))
        {
            var events = await journal.ReadAsync(stream, version, page, cancellationToken);
            foreach (var e in events)
            {
                account = Follow(account, id, (AccountEvent)e.Event);
                version = e.Version;
            }

            // A late fill can still come after the end, so one page more is read than was needed to find it.
            if (events.Length < page || account.Orders.Find(id) is { IsFinal: true } && page > PageFirst)
            {
                return account.Orders.Find(id);
            }
        }
    }

    /// <summary>The first event of the command that placed the order; of an attached order, of the one that placed its entry.</summary>
    private async Task<JournaledEvent?> BeginningAsync(OrderId id, CancellationToken cancellationToken)
    {
        var client = OrderLinks.PairOf(id) > 0 ? EntryOf(id) : id;
        var placed = await journal.FindCommandAsync(stream, PlacedBy(client), cancellationToken);
        return placed.IsEmpty ? null : placed[0];
    }

    private static OrderId EntryOf(OrderId exit)
    {
        var stop = exit.Value.LastIndexOf(OrderLinks.StopLossSuffix, StringComparison.Ordinal);
        var target = exit.Value.LastIndexOf(OrderLinks.TakeProfitSuffix, StringComparison.Ordinal);
        return OrderId.Parse(exit.Value[..Math.Max(stop, target)]);
    }

    private static Account Follow(Account account, OrderId id, AccountEvent @event)
    {
        if (IdOf(@event) != id)
        {
            return account;
        }

        return @event is OrderFilled fill
            ? account with { Orders = account.Orders.With(account.Orders.Find(id)!.Fill(fill.Execution, fill.At)) }
            : AccountDecider.Apply(account, @event);
    }

    /// <summary>Whose event it is; null where it is no order's.</summary>
    public static OrderId? IdOf(AccountEvent @event) => @event switch
    {
        OrderSubmitted e => e.Ticket.Id,
        OrderDenied e => e.Ticket.Id,
        OrderRejected e => e.OrderId,
        OrderAnswerLost e => e.OrderId,
        OrderAccepted e => e.OrderId,
        OrderTriggered e => e.OrderId,
        OrderAmendRequested e => e.OrderId,
        OrderAmendQueued e => e.OrderId,
        OrderAmended e => e.OrderId,
        OrderAmendRejected e => e.OrderId,
        OrderCancelRequested e => e.OrderId,
        OrderCancelled e => e.OrderId,
        OrderCancelRejected e => e.OrderId,
        OrderExpired e => e.OrderId,
        OrderFilled e => e.OrderId,
        _ => null,
    };
}
