using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public static partial class AccountDecider
{
    /// <summary>Sets what goes without a person; the same again yields no event.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, SetAccountAutonomy command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        ImmutableArray<Refusal> faults =
        [
            .. command.Autonomy is { } autonomy ? AutonomyRules.Check(autonomy) : [],
            .. AutonomyRules.CheckReason(command.Reason) is { } fault ? [fault] : ImmutableArray<Refusal>.Empty,
        ];
        if (!faults.IsEmpty)
        {
            return Outcome<AccountEvent>.Refuse(faults);
        }

        return state.Autonomy == command.Autonomy
            ? Outcome<AccountEvent>.Accept()
            : Outcome<AccountEvent>.Accept(new AccountAutonomySet(command.Autonomy, command.Reason, command.By, now));
    }
}
