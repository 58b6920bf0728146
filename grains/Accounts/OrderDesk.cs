using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;

namespace Countersign.Grains.Accounts;

/// <summary>
/// What stands between an account's books and its venue: sends what a decision made due, records what the venue tells, asks after orders whose fate
/// is unknown. Nothing is sent before its event is durable. Used by one grain, one turn at a time.
/// </summary>
internal sealed class OrderDesk(
    TenantId tenant, AccountId account, EventSourced<Account, AccountEvent> book, IBroker broker, IMarketClock clock, AccountMarket market,
    OrderHistory history)
{
    /// <summary>A fill can make orders due whose fills make others due. More than this at once is a mistake; what is left is asked after later.</summary>
    private const int RequestsMax = 500;

    private const int TriesMax = 3;

    private readonly VenueLines lines = new(tenant, account, broker);
    private readonly HashSet<Symbol> reconciled = [];

    private Account Books => book.State!;

    /// <summary>Sends what the events made due, and what the answers make due, until nothing is.</summary>
    /// <returns>Every event that the answers caused.</returns>
    public async Task<ImmutableArray<AccountEvent>> SendAsync(ImmutableArray<AccountEvent> events, CancellationToken cancellationToken)
    {
        var caused = ImmutableArray<AccountEvent>.Empty;
        var due = OrderOutbox.Of(Books, events);
        for (var sent = 0; !due.IsEmpty && sent < RequestsMax; sent++)
        {
            var request = due[0];
            var followed = await AskAsync(request, cancellationToken);
            caused = caused.IsEmpty ? followed : caused.AddRange(followed);
            due = due.Length == 1 ? OrderOutbox.Of(Books, followed) : [.. due.RemoveAt(0), .. OrderOutbox.Of(Books, followed)];
        }

        return caused;
    }

    /// <summary>Takes what the venue tells of its own accord.</summary>
    public async Task<ImmutableArray<AccountEvent>> ReceiveAsync(BrokerMessages told, CancellationToken cancellationToken)
    {
        if (await SymbolOfAsync(told, cancellationToken) is not { } symbol)
        {
            return (await RecordAsync(told.Messages, null, cancellationToken)).Events;
        }

        var again = ImmutableArray<AccountEvent>.Empty;
        if (!lines.IsCurrent(told))
        {
            again = await ReconcileAsync(symbol, cancellationToken);
        }

        // A session that is over told nothing that counts: what became of its orders is asked in the new one.
        if (lines.IsCurrent(told))
        {
            var events = await TakeAsync(told, symbol, cancellationToken);
            again = again.AddRange(events).AddRange(await SendAsync(events, cancellationToken));
        }

        return again;
    }

    /// <summary>Asks after every open order whose session is new, or that waits for an answer. What cannot be asked now waits.</summary>
    public async Task<ImmutableArray<AccountEvent>> SettleAsync(CancellationToken cancellationToken)
    {
        var events = ImmutableArray<AccountEvent>.Empty;
        foreach (var symbol in Books.Orders.Open.Values.Select(o => o.Ticket.Symbol).Distinct().Order().ToArray())
        {
            try
            {
                events = events.AddRange(await ReconcileAsync(symbol, cancellationToken));
            }
            catch (Exception e) when (IsLost(e))
            {
                // The venue is away. The orders stay as they are and are asked after again.
            }
        }

        return events;
    }

    /// <summary>Asks after one order that waits for an answer.</summary>
    public async Task<ImmutableArray<AccountEvent>> ResolveAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            if (!lines.IsConnected(Books, order.Ticket.Symbol))
            {
                await lines.ConnectAsync(Books, order.Ticket.Symbol, cancellationToken);
            }

            return await FindAsync(order, cancellationToken);
        }
        catch (Exception e) when (IsLost(e))
        {
            return [];
        }
    }

    private async Task<ImmutableArray<AccountEvent>> ReconcileAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var (isNew, missed) = await lines.ConnectAsync(Books, symbol, cancellationToken);
        if (isNew)
        {
            reconciled.Remove(symbol);
        }

        var events = await TakeAsync(missed, symbol, cancellationToken);
        events = events.AddRange(await SendAsync(events, cancellationToken));
        foreach (var order in OrderOutbox.AfterRestart(Books))
        {
            if (order.Ticket.Symbol == symbol && (!reconciled.Contains(symbol) || Waits(order)))
            {
                events = events.AddRange(await FindAsync(order, cancellationToken));
            }
        }

        reconciled.Add(symbol);
        return events;
    }

    private static bool Waits(Order order) =>
        order.Status is OrderStatus.Submitted or OrderStatus.PendingReplace or OrderStatus.PendingCancel or OrderStatus.Unknown;

    /// <summary>Records all that the venue knows of an order, and then asks for what the order still needs.</summary>
    private async Task<ImmutableArray<AccountEvent>> FindAsync(Order order, CancellationToken cancellationToken)
    {
        var found = await broker.FindAsync(tenant, BrokerOrder.Of(account, order), cancellationToken);
        var isKnown = OrderOutbox.IsKnown(found);
        ImmutableArray<BrokerMessage> messages = isKnown ? found!.Value
            : OrderOutbox.NeverSeen(order) is { } verdict ? [new BrokerMessage(0, order.Id, verdict, clock.Now)] : [];
        var (events, _) = await RecordAsync(messages, order.Ticket.Symbol, cancellationToken);
        events = events.AddRange(await SendAsync(events, cancellationToken));
        return Books.Orders.Find(order.Id) is { } now && OrderOutbox.AfterFind(now, isKnown) is { } request
            ? events.AddRange(await AskAllAsync(request, cancellationToken))
            : events;
    }

    private async Task<ImmutableArray<AccountEvent>> AskAllAsync(OrderRequest request, CancellationToken cancellationToken)
    {
        var events = await AskAsync(request, cancellationToken);
        return events.AddRange(await SendAsync(events, cancellationToken));
    }

    private async Task<ImmutableArray<AccountEvent>> AskAsync(OrderRequest request, CancellationToken cancellationToken)
    {
        var symbol = request.Order.Ticket.Symbol;
        BrokerMessages told;
        try
        {
            if (!lines.IsConnected(Books, symbol))
            {
                await lines.ConnectAsync(Books, symbol, cancellationToken);
                reconciled.Add(symbol);
            }

            var order = BrokerOrder.Of(account, request.Order);
            told = request switch
            {
                OrderRequest.Submit => await broker.SubmitAsync(tenant, order, cancellationToken),
                OrderRequest.Amend amend => await broker.AmendAsync(tenant, order, amend.Amendment, cancellationToken),
                OrderRequest.Cancel => await broker.CancelAsync(tenant, order, cancellationToken),
                _ => throw new InvalidOperationException($"{request} is no request to a venue."),
            };
        }
        catch (Exception e) when (IsLost(e))
        {
            var lost = new BrokerMessage(0, request.Order.Id, new BrokerReport.Unknown(e.Message), clock.Now);
            return (await RecordAsync([lost], symbol, cancellationToken)).Events;
        }

        return await TakeAsync(told, symbol, cancellationToken);
    }

    private async Task<ImmutableArray<AccountEvent>> TakeAsync(BrokerMessages told, Symbol symbol, CancellationToken cancellationToken)
    {
        ImmutableArray<BrokerMessage> messages;
        try
        {
            messages = await lines.CompleteAsync(told, symbol, cancellationToken);
        }
        catch (Exception e) when (IsLost(e))
        {
            // What was missed before them comes first: they are not heard, and the venue is asked again.
            reconciled.Remove(symbol);
            return [];
        }

        var (events, isWhole) = await RecordAsync(messages, symbol, cancellationToken);
        if (isWhole)
        {
            if (lines.HasGap(told.SessionId, messages))
            {
                reconciled.Remove(symbol);
            }

            lines.Heard(told.SessionId, messages);
        }

        return events;
    }

    /// <summary>Books messages, those of one symbol after the other's at a time.</summary>
    /// <returns>What they caused, and whether none of them has to wait: where one has to, those after it wait too, and are asked for again.</returns>
    private async Task<(ImmutableArray<AccountEvent> Events, bool IsWhole)> RecordAsync(
        ImmutableArray<BrokerMessage> messages, Symbol? of, CancellationToken cancellationToken)
    {
        var events = ImmutableArray<AccountEvent>.Empty;
        messages = await WithoutKnownAsync(messages, cancellationToken);
        for (var first = 0; first < messages.Length;)
        {
            var symbol = SymbolOf(messages[first]) ?? of;
            var next = first + 1;
            while (next < messages.Length && (SymbolOf(messages[next]) ?? symbol) == symbol)
            {
                next++;
            }

            var run = first == 0 && next == messages.Length ? messages : messages[first..next];
            if (await BookAsync(run, symbol ?? Instruments.Known[0].Symbol, cancellationToken) is not { } booked)
            {
                return (events, false);
            }

            events = events.IsEmpty ? booked : events.AddRange(booked);
            first = next;
        }

        return (events, true);
    }

    /// <summary>Null where a fill cannot be booked yet: its currency has no rate. Its order is asked after again.</summary>
    private async Task<ImmutableArray<AccountEvent>?> BookAsync(
        ImmutableArray<BrokerMessage> messages, Symbol symbol, CancellationToken cancellationToken)
    {
        var facts = await market.BookingFactsAsync(Books, symbol, cancellationToken);
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            // A state decides on messages once: what it makes of the same messages again, after it has changed, is another command.
            var id = CommandId.Parse(string.Create(CultureInfo.InvariantCulture, $"reports/{book.Version + 1}"));
            var command = new RecordBrokerReports(id, CallerContext.Actor, messages);
            switch (await book.ExecuteAsync(id, command.By, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken))
            {
                case CommandAnswer<AccountEvent>.Accepted accepted:
                    return accepted.Events;
                case CommandAnswer<AccountEvent>.Refused:
                    reconciled.Remove(symbol);
                    return null;
            }
        }

        throw new JournalConflictException($"The venue's reports to {account} were overtaken {TriesMax} times: they are told again.");
    }

    /// <summary>
    /// Without what the journal has of orders that the account's memory no longer holds: the books would take them for orders that never were.
    /// </summary>
    private async ValueTask<ImmutableArray<BrokerMessage>> WithoutKnownAsync(
        ImmutableArray<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        var news = messages;
        foreach (var message in messages)
        {
            if (Books.Orders.Find(message.OrderId) is null && await history.FindAsync(message.OrderId, cancellationToken) is { } old
                && (message.Report is not BrokerReport.Filled fill || old.Executions.Contains(fill.ExecutionId)))
            {
                news = news.Remove(message);
            }
        }

        return news;
    }

    private Symbol? SymbolOf(BrokerMessage message) => Books.Orders.Find(message.OrderId)?.Ticket.Symbol;

    private async ValueTask<Symbol?> SymbolOfAsync(BrokerMessages told, CancellationToken cancellationToken)
    {
        foreach (var message in told.Messages)
        {
            if (SymbolOf(message) is { } symbol)
            {
                return symbol;
            }

            if (await history.FindAsync(message.OrderId, cancellationToken) is { } old)
            {
                return old.Ticket.Symbol;
            }
        }

        return null;
    }

    /// <summary>What was asked may or may not have happened.</summary>
    private static bool IsLost(Exception e) => e is IOException or TimeoutException or OperationCanceledException;
}
