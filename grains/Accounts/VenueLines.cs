using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Execution;

namespace Countersign.Grains.Accounts;

/// <summary>An account's sessions with its venue, and how far it has heard each: where a number is missing, the missing messages are fetched.</summary>
internal sealed class VenueLines(TenantId tenant, AccountId account, IBroker broker)
{
    private const int PageMax = 1000;
    private const int PagesMax = 100;

    private readonly Dictionary<Symbol, string> sessions = [];
    private readonly Dictionary<Symbol, PositionMode> modes = [];
    private readonly Dictionary<string, long> heard = new(StringComparer.Ordinal);

    /// <summary>False, too, where the venue keeps the account's positions in another way than the account does by now.</summary>
    public bool IsConnected(Account books, Symbol symbol) => sessions.ContainsKey(symbol) && modes[symbol] == books.Mode;

    public bool IsCurrent(BrokerMessages told) => heard.ContainsKey(told.SessionId);

    /// <summary>Begins or goes on with a symbol's session.</summary>
    /// <returns>
    /// Whether it is another one than before: what the venue was told or told in the one before may be lost. Where it is the same, what was told in it
    /// and not heard; as far as that is published it may still be on its way.
    /// </returns>
    public async ValueTask<(bool IsNew, BrokerMessages Missed)> ConnectAsync(Account books, Symbol symbol, CancellationToken cancellationToken)
    {
        var session = await broker.ConnectAsync(tenant, BooksOf(books, symbol), cancellationToken);
        modes[symbol] = books.Mode;
        if (sessions.TryGetValue(symbol, out var before) && before == session.Id)
        {
            return (false, await MissedAsync(session, symbol, cancellationToken));
        }

        sessions[symbol] = session.Id;
        if (before is not null && !sessions.ContainsValue(before))
        {
            heard.Remove(before);
        }

        heard.TryAdd(session.Id, session.LastSequence);
        return (true, new BrokerMessages(session.Id, []));
    }

    private async ValueTask<BrokerMessages> MissedAsync(BrokerSession session, Symbol symbol, CancellationToken cancellationToken) =>
        heard[session.Id] < session.LastSequence
            ? await broker.MessagesAsync(tenant, account, symbol, heard[session.Id], PageMax, cancellationToken)
            : new BrokerMessages(session.Id, []);

    /// <summary>What was told with all that was missed before it, oldest first.</summary>
    public async ValueTask<ImmutableArray<BrokerMessage>> CompleteAsync(
        BrokerMessages told, Symbol symbol, CancellationToken cancellationToken)
    {
        if (told.Messages.IsEmpty || !heard.TryGetValue(told.SessionId, out var last) || told.Messages[0].Sequence <= last + 1)
        {
            return told.Messages;
        }

        var until = told.Messages[^1].Sequence;
        var all = ImmutableArray.CreateBuilder<BrokerMessage>();
        for (var page = 0; page < PagesMax && last < until; page++)
        {
            var missed = await broker.MessagesAsync(tenant, account, symbol, last, PageMax, cancellationToken);
            if (missed.SessionId != told.SessionId || missed.Messages.IsEmpty)
            {
                break;
            }

            all.AddRange(missed.Messages);
            last = missed.Messages[^1].Sequence;
        }

        // The venue keeps only so many messages. What it does not tell any more, the orders themselves are asked for.
        all.AddRange(told.Messages.Where(m => m.Sequence > last));
        return all.ToImmutable();
    }

    /// <summary>The venue does not tell any more what came before these: the orders themselves have to be asked after.</summary>
    public bool HasGap(string session, ImmutableArray<BrokerMessage> messages) =>
        !messages.IsEmpty && heard.TryGetValue(session, out var last) && messages[0].Sequence > last + 1;

    /// <summary>Notes that messages are recorded.</summary>
    public void Heard(string session, ImmutableArray<BrokerMessage> messages)
    {
        if (!messages.IsEmpty && heard.TryGetValue(session, out var last) && messages[^1].Sequence > last)
        {
            heard[session] = messages[^1].Sequence;
        }
    }

    private static BrokerBooks BooksOf(Account account, Symbol symbol) => new(
        account.Id, symbol,
        [.. account.PositionsIn(symbol).Select(p => new BrokerPosition(p.Id, symbol, p.Quantity))],
        account.Orders.Open.IsEmpty
            ? []
            : [
                .. OrderOutbox.AfterRestart(account).Where(o => o.Ticket.Symbol == symbol && o.IsConfirmed)
                    .Select(o => BrokerOrder.Of(account.Id, o)),
            ],
        account.Mode == PositionMode.Hedging);
}
