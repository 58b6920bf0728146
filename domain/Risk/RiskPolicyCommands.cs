using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Risk;

/// <param name="By">Who wants it.</param>
/// <param name="Reason">Why, 1 to 1000 characters.</param>
public abstract record RiskPolicyCommand(CommandId CommandId, Actor By, string Reason);

/// <summary>Replaces all limits of the level.</summary>
public sealed record SetRiskCaps(CommandId CommandId, Actor By, string Reason, RiskCaps Caps) : RiskPolicyCommand(CommandId, By, Reason);

/// <summary>Replaces all blackout windows of the level.</summary>
public sealed record SetBlackouts(CommandId CommandId, Actor By, string Reason, ImmutableArray<BlackoutWindow> Windows)
    : RiskPolicyCommand(CommandId, By, Reason);

/// <summary>Replaces all rules of the level that make windows of the economic calendar.</summary>
public sealed record SetCalendarBlackouts(CommandId CommandId, Actor By, string Reason, ImmutableArray<CalendarBlackout> Rules)
    : RiskPolicyCommand(CommandId, By, Reason);

/// <param name="Cause">The figures, where a machine halts.</param>
/// <param name="Flatten">Positions are to be closed too; only where trading is halted.</param>
public sealed record ChangeTradingState(
    CommandId CommandId, Actor By, string Reason, TradingState To, HaltCause? Cause = null, bool Flatten = false)
    : RiskPolicyCommand(CommandId, By, Reason);
