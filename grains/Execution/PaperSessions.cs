using System.Collections.Immutable;
using Countersign.Domain.Execution;

namespace Countersign.Grains.Execution;

/// <summary>
/// What the paper venue has told each account: numbered, and kept so that it can be told again. All of it ends with the process. Used by one grain,
/// one turn at a time.
/// </summary>
/// <param name="id">Of every account's session: they all begin and end with the venue's memory.</param>
internal sealed class PaperSessions(string id)
{
    private const int MessagesKept = 256;
    private const int EndedKept = 100_000;

    private readonly Dictionary<VenueAccount, Session> sessions = [];
    private readonly Dictionary<(VenueAccount Account, OrderId Order), ImmutableArray<BrokerMessage>> told = [];
    private readonly Queue<(VenueAccount Account, OrderId Order)> ended = new();
    private readonly List<(VenueAccount Account, BrokerMessage Message)> fresh = [];

    public bool IsOpen(VenueAccount account) => sessions.ContainsKey(account);

    public BrokerSession Open(VenueAccount account) => new(id, Of(account).Last);

    /// <summary>The venue has an order, by the account's own books.</summary>
    public void Know(VenueAccount account, OrderId order, DateTimeOffset at) =>
        told.TryAdd((account, order), [new BrokerMessage(0, order, new BrokerReport.Accepted(), at)]);

    /// <summary>The venue has an order, though there may be nothing to tell of it yet.</summary>
    public void See(VenueAccount account, OrderId order) => told.TryAdd((account, order), []);

    public bool Knows(VenueAccount account, OrderId order) => told.ContainsKey((account, order));

    /// <summary>Numbers reports and keeps them.</summary>
    /// <param name="reports">Cleared.</param>
    /// <param name="book">Where the orders are while they are open.</param>
    /// <param name="asking">Whose call caused them, which is answered with its own.</param>
    /// <returns>The messages of <paramref name="asking"/>.</returns>
    public BrokerMessages Take(List<VenueReport> reports, MatchingBook book, VenueAccount? asking)
    {
        var answer = ImmutableArray.CreateBuilder<BrokerMessage>(reports.Count);
        foreach (var report in reports)
        {
            var session = Of(report.Account);
            var message = new BrokerMessage(++session.Last, report.OrderId, report.Report, report.Time);
            session.Keep(message);
            Remember(report.Account, message, book.Knows(report.Account, report.OrderId));
            if (report.Account == asking)
            {
                answer.Add(message);
            }
            else
            {
                fresh.Add((report.Account, message));
            }
        }

        reports.Clear();
        return new BrokerMessages(id, answer.DrainToImmutable());
    }

    public bool HasUnpublished => fresh.Count > 0;

    /// <summary>What is to be published: each account's messages of this turn.</summary>
    public IReadOnlyList<(VenueAccount Account, BrokerMessages Messages)> Unpublished()
    {
        var runs = fresh.GroupBy(f => f.Account)
            .Select(run => (run.Key, new BrokerMessages(id, [.. run.Select(f => f.Message)]))).ToArray();
        fresh.Clear();
        return runs;
    }

    public ImmutableArray<BrokerMessage>? Find(VenueAccount account, OrderId order) =>
        told.TryGetValue((account, order), out var messages) ? messages : null;

    public BrokerMessages After(VenueAccount account, long sequence, int countMax) =>
        new(id, [.. Of(account).Kept.Where(m => m.Sequence > sequence).Take(countMax)]);

    private Session Of(VenueAccount account)
    {
        if (!sessions.TryGetValue(account, out var session))
        {
            sessions[account] = session = new Session();
        }

        return session;
    }

    private void Remember(VenueAccount account, BrokerMessage message, bool isOpen)
    {
        var key = (account, message.OrderId);
        var isKnown = told.TryGetValue(key, out var before);
        if (message.Report is BrokerReport.AmendRejected or BrokerReport.CancelRejected && !isKnown)
        {
            // Told of an order that was never here, and that must not look as if it had been.
            return;
        }

        told[key] = isKnown ? before.Add(message) : [message];
        if (!isOpen)
        {
            ended.Enqueue(key);
            if (ended.Count > EndedKept)
            {
                told.Remove(ended.Dequeue());
            }
        }
    }

    private sealed class Session
    {
        public long Last { get; set; }

        public Queue<BrokerMessage> Kept { get; } = new();

        public void Keep(BrokerMessage message)
        {
            if (Kept.Count == MessagesKept)
            {
                Kept.Dequeue();
            }

            Kept.Enqueue(message);
        }
    }
}
