#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Execution;

namespace Countersign.Tests.Simulation;

/// <summary>A venue with a memory of its own: it outlives the desk, and what the desk believes is held against it.</summary>
internal sealed class ExternalVenue(Instrument instrument, int seed, Defect defect)
{
    public const string Session = "external";

    private readonly Dictionary<VenueAccount, List<BrokerMessage>> told = [];
    private readonly Dictionary<VenueAccount, int> pushed = [];
    private readonly HashSet<(VenueAccount, OrderId)> seen = [];
    private readonly List<VenueReport> reports = [];
    private readonly MatchingBook book = new(instrument, PaperRules.Default, seed);
    private int fills;

    public DateTimeOffset Now { get; private set; }

    /// <summary>Whether it answers when it is asked about an order.</summary>
    public bool AnswersQuestions => defect != Defect.VenueAnswersNoQuestion;

    /// <summary>Executions of all accounts.</summary>
    public int Fills => fills;

    public IReadOnlyList<BrokerMessage> Told(VenueAccount account) => told.GetValueOrDefault(account) ?? [];

    public Quantity PositionOf(VenueAccount account) => book.PositionOf(account);

    public IEnumerable<BrokerOrder> Open(VenueAccount account, AccountId id) => book.OpenOrders(account, id);

    public bool Knows(VenueAccount account, OrderId order) => defect == Defect.VenueForgetsOrders ? book.Knows(account, order) : seen.Contains((account, order));

    public void Submit(VenueAccount account, BrokerOrder order)
    {
        if (seen.Add((account, order.OrderId)) || defect == Defect.VenueForgetsOrders)
        {
            book.Submit(account, order, Now, reports);
        }

        Take();
    }

    public void Amend(VenueAccount account, OrderId order, OrderAmendment amendment)
    {
        book.Amend(account, order, amendment, Now, reports);
        Take();
    }

    public void Cancel(VenueAccount account, OrderId order)
    {
        book.Cancel(account, order, Now, reports);
        Take();
    }

    public void Quote(in Tick tick)
    {
        Now = tick.Time;
        book.OnTick(in tick, reports);
        Take();
    }

    public BrokerMessages After(VenueAccount account, long sequence, int countMax = 1000) =>
        new(Session, [.. Told(account).Where(m => m.Sequence > sequence).Take(countMax)]);

    /// <summary>What has not been pushed to the accounts yet; asking makes it pushed, whether it arrives or not.</summary>
    public List<(VenueAccount Account, BrokerMessages Messages)> Push()
    {
        var due = new List<(VenueAccount, BrokerMessages)>();
        foreach (var (account, messages) in told)
        {
            var from = pushed.GetValueOrDefault(account);
            pushed[account] = messages.Count;
            if (messages.Count > from)
            {
                due.Add((account, new BrokerMessages(Session, [.. messages.Skip(from)])));
            }
        }

        return due;
    }

    private void Take()
    {
        foreach (var report in reports)
        {
            if (report.Report is BrokerReport.Filled && ++fills == 3 && defect == Defect.FillIsNeverTold)
            {
                continue;
            }

            if (!told.TryGetValue(report.Account, out var messages))
            {
                told[report.Account] = messages = [];
            }

            messages.Add(new BrokerMessage(messages.Count + 1, report.OrderId, report.Report, report.Time));
            if (report.Report is BrokerReport.Filled twice && fills == 3 && defect == Defect.FillIsToldTwice)
            {
                messages.Add(new BrokerMessage(
                    messages.Count + 1, report.OrderId, twice with { ExecutionId = ExecutionId.Parse(twice.ExecutionId.Value + "-again") }, report.Time));
            }
        }

        reports.Clear();
    }
}

/// <summary>Faults that no desk can be right with: planted to show that the checks see them.</summary>
internal enum Defect
{
    None,

    /// <summary>The venue fills and never says so.</summary>
    FillIsNeverTold,

    /// <summary>The venue takes a known order id for a new order and denies that it ever knew it.</summary>
    VenueForgetsOrders,

    /// <summary>The journal says that it wrote what it did not.</summary>
    JournalLosesAnAppend,

    /// <summary>The journal does not look whether a command was there before.</summary>
    JournalForgetsCommands,

    /// <summary>The venue tells one execution as if it were two.</summary>
    FillIsToldTwice,

    /// <summary>The venue never says what became of an order.</summary>
    VenueAnswersNoQuestion,

    /// <summary>The journal says that it wrote a halt, and did not.</summary>
    JournalLosesAHalt,

    /// <summary>Somebody writes over an event on the disk.</summary>
    DiskIsWrittenOver,

    /// <summary>Nobody looks whether a caller is of the tenant whose grain is called.</summary>
    BoundaryIsOpen,
}
#endif
