#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Grains.Audit;

namespace Countersign.Tests.Simulation;

/// <summary>What holds for what is on the disk, event by event.</summary>
internal static class JournalInvariants
{
    /// <exception cref="InvariantException">Something does not hold; the message says what.</exception>
    public static void Check(TradingDesk desk)
    {
        foreach (var (stream, events) in desk.Disk.Streams())
        {
            if (desk.Disk.BrokenLink(stream) is { } broken)
            {
                throw new InvariantException($"{stream}: event {broken.Version} ({broken.Type}) is not what was written.");
            }

            for (var i = 0; i < events.Count; i++)
            {
                Require(events[i].Version == i + 1, $"{stream}: event {i + 1} says that it is {events[i].Version}");
            }
        }

        foreach (var tenant in desk.Tenants)
        {
            CheckEveryStep(desk, tenant);
        }
    }

    /// <summary>The books balance after every event, not only at the end; a command that was acknowledged is there, and only once.</summary>
    private static void CheckEveryStep(TradingDesk desk, TenantAccount tenant)
    {
        var stored = desk.Disk.Events(new JournalStream(tenant.Tenant, $"account/{tenant.Account}"));
        Account? account = null;
        foreach (var e in stored)
        {
            account = AccountDecider.Apply(account, (AccountEvent)e.Event);
            foreach (var balance in account.Ledger.Balances)
            {
                var sum = account.Ledger.Sum(balance.Currency);
                Require(sum == 0m, $"{tenant.Tenant}: after event {e.Version} ({e.Type}) the books in {balance.Currency} are off by {sum}");
            }
        }

        var deposits = stored.Where(e => e.Event is FundsDeposited).Select(e => e.Command).ToList();
        Require(deposits.Distinct().Count() == deposits.Count, $"{tenant.Tenant}: a deposit is on record twice");
        foreach (var command in tenant.Deposits)
        {
            Require(deposits.Contains(command), $"{tenant.Tenant}: deposit {command} was acknowledged and is not on record");
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvariantException(otherwise + ".");
        }
    }
}
#endif
