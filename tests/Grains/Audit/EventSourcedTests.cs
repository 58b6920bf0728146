#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Tests.Grains.Desk;
using Xunit;

namespace Countersign.Tests.Grains.Audit;

public sealed class EventSourcedTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Manager = Actor.Parse("user:u-pm");
    private static readonly JournalStream Stream = new(TenantId.Parse("t-one"), "account/a-main");

    /// <summary>
    /// A manager resumes trading; the write arrives and its answer does not. Then the manager halts: decided on the state before, there would be
    /// nothing to do, the halt would be acknowledged and trading go on.
    /// </summary>
    [Fact]
    public async Task Halt_AfterAResumeWhoseAnswerWasLost_IsWritten()
    {
        var journal = new LosingJournal();
        var account = new EventSourced<Account, AccountEvent>(journal, Stream, null, AccountDecider.Apply);
        await account.LoadAsync(TestContext.Current.CancellationToken);
        var open = new OpenAccount(
            CommandId.Parse("open"), Manager, AccountId.Parse("a-main"), "Main", Currency.Parse("USD"), RiskLimits.Default, CommissionModel.None);
        await account.ExecuteAsync(open.CommandId, Manager, s => AccountDecider.Decide(s, open, Now), TestContext.Current.CancellationToken);
        await SetAsync(account, "halt", TradingState.Halted);
        journal.LosesAnswers = true;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => SetAsync(account, "resume", TradingState.Active));
        journal.LosesAnswers = false;

        await SetAsync(account, "halt again", TradingState.Halted);

        Assert.Equal(TradingState.Halted, account.State!.TradingState);
        Assert.Equal(
            [TradingState.Halted, TradingState.Active, TradingState.Halted],
            journal.Disk.Events(Stream).Select(e => e.Event).OfType<TradingStateChanged>().Select(e => e.State));
    }

    private static Task<CommandAnswer<AccountEvent>> SetAsync(EventSourced<Account, AccountEvent> account, string id, TradingState state)
    {
        var command = new SetTradingState(CommandId.Parse(id), Manager, state, "As the manager says.");
        return account.ExecuteAsync(
            command.CommandId, Manager, s => AccountDecider.Decide(s, command, Now), TestContext.Current.CancellationToken);
    }

    /// <summary>Writes, and now and then does not say so.</summary>
    private sealed class LosingJournal : IJournal
    {
        public SimulatedDisk Disk { get; } = new();

        public bool LosesAnswers { get; set; }

        public ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken)
        {
            var result = Disk.Append(append, Now);
            return LosesAnswers ? throw new JournalUnavailableException("The database was lost during the commit.") : new(result);
        }

        public ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(
            JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken) =>
            new([.. Disk.Events(stream).Skip((int)afterVersion).Take(countMax)]);

        public ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(
            JournalStream stream, CommandId command, CancellationToken cancellationToken) =>
            new([.. Disk.Events(stream).Where(e => e.Command == command)]);

        public ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken) => new((JournaledSnapshot?)null);

        public ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken) => default;
    }
}
#endif
